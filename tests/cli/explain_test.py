#!/usr/bin/env python3
"""mailrig explain: every scenario is explained, unknown ids and sections are told, and failure reports name the command.

usage: explain_test.py MAILRIG [unittest arguments]
"""

import pathlib
import subprocess
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402
import target  # noqa: E402

LIMIT_SECONDS = 120
WIDTH = 100
MAILRIG = ""


def mailrig(*words):
    return subprocess.run([MAILRIG, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)


class Explain(unittest.TestCase):
    def test_every_scenario_is_explained(self):
        ids = mailrig("list", "--all", "--quiet").stdout.split()
        done = mailrig("explain", "**")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = done.stdout.splitlines()
        self.assertEqual([line for line in lines if line in set(ids)], sorted(ids))
        for line in lines:
            # What has no space, a base64 word or a long case's value, can't be wrapped.
            self.assertTrue(len(line) <= WIDTH or " " not in line.strip()[:WIDTH - 20], line)
        self.assertEqual(done.stdout.count("\nstands on "), len(ids))
        self.assertEqual(done.stdout.count("\ndialogue\n"), len(ids))

    def test_one_scenario_with_its_fragment(self):
        done = mailrig("explain", "imap/idle/tells-expunge")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("\nfragment imap/expunge\n", done.stdout)
        self.assertIn("breaks it   ", done.stdout)

    def test_what_stands_on_a_section(self):
        done = mailrig("explain", "--rfc", "6851#4")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("RFC 6851 4.3\n", done.stdout)
        self.assertIn("imap/move/copyuid-first", done.stdout)
        self.assertNotIn("RFC 6851 3.3", done.stdout)

    def test_unknown_words_are_told(self):
        for words, complaint in ((("imap/move/copyuid-frist",), "did you mean 'imap/move/copyuid-first'?"),
                                 (("--rfc", "9999"), "nothing stands on '9999'"), ((), "what is to be explained?"),
                                 (("imap/noop", "--scenarios", "/nonexistent"), "the scenarios folder is not found")):
            done = mailrig("explain", *words)
            self.assertEqual((done.returncode, done.stdout), (2, ""), words)
            self.assertIn(complaint, done.stderr)

    def test_a_failure_names_the_command_that_explains_it(self):
        with serve.running(MAILRIG, "--deviate", "imap.move.not-told", users=target.USERS) as ports:
            done = mailrig("check", "imap/move", *target.flags(ports))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        (command, *_) = [line.split("mailrig ")[1] for line in done.stdout.splitlines() if "mailrig explain" in line]
        self.assertEqual(mailrig(*command.split()).returncode, 0)


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=1, warnings="ignore")
