#!/usr/bin/env python3
"""curl, swaks, mbsync and Python's libraries through `mailrig record`: what was written passes lint, and passes again.

usage: record_test.py MAILRIG [unittest arguments]
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import recording  # noqa: E402
import serve  # noqa: E402
import target  # noqa: E402

mailrig = ""
ports = {}


class Record(unittest.TestCase):
    def passes_again(self, client, at=None):
        at = at or ports
        with tempfile.TemporaryDirectory(prefix="mailrig-record-test-") as place:
            folder = pathlib.Path(place) / client
            complaints = list(recording.record(mailrig, at, client, folder))
            complaints += recording.play(mailrig, target.flags(at), folder, pathlib.Path(place) / "out", "the reference server")
            self.assertEqual(complaints, [])
            return "".join(each.read_text(encoding="utf-8") for each in folder.glob("*/*.toml"))

    def test_curl(self):
        self.passes_again("curl")

    def test_curl_by_challenge_and_response(self):
        """It takes the strongest that is offered."""
        for mechanism in ("CRAM-MD5", "DIGEST-MD5"):
            with self.subTest(mechanism=mechanism), serve.running(mailrig, "--mechanism", mechanism, users=target.USERS) as offering:
                self.assertIn(f"\nauth {mechanism}", self.passes_again("curl", offering))

    def test_swaks(self):
        self.passes_again("swaks")

    def test_mbsync(self):
        self.passes_again("mbsync")

    def test_python(self):
        self.passes_again("python")


class Refusals(unittest.TestCase):
    def refused(self, *words):
        with tempfile.TemporaryDirectory(prefix="mailrig-record-test-") as place:
            done = subprocess.run([mailrig, "record", "--out", place, *words], capture_output=True, text=True, timeout=30, check=False)
        return done.returncode, done.stderr

    def test_another_host_is_not_recorded_unasked(self):
        code, said = self.refused("--to", "imap=192.0.2.1:143")
        self.assertEqual(code, 2)
        self.assertIn("--i-may-record-this-host", said)

    def test_listens_on_this_machine_alone(self):
        code, said = self.refused("--to", "imap=127.0.0.1:143", "--listen", "0.0.0.0:0")
        self.assertEqual(code, 2)
        self.assertIn("listens on this machine alone", said)

    def test_a_service_must_be_known(self):
        code, said = self.refused("--to", "127.0.0.1:2143")
        self.assertEqual(code, 2)
        self.assertIn("imap=HOST:PORT", said)

    def test_ends_after_its_time(self):
        code, said = self.refused("--to", f"imap=127.0.0.1:{ports['imap']}", "--for", "100ms")
        self.assertEqual((code, said), (2, "mailrig record: nobody said anything\n"))


if __name__ == "__main__":
    mailrig = sys.argv.pop(1)
    with serve.running(mailrig, users=target.USERS) as started:
        ports.update(started)
        unittest.main(verbosity=2)
