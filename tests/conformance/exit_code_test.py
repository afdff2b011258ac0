#!/usr/bin/env python3
"""Each row of README's table of exit codes, brought about by what it says.

usage: exit_code_test.py MAILRIG [unittest arguments]
"""

import contextlib
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import fake_imap  # noqa: E402
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 120
NOOP = "imap/noop/tells-new-mail"
LOAD = """title = "a little"
[arrivals]
kind = "constant"
rate = 200
sessions = 8
[phases]
measured = "1s"
[[scenario]]
id = "load/imap/check"
share = 1
"""


def rows():
    """The codes of README's table."""
    text = (TOP / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| exit code |"):]
    return [int(code) for code in re.findall(r"^\| (\d+) \|", table[:table.index("\n\n")], re.MULTILINE)]


class ExitCodes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="mailrig-codes-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def run_one(self, *words):
        done = subprocess.run([MAILRIG, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        self.said = done.stdout + done.stderr
        return done.returncode

    def check(self, *words, deviate=()):
        options = [word for each in deviate for word in ("--deviate", each)]
        with serve.running(MAILRIG, *options, users=target.USERS) as ports:
            return self.run_one("check", *words, "--no-trials", *target.flags(ports))

    def test_every_row_has_its_test(self):
        self.assertEqual(rows(), [0, 1, 2, 3, 4, 5, 6, 130])
        for code in rows():
            self.assertTrue(hasattr(self, f"test_{code}"), code)

    def test_0(self):
        self.assertEqual(self.check(NOOP), 0, self.said)

    def test_1(self):
        self.assertEqual(self.check(NOOP, deviate=["imap.noop.no-updates"]), 1, self.said)

    def test_2(self):
        self.assertEqual(self.run_one("check", "--imap", "nowhere"), 2, self.said)
        self.assertEqual(self.run_one("check", "no/such/scenario", "--imap", "127.0.0.1:1"), 2, self.said)
        self.assertEqual(self.run_one("check", "--imap", "127.0.0.1:1", "--tag", "no-such-tag"), 2, self.said)

    def test_3(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        self.assertEqual(self.run_one("check", "--imap", f"127.0.0.1:{port}"), 3, self.said)

    def test_4(self):
        """The disk is full: the record opens, and can't be written."""
        out = self.path / "out"
        out.mkdir()
        (out / "record.jsonl").symlink_to("/dev/full")
        self.assertEqual(self.check(NOOP, "--out", out), 4, self.said)
        self.assertIn("could not be written whole", self.said)

    def test_5(self):
        known = self.path / "known.toml"
        known.write_text(f'[[known]]\nid = "{NOOP}"\nverdict = "fail"\nreason = "r"\nshape = []\n')
        self.assertEqual(self.check(NOOP, "--baseline", known), 5, self.said)

    def test_6(self):
        """A generator that is let run for a fifth of the time."""
        profile = self.path / "load.toml"
        profile.write_text(LOAD)
        with serve.running(MAILRIG, users=target.USERS) as ports:
            process = subprocess.Popen([MAILRIG, "load", profile, "--scenarios", TOP / "scenarios", "--quiet", *target.flags(ports)],
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            deadline = time.monotonic() + LIMIT_SECONDS
            while process.poll() is None and time.monotonic() < deadline:
                for action, seconds in ((signal.SIGSTOP, 0.2), (signal.SIGCONT, 0.05)):
                    process.send_signal(action)
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(seconds)
            said, _ = process.communicate(timeout=LIMIT_SECONDS)
        self.assertEqual(process.returncode, 6, said)
        self.assertIn("fell behind its own schedule", said)

    def test_130(self):
        heard = threading.Event()

        def act(server, connection, tag, command):
            del server
            fake_imap.answers(connection, tag, command)
            if command == b"NOOP":
                heard.set()
        scenarios = self.path / "scenarios/imap"
        scenarios.mkdir(parents=True)
        (scenarios / "a.toml").write_text('title = "t"\nclause = "rfc9051 1"\ncatches = ["x"]\nstart = { state = "greeted" }\n'
                                          "dialogue = '''\nC: NOOP\nS: OK\npause 1min\n'''\n")
        with fake_imap.running(act) as server:
            process = subprocess.Popen([MAILRIG, "check", "--scenarios", scenarios.parent, "--imap", f"127.0.0.1:{server.port}",
                                        "--out", self.path / "out"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.assertTrue(heard.wait(30))
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(30), 130)
        self.assertTrue((self.path / "out/report.json").exists())


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=1, warnings="ignore")
