#!/usr/bin/env python3
"""mailrig load: its flags, its mistakes in one go, whom it may be put on, and what its reports tell.

usage: load_test.py MAILRIG [unittest arguments]
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import fake_imap  # noqa: E402
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 120
SECRET = "top-secret-word"
PROFILE = """title = "a little"
{objectives}
[arrivals]
kind = "constant"
rate = 50
sessions = 4
[phases]
measured = "1s"
[[scenario]]
id = "load/imap/check"
"""


class Load(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="mailrig-load-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.profile = self.write("load.toml", PROFILE.format(objectives=""))

    def write(self, name, text):
        file = self.path / name
        file.write_text(text, encoding="utf-8")
        return file

    def load(self, *words, code=0):
        done = subprocess.run([MAILRIG, "load", *map(str, words), "--quiet", "--scenarios", TOP / "scenarios"], capture_output=True,
                              text=True, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def report(self):
        return json.loads((self.path / "out/report.json").read_text(encoding="utf-8"))

    def test_mistakes_of_profile_flags_and_target_are_told_in_one_go(self):
        profile = self.write("wrong.toml", PROFILE.format(objectives='objectives = ["p99 < soon"]').replace("imap/check", "imap/chekc"))
        said = self.load(profile, "--imap", "nowhere", "--duration", "soon", "--tls", "some", code=2)
        for line in ("wrong.toml:2:15: 'soon' is no limit for p99", "wrong.toml:10:6: there is no scenario 'load/imap/chekc'",
                     "--duration soon: a time like 30s was meant", "--imap: 'nowhere' is no address", "--tls: 'some' is no TLS mode"):
            self.assertIn(line, said)

    def test_a_host_that_is_not_this_machine_is_left_alone_whichever_door_names_it(self):
        """Of TEST-NET-1: nobody is there, and nobody is asked."""
        for flag in ("--imap", "--imaps", "--smtps", "--pop3s", "--submissions"):
            said = self.load(self.profile, flag, "192.0.2.1:9", "--user", "a", "--password", "b", code=2)
            self.assertIn("192.0.2.1 is not this machine", said)

    def test_the_profile_of_the_docs_is_one(self):
        (shown,) = re.findall(r"```toml\n(.*?)```", (TOP / "docs/LOAD.md").read_text(encoding="utf-8"), re.DOTALL)
        profile = self.write("docs.toml", shown)
        done = subprocess.run([MAILRIG, "lint", profile, "--scenarios", TOP / "scenarios"], capture_output=True, text=True,
                              timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("1 profile", done.stdout)

    def test_the_reports_have_the_command_without_its_secrets(self):
        with serve.running(MAILRIG, users=target.USERS) as ports:
            self.load(self.profile, *target.flags(ports), "--rate", "60", "--out", self.path / "out")
        command = self.report()["command"]
        self.assertRegex(command, r"^mailrig load \S+load\.toml .*--users 'user\{1\.\.8\}' --password «\*\*\*» --rate 60 ")

    def test_what_a_server_repeats_of_a_password_is_in_no_report(self):
        def act(server, connection, tag, command):
            del server
            if command == b"LOGIN":
                connection.sendall(tag + b" NO not by " + SECRET.encode() + b"\r\n")
            else:
                fake_imap.answers(connection, tag, command)
        with fake_imap.running(act) as server:
            said = self.load(self.profile, "--imap", f"127.0.0.1:{server.port}", "--user", "user1", "--password", SECRET,
                             "--out", self.path / "out", code=1)
        self.assertTrue(self.report()["load"]["errors"])
        self.assertNotIn(SECRET, said)
        for file in (self.path / "out").iterdir():
            self.assertNotIn(SECRET, file.read_text(encoding="utf-8"), file.name)

    def test_the_highest_rate_that_keeps_the_objectives_is_found(self):
        def find(objective, rates, code):
            profile = self.write("find.toml", PROFILE.format(objectives=f"objectives = [\"{objective}\"]").replace('"1s"', '"300ms"'))
            return self.load(profile, *target.flags(ports), "--find-rate", rates, "--out", self.path / "rates", code=code)
        with serve.running(MAILRIG, users=target.USERS) as ports:
            said = find("errors < 1%", "20..50", 0)
            self.assertRegex(said, r"(?s)^ +20/s kept .*\n +40/s kept .*\n +50/s kept .*\n50/s keeps the objectives; no higher rate was tried\n$")
            self.assertEqual({each.name for each in (self.path / "rates").iterdir()}, {"20", "40", "50"})
            report = json.loads((self.path / "rates/40/report.json").read_text(encoding="utf-8"))
            self.assertEqual(report["load"]["wanted_per_second"], 40)
            said = find("p50 > 10s", "20..50", 1)
            self.assertRegex(said, r"(?s)^ +20/s missed .* p50 > 10s: was .*\nnot even 20/s keeps the objectives\n$")
            said = find("rate < 30", "20..50", 0)
            self.assertRegex(said, r"\n\S+/s is the highest rate found that keeps the objectives; \S+/s does not\n$")
        closed = self.write("closed.toml", PROFILE.format(objectives="").replace("constant", "closed").replace("rate = 50\n", ""))
        said = self.load(closed, "--imap", "127.0.0.1:1", "--find-rate", "5", code=2)
        for line in ("--find-rate is for open arrivals", "--find-rate 5: two rates like 10..2000 were meant", "has no objectives to keep"):
            self.assertIn(line, said)

    def test_a_record_that_can_not_be_written_is_told(self):
        out = self.path / "out"
        out.mkdir()
        (out / "record.jsonl").symlink_to("/dev/full")
        with serve.running(MAILRIG, users=target.USERS) as ports:
            said = self.load(self.profile, *target.flags(ports), "--out", out, code=4)
        self.assertIn("could not be written whole", said)


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=2)
