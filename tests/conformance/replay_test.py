#!/usr/bin/env python3
"""mailrig replay: a record judged again says what the run said, with and without deviations; changed scenarios show.

usage: replay_test.py MAILRIG [unittest arguments]
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402
import target  # noqa: E402

LIMIT_SECONDS = 300
MAILRIG = ""
VERBS = ("imap.move.", "imap.store.", "imap.idle.", "imap.search.", "imap.starttls.", "pop3.uidl.", "pop3.stls.", "smtp.data.", "smtp.vrfy.")


def mailrig(*words):
    return subprocess.run([MAILRIG, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)


def known_deviations():
    return [line.split()[0] for line in mailrig("serve", "--list-deviations").stdout.splitlines() if "." in line.split(" ")[0]]


def findings(record):
    """What was judged, scenario by scenario, wherever the scenarios' files are."""
    found = {}
    for line in record.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["event"] == "judgement":
            for place in ("file", "line", "column"):
                del event[place]
            found.setdefault(event["scenario"], []).append(event)
        elif event["event"] == "scenario_ended":
            found.setdefault(event["id"], []).append({"verdict": event["verdict"], "reason": event["reason"]})
    return found


class Replay(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="mailrig-replay-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def check(self, *words, options=(), flags=None):
        out = self.path / "check"
        with serve.running(MAILRIG, *options, users=target.USERS) as ports:
            done = mailrig("check", *words, *(flags or target.flags)(ports), "--timeout", "3s", "--out", out, "--quiet")
        self.assertIn(done.returncode, (0, 1), done.stdout + done.stderr)
        return done.returncode

    def replay(self, *words):
        return mailrig("replay", self.path / "check/record.jsonl", "--out", self.path / "again", *words)

    def report(self, name="again"):
        return json.loads((self.path / name / "report.json").read_text(encoding="utf-8"))

    def assert_same(self, checked):
        done = self.replay()
        self.assertEqual(done.returncode, checked, done.stdout + done.stderr)
        self.assertIn("to the same verdicts by the same findings", done.stdout)
        before, after = (findings(self.path / name / "record.jsonl") for name in ("check", "again"))
        self.assertGreater(len(before), 200)
        self.assertEqual(before, after)
        self.assertEqual(self.report("check")["verdicts"], self.report()["verdicts"])

    def test_the_whole_suite_is_judged_the_same(self):
        self.assertEqual(self.check("--keep-wire"), 0)
        self.assert_same(0)
        before = self.report("again")["scenarios"]
        # A replay's own record can be judged again.
        shutil.copytree(self.path / "again", self.path / "check", dirs_exist_ok=True)
        self.assert_same(0)
        self.assertEqual(self.report("again")["scenarios"], before)

    def test_the_whole_suite_is_judged_the_same_over_tls(self):
        self.assertEqual(self.check("--keep-wire", flags=lambda ports: target.flags(ports, tls="starttls")), 0)
        self.assert_same(0)

    def test_a_server_that_breaks_rules_is_judged_the_same(self):
        some = [word for each in known_deviations() if each.startswith(VERBS) for word in ("--deviate", each)]
        self.assertEqual(self.check("--keep-wire", options=some), 1)
        self.assertGreater(self.report("check")["verdicts"]["fail"], 10)
        self.assert_same(1)

    def test_failures_are_kept_and_judged_again_without_keep_wire(self):
        self.assertEqual(self.check("imap/noop", "imap/move", options=("--deviate", "imap.move.not-told")), 1)
        done = self.replay()
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("that passed are shown as recorded: their talk was not kept", done.stdout)
        self.assertEqual(self.report("check")["verdicts"], self.report()["verdicts"])
        (failed, *_) = [each["id"] for each in self.report()["scenarios"] if each["verdict"] == "fail"]
        self.assertEqual(self.replay(failed).returncode, 1)
        self.assertEqual([each["id"] for each in self.report()["scenarios"]], [failed])

    def test_changed_scenarios_show(self):
        scenarios = self.path / "scenarios"
        scenarios.mkdir()
        text = ("title = \"t\"\nclause = \"rfc9051 6.1.2\"\ncatches = [\"x\"]\nprotocol = \"imap\"\n"
                "start = {{ state = \"authenticated\" }}\ndialogue = '''\nC: {}\nS: {}\n'''\n")
        for name in ("a", "b", "c", "d"):
            (scenarios / f"{name}.toml").write_text(text.format("NOOP", "OK"), encoding="utf-8")
        self.assertEqual(self.check("--keep-wire", "--scenarios", scenarios), 0)
        (scenarios / "a.toml").write_text(text.format("NOOP", "BAD"), encoding="utf-8")
        (scenarios / "b.toml").write_text(text.format("CHECK", "OK"), encoding="utf-8")
        (scenarios / "c.toml").rename(scenarios / "e.toml")
        done = self.replay("--scenarios", scenarios)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("changed: a: pass, now fail", done.stdout)
        verdicts = {each["id"]: (each["verdict"], each["reason"]) for each in self.report()["scenarios"]}
        self.assertEqual(verdicts["b"], ("blocked", "can't be judged again: the dialogue now sends 'A2 CHECK\\r\\n' where the record has "
                                         "'A2 NOOP\\r\\n'"))
        self.assertEqual(verdicts["c"][0], "blocked")
        self.assertIn("there is no such scenario now", verdicts["c"][1])
        self.assertEqual(verdicts["d"], ("pass", ""))
        self.assertNotIn("e", verdicts)

    def test_no_secret_is_kept_and_none_is_missed(self):
        """Passwords that are also words of the talk: what can't be judged without them says so, and is not accused."""
        for password in ("geheim-wort", "plain", "2501"):
            with self.subTest(password):
                accounts = self.path / "accounts.toml"
                accounts.write_text("domains = [\"example.test\"]\n" + "".join(
                    f"[[account]]\nuser = \"user{n}\"\npassword = \"{password}\"\n" for n in range(1, target.USERS + 1)),
                    encoding="utf-8")
                out = self.path / "check"
                with serve.running(MAILRIG, "--accounts", accounts, users=None) as ports:
                    words = [word if word != "pass" else password for word in target.flags(ports)]
                    mailrig("check", *words, "--timeout", "3s", "--out", out, "--quiet", "--keep-wire")
                if password == "geheim-wort":
                    self.assertNotIn(password, (out / "record.jsonl").read_text(encoding="utf-8"))
                done = self.replay("--quiet")
                before, after = self.report("check")["scenarios"], self.report()["scenarios"]
                for then, now in zip(before, after, strict=True):
                    if now["verdict"] != then["verdict"]:
                        self.assertEqual(now["verdict"], "blocked", now)
                        self.assertIn("a password, or something else that is not kept", now["reason"])
                self.assertNotIn("changed: ", "".join(line for line in done.stdout.splitlines() if "now fail" in line))

    def test_wrong_use_is_exit_2(self):
        self.check("imap/noop")
        record = self.path / "check/record.jsonl"
        for words, complaint in (((), "record is required"), ((self.path / "none",), ":0:1: can't be read"),
                                 ((record, "no/such"), "no/such"), ((record, "smtp/noop"), "has none of the chosen scenarios"),
                                 ((TOP / "README.md",), "README.md:1:1: no JSON")):
            done = mailrig("replay", *words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(complaint, done.stderr + done.stdout)
        (self.path / "load.jsonl").write_text("\n".join(line for line in record.read_text(encoding="utf-8").splitlines()
                                                        if '"stage"' not in line), encoding="utf-8")
        self.assertIn("nothing to judge again", mailrig("replay", self.path / "load.jsonl").stderr)


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=1, warnings="ignore")
