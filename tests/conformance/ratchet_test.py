#!/usr/bin/env python3
"""Known failures, flakes, targets that go away, ours or theirs: from end to end.

usage: ratchet_test.py MAILRIG [unittest arguments]
"""

import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import xml.etree.ElementTree

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import fake_imap  # noqa: E402
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 120
NOOP = "imap/noop/tells-new-mail"
BROKEN_NOOP = "imap.noop.no-updates"
SCENARIO = 'title = "t"\nclause = "rfc9051 1"\ncatches = ["x"]\nstart = {{ state = "greeted" }}\ndialogue = \'\'\'\n{}\n\'\'\'\n'


def mailrig(*words):
    return subprocess.run([MAILRIG, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)


class Rig(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="mailrig-ratchet-")
        self.addCleanup(self.folder.cleanup)
        self.out = pathlib.Path(self.folder.name) / "out"
        self.list = pathlib.Path(self.folder.name) / "known.toml"

    def scenarios(self, **dialogues):
        folder = pathlib.Path(self.folder.name) / "scenarios/imap"
        folder.mkdir(parents=True, exist_ok=True)
        for name, dialogue in dialogues.items():
            (folder / f"{name}.toml").write_text(SCENARIO.format(dialogue))
        return folder.parent

    def check(self, ports, *words, code):
        done = mailrig("check", *words, *target.flags(ports), "--out", self.out, "--no-trials")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def check_fake(self, server, folder, *words, code):
        done = mailrig("check", "--scenarios", folder, "--imap", f"127.0.0.1:{server.port}", "--timeout", "1s", "--no-trials", "--out",
                       self.out, *words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def report(self):
        return json.loads((self.out / "report.json").read_text(encoding="utf-8"))

    def scenario(self, identity):
        return next(each for each in self.report()["scenarios"] if each["id"] == identity)


class Baseline(Rig):
    def test_the_life_of_a_known_failure(self):
        with serve.running(MAILRIG, "--deviate", BROKEN_NOOP, users=target.USERS) as ports:
            # New: the run fails.
            self.list.write_text("")
            self.check(ports, NOOP, "--baseline", self.list, code=1)
            # Listed: accounted for, and told apart.
            self.check(ports, NOOP, "--baseline", self.list, "--update-baseline", code=0)
            self.list.write_text(self.list.read_text().replace("to be explained", "reported as 4711"))
            text = self.check(ports, NOOP, "--baseline", self.list, code=0)
            self.assertIn(f"known   {NOOP}  reported as 4711", text)
            self.assertEqual(self.report()["verdicts"]["known"], 1)
            self.assertEqual(self.scenario(NOOP)["known"], "reported as 4711")
            case = xml.etree.ElementTree.parse(self.out / "junit.xml").getroot().find(f".//testcase[@name='{NOOP}']")
            self.assertEqual(case.find("skipped").get("message"), "known: reported as 4711")
            self.assertIsNone(case.find("failure"))
            # Failing otherwise: the run fails and says how.
            kept = self.list.read_text()
            self.list.write_text(kept.replace("missing", "differs, * EXPUNGE"))
            text = self.check(ports, NOOP, "--baseline", self.list, code=1)
            self.assertIn("not as listed in", text)
            self.list.write_text(kept)
        with serve.running(MAILRIG, users=target.USERS) as ports:
            # Fixed: the list is out of date, and says where.
            header = kept.splitlines().index("[[known]]") + 1
            text = self.check(ports, NOOP, "--baseline", self.list, code=5)
            self.assertIn(f"{self.list}:{header}: {NOOP} passes now; delete lines {header} to", text)
            # Not selected, or skipped: nothing is said.
            self.check(ports, "imap/logout", "--baseline", self.list, code=0)
            # An update from the record takes it out again.
            self.check(ports, NOOP, code=0)
            done = mailrig("baseline", "update", self.list, "--from", self.out)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("[[known]]", self.list.read_text())

    def test_an_entry_of_no_scenario_is_exit_5(self):
        self.list.write_text('[[flaky]]\nid = "imap/nop"\nreason = "r"\nat-least = "1/2"\n')
        folder = self.scenarios(nop2="C: NOOP\nS: OK")
        with fake_imap.running(lambda server, *what: fake_imap.answers(*what)) as server:
            said = self.check_fake(server, folder, "--baseline", self.list, code=5)
        self.assertIn(f"{self.list}:1: imap/nop is no scenario (did you mean 'imap/nop2'?); delete lines 1 to 4", said)
        done = mailrig("baseline", "check", self.list, "--scenarios", folder)
        self.assertEqual(done.returncode, 5, done.stdout + done.stderr)

    def test_mistakes_show_before_anything_is_sent(self):
        self.list.write_text('[[known]]\nid = "a"\nverdict = "failed"\nresaon = "x"\nshape = []\n')
        with fake_imap.running(lambda server, *what: fake_imap.answers(*what)) as server:
            said = self.check_fake(server, self.scenarios(a="C: NOOP\nS: OK"), "--baseline", self.list, code=2)
            self.assertEqual(server.heard, [])
        for line in (f"{self.list}:1:1: 'reason' is missing", f"{self.list}:3:11: 'failed' is no verdict",
                     f"{self.list}:4:1: a known failure has no key 'resaon'; did you mean 'reason'?"):
            self.assertIn(line, said)

    def test_lint_reads_the_list_too(self):
        self.list.write_text('[[flaky]]\nid = "imap/a"\nreason = "to be explained"\nat-least = "10/7"\n')
        done = mailrig("lint", self.list)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        for line in (f"{self.list}:4:12: '10/7' is no rate", f"{self.list}:1:1: "):
            self.assertIn(line, done.stdout + done.stderr)
        self.assertIn("still to be explained", done.stdout + done.stderr)

    def test_the_list_is_the_same_on_the_next_run(self):
        lists = []
        for _ in range(2):
            with serve.running(MAILRIG, "--deviate", BROKEN_NOOP, "--deviate", "smtp.rset.keeps-transaction",
                               users=target.USERS) as ports:
                self.list.unlink(missing_ok=True)
                self.check(ports, "imap/noop", "imap/move", "smtp/rset", "--baseline", self.list, "--update-baseline", code=0)
            lists.append(self.list.read_text())
        self.assertIn("[[known]]", lists[0])
        self.assertEqual(*lists)


class Flakes(Rig):
    def play(self, *words, seed, code):
        with serve.running(MAILRIG, "--deviate", f"{BROKEN_NOOP}:50%", "--seed", str(seed), users=target.USERS) as ports:
            return self.check(ports, NOOP, *words, code=code)

    def test_repeat_finds_a_deviation_by_chance_the_same_for_the_same_seed(self):
        rates = []
        for seed in (5, 5):
            text = self.play("--repeat", 20, seed=seed, code=1)
            found = self.scenario(NOOP)
            self.assertEqual(found["verdict"], "flaky")
            self.assertEqual(len(found["attempts"]), 20)
            self.assertEqual([each["attempt"] for each in found["attempts"]], list(range(1, 21)))
            self.assertIn(f"passed {found['passed']} of 20: {20 - found['passed']} fail", text)
            rates.append(found["passed"])
        self.assertEqual(*rates)
        self.assertTrue(0 < rates[0] < 20, rates)
        record = (self.out / "record.jsonl").read_text(encoding="utf-8").splitlines()
        self.assertEqual({json.loads(line)["attempt"] for line in record if '"scenario_ended"' in line}, set(range(1, 21)))

    def test_a_listed_flake_is_accepted_and_one_that_is_none_is_out_of_date(self):
        self.list.write_text(f'[[flaky]]\nid = "{NOOP}"\nreason = "a race"\nat-least = "2/5"\n')
        text = self.play("--repeat", 20, "--baseline", self.list, seed=5, code=0)
        self.assertIn("a race (flaky: passed", text)
        with serve.running(MAILRIG, users=target.USERS) as ports:
            self.check(ports, NOOP, "--repeat", 2, "--baseline", self.list, code=0)
            text = self.check(ports, NOOP, "--repeat", 20, "--baseline", self.list, code=5)
        self.assertIn(f"{self.list}:1: {NOOP} passed all of 20", text)
        with serve.running(MAILRIG, "--deviate", BROKEN_NOOP, users=target.USERS) as ports:
            text = self.check(ports, NOOP, "--repeat", 20, "--baseline", self.list, code=1)
        self.assertIn("passes less often than listed", text)

    def test_a_retry_that_passes_is_never_silent(self):
        with serve.running(MAILRIG, "--deviate", f"{BROKEN_NOOP}:1", users=target.USERS) as ports:
            text = self.check(ports, NOOP, "--retry", 2, code=0)
        self.assertIn("passed at the 2nd of 3 tries", text)
        self.assertEqual(self.report()["verdicts"]["flaky"], 1)
        self.assertIn("passed at the 2nd of 3 tries", (self.out / "junit.xml").read_text(encoding="utf-8"))
        with serve.running(MAILRIG, "--deviate", BROKEN_NOOP, users=target.USERS) as ports:
            self.check(ports, NOOP, "--retry", 2, code=1)
        self.assertEqual(len(self.scenario(NOOP)["attempts"]), 3)

    def test_a_trial_of_what_is_not_offered_is_made_once(self):
        def act(server, connection, tag, command):
            del server
            if command == b"MOVE":
                connection.sendall(tag + b" BAD what?\r\n")
            else:
                fake_imap.answers(connection, tag, command)
        folder = self.scenarios(a="C: MOVE 1 x\nS: OK", b="C: NOOP\nS: OK")
        path = folder / "imap/a.toml"
        path.write_text(path.read_text().replace("start =", 'needs = ["MOVE"]\nstart ='))
        for words, played in ((("--repeat", 3), 3), (("--retry", 2), 1)):
            with fake_imap.running(act) as server:
                done = mailrig("check", "--scenarios", folder, "--imap", f"127.0.0.1:{server.port}", "--out", self.out, *words)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(server.heard.count(b"MOVE"), 1, words)
            self.assertEqual([each["verdict"] for each in self.report()["trials"]], ["fail"], words)
            self.assertEqual(len(self.scenario("imap/b")["attempts"]), played)


class Gone(Rig):
    def test_a_target_that_dies_midway(self):
        def act(server, connection, tag, command):
            if command != b"IDLE":
                return fake_imap.answers(connection, tag, command)
            connection.sendall(b"+ idling\r\n")
            with server.lock:
                last = server.heard.count(b"IDLE") == 2
            if last:
                server.die()
        wait = "C: IDLE\nS: + ...\nS: * 5 EXISTS   # within 1min"
        folder = self.scenarios(a=wait, b=wait, c="C: NOOP\nS: OK")
        with fake_imap.running(act) as server:
            said = self.check_fake(server, folder, "--jobs", 2, code=3)
        self.assertIn("it went away while imap/a and imap/b ran", said)
        report = self.report()
        self.assertEqual({each["id"]: each["verdict"] for each in report["scenarios"]},
                         {"imap/a": "blocked", "imap/b": "blocked", "imap/c": "blocked"})
        self.assertIn("the target went away while imap/a and imap/b ran", self.scenario("imap/a")["reason"])
        self.assertIn("the target is gone", self.scenario("imap/c")["reason"])
        self.assertIn("refused", report["gone"])
        # Nothing is learnt from such a run.
        done = mailrig("baseline", "update", self.list, "--from", self.out)
        self.assertEqual(done.returncode, 2)
        self.assertIn("did not come to its end", done.stderr)

    def crashing(self, *words, code, **dialogues):
        """CRASH kills the server, which a supervisor starts again."""
        def act(server, connection, tag, command):
            if command != b"CRASH":
                return None if command == b"WAIT" else fake_imap.answers(connection, tag, command)
            server.die()
            threading.Timer(0.3, server.rise).start()
        with fake_imap.running(act) as server:
            return self.check_fake(server, self.scenarios(**dialogues), *words, code=code)

    def test_a_server_that_is_restarted_is_the_finding_of_who_ran_alone(self):
        self.crashing("--jobs", 1, code=1, a="C: CRASH\nS: OK", b="C: NOOP\nS: OK")
        self.assertEqual(self.scenario("imap/b")["verdict"], "pass")
        found = self.scenario("imap/a")
        self.assertEqual(found["verdict"], "fail")
        told = [each for each in found["findings"] if each["rule"] == "target.restarted"]
        self.assertEqual(len(told), 1)
        self.assertIn("the target went away and came back while this ran", told[0]["why"])

    def test_of_several_none_is_accused(self):
        self.crashing("--jobs", 2, code=1, a="C: WAIT\nS: OK   # within 1min", b="C: NOOP\nS: OK\nC: CRASH\nS: OK")
        for identity in ("imap/a", "imap/b"):
            self.assertEqual(self.scenario(identity)["verdict"], "blocked")
            self.assertIn("came back while imap/a and imap/b ran", self.scenario(identity)["reason"])

    def test_a_server_that_only_answers_wrongly_is_wrong(self):
        def act(server, connection, tag, command):
            del server
            if command == b"CLOSE":
                return connection.shutdown(socket.SHUT_RDWR)
            return fake_imap.answers(connection, tag, command)
        with fake_imap.running(act) as server:
            self.check_fake(server, self.scenarios(a="C: CLOSE\nS: OK", b="C: NOOP\nS: BAD"), code=1)
        self.assertEqual([each["verdict"] for each in self.report()["scenarios"]], ["fail", "fail"])


class OursOrTheirs(Rig):
    def test_a_set_up_that_is_refused_quotes_the_reply_and_no_secret(self):
        def act(server, connection, tag, command):
            del server
            if command == b"LOGIN":
                connection.sendall(tag + b" NO [AUTHENTICATIONFAILED] 'geheimnis' is wrong\r\n")
            else:
                fake_imap.answers(connection, tag, command)
        folder = self.scenarios(a="C: NOOP\nS: OK")
        path = folder / "imap/a.toml"
        path.write_text(path.read_text().replace("greeted", "authenticated"))
        with fake_imap.running(act) as server:
            self.check_fake(server, folder, "--user", "alice", "--password", "geheimnis", code=1)
        found = self.scenario("imap/a")
        self.assertEqual(found["verdict"], "blocked")
        self.assertIn("set-up: wanted S: OK, got 'A1 NO [AUTHENTICATIONFAILED]", found["reason"])
        for name in ("report.json", "report.html", "junit.xml", "record.jsonl"):
            self.assertNotIn("geheimnis", (self.out / name).read_text(encoding="utf-8"))

    def test_a_value_that_our_own_scenario_leaves_open_is_broken(self):
        folder = self.scenarios(a="C: NOOP\nS: OK [UIDNEXT ${=next}]\nor S: OK\nC: UID FETCH ${next} FLAGS\nS: OK")
        with fake_imap.running(lambda server, *what: fake_imap.answers(*what)) as server:
            self.check_fake(server, folder, code=4)
        found = self.scenario("imap/a")
        self.assertEqual(found["verdict"], "broken")
        self.assertIn("${next} has no value yet", found["reason"])


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=1, warnings="ignore")
