#!/usr/bin/env python3
"""The reference server's IMAP under stress, on both stores; and that the stress finds out a server that is wrong.

usage: stress_test.py IMAP_STRESS [COMMANDS]
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

STRESS = sys.argv.pop(1)
COMMANDS = sys.argv.pop(1) if len(sys.argv) > 1 else "1000000"
LIMIT_SECONDS = 900
FOUND_OUT = ["imap.expunge.numbers-wrong", "imap.expunge.not-told-to-others", "imap.store.not-told-to-others",
             "imap.copy.flags-lost", "imap.copy.uid-wrong", "imap.append.octet-lost", "imap.noop.no-updates",
             "imap.expunge.uid-reused", "imap.sort.mailbox-order", "imap.sort.reverse-ties", "imap.thread.flat",
             "imap.thread.grandchildren", "imap.searchres.not-saved", "imap.searchres.min-saves-all", "imap.binary.size-wrong",
             "imap.multiappend.partly", "imap.replace.keeps-old", "imap.partial.whole", "imap.partial.fetch-ignored",
             "imap.metadata.lost", "imap.catenate.urls-lost", "imap.status.selected-wrong", "imap.rename.existing-ok",
             "imap.esearch.no-uid", "imap.qresync.highest-missing", "imap.qresync.no-flags", "imap.vanished.not-earlier"]


def stress(*arguments):
    return subprocess.run([STRESS, *arguments], capture_output=True, text=True, timeout=LIMIT_SECONDS)


class Stress(unittest.TestCase):
    def test_in_memory(self):
        done = stress("--commands", COMMANDS, "--seed", "1")
        print(done.stdout, file=sys.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_sqlite(self):
        """Closed and opened again at the end."""
        with tempfile.TemporaryDirectory() as folder:
            done = stress("--commands", COMMANDS, "--seed", "2", "--store", str(pathlib.Path(folder) / "mail.db"))
        print(done.stdout.splitlines()[:1], file=sys.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_finds_out_who_is_wrong(self):
        for deviation in FOUND_OUT:
            with self.subTest(deviation):
                done = stress("--commands", "20000", "--seed", "3", "--deviate", deviation)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertIn("--seed 3, step ", done.stderr)


if __name__ == "__main__":
    unittest.main()
