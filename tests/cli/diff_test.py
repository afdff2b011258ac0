#!/usr/bin/env python3
"""mailrig diff from end to end: the reference server against itself, and against itself with one rule broken.

usage: diff_test.py MAILRIG [unittest arguments]
"""

import concurrent.futures
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(TOP / "tests/support"), str(TOP / "tests/conformance")]
import proof  # noqa: E402
import serve  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 300
ACCOUNTS = ["--users", "user{1..8}", "--password", "pass"]
INNOCENT = {"imap": ["imap/capability"], "smtp": ["smtp/rset"], "pop3": ["pop3/uidl"]}

# deviation -> what every difference must say, and at least one does. A difference in what follows from the
# broken rule is one of it: a dialogue that goes another way, a verdict.
DEVIATIONS = {
    "smtp.noop.refused": [r"smtp NOOP: code: 250 \| 502"],
    "smtp.enhanced.class-wrong": [r"smtp \S+: (enhanced code: \d\.\S+ \| \d\.\S+|flaw smtp\.reply\.enhanced-class: - \| yes)"],
    "smtp.rcpt.unknown-user-ok": [r"smtp (RCPT|DATA|\.): (code: 5\d\d \| [23]\d\d|the answer|the step)"],
    "smtp.data.no-354": [r"smtp DATA: code: 354 \| 250"],
    "smtp.reply.bare-lf": [r"smtp \S+: flaw \S+: - \| yes"],
    "smtp.vrfy.unlisted-code": [r"smtp VRFY: code: 252 \| \d+"],
    "smtp.helo.lists-extensions": [r"smtp HELO: further lines: - \| yes"],
    "smtp.data.first-dot-kept": [r"(imap FETCH|imap UID FETCH|pop3 RETR): .*(BODY\[\S*\]|message): \.\S* \| \.\.\S*"],
    "imap.select.no-uidvalidity": [r"imap (SELECT|EXAMINE): \* OK \[UIDVALIDITY\]: yes \| -"],
    "imap.fetch.size-off-by-one": [r"imap (UID )?FETCH: \* n FETCH: RFC822\.SIZE: \d+ \| \d+"],
    "imap.append.uid-wrong": [r"imap \S+( FETCH| SEARCH)?: .*(APPENDUID|UID).*: (as before|in order|another) \| (another|in another order|as before|as another before)"],
    "imap.logout.no-bye": [r"imap LOGOUT: \* BYE: yes \| -"],
    "imap.store.not-told": [r"imap (UID )?STORE: \* n FETCH: yes \| -"],
    "imap.expunge.numbers-wrong": [r"imap (UID )?(EXPUNGE|MOVE): \* \d+ EXPUNGE: ", r"imap UID FETCH: \* \d FETCH: (yes|-) \| (yes|-)"],
    "imap.status.item-missing": [r"imap STATUS: \* STATUS \S+: \S+: \S+ \| -"],
    "imap.search.or-wrong": [r"imap (UID )?SEARCH: \* SEARCH: number \d+: yes \| -"],
    "imap.list.no-children": [r"imap LIST: \* LIST \S+: attribute \\HAS(NO)?CHILDREN: yes \| -"],
    "imap.reply.trailing-space": [r"imap .*: flaw \S+: - \| yes"],
    "pop3.noop.refused": [r"pop3 NOOP: status: \+OK \| -ERR"],
    "pop3.uidl.changes": [r"pop3 UIDL: unique-id of \d+: as before \| another"],
    "pop3.list.octets-wrong": [r"pop3 LIST: size of \d+: \d+ \| \d+"],
    "pop3.top.no-blank-line": [r"pop3 TOP: message: "],
    "pop3.stat.counts-deleted": [r"pop3 STAT: messages: \d+ \| \d+"],
    "pop3.capa.forgets": [r"pop3 CAPA: capability \S+( \S+)?: yes \| -"],
    "pop3.pass.no-auth-code": [r"pop3 (PASS|AUTH): code: AUTH \| -"],
}
FOLLOWS = r"\S+ verdict: pass \| (fail|weak|note)|.* the (step|answer): (yes|-) \| (yes|-)"


def words(ports, tls="none"):
    return " ".join(f"{name}=127.0.0.1:{ports[name]}" for name in ("smtp", "submission", "imap", "pop3") if name in ports) + f" tls={tls}"


def diff(a, b, *more):
    return subprocess.run([MAILRIG, "diff", "--a", a, "--b", b, *map(str, more)], capture_output=True, text=True,
                          timeout=LIMIT_SECONDS, check=False)


class Diff(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="mailrig-diff-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.out = self.path / "out"

    def report(self, out=None):
        return json.loads(((out or self.out) / "diff.json").read_text(encoding="utf-8"))

    def test_a_record_that_can_not_be_written_is_told(self):
        (self.out / "b").mkdir(parents=True)
        (self.out / "b/record.jsonl").symlink_to("/dev/full")
        with serve.running(MAILRIG, users=8) as one:
            done = diff(words(one), words(one), *ACCOUNTS, "imap/capability", "--out", self.out)
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertIn("b/record.jsonl could not be written whole", done.stderr)

    def test_a_server_does_not_differ_from_itself(self):
        with serve.running(MAILRIG, users=8) as one, serve.running(MAILRIG, users=8) as other:
            for a, b in ((one, other), (one, one)):
                done = diff(words(a), words(b), *ACCOUNTS, "--out", self.out)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertEqual(self.report()["differences"], [])
                self.assertGreater(self.report()["compared"], 200)

    def test_nor_does_it_under_tls(self):
        with serve.running(MAILRIG, users=8) as one:
            done = diff(words(one), words(one, "starttls"), *ACCOUNTS, "--out", self.out, "imap/fetch", "smtp/data", "pop3/retr")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def one_deviation(self, deviation):
        """What is wrong with the diff under a deviation; nothing: it is as claimed. On servers of its own: what runs beside it
        must not share its accounts."""
        catchers = [each for each, claim in proof.scenarios().items() if deviation in claim.catches and not claim.options]
        innocent = INNOCENT[deviation.partition(".")[0]]
        out = self.path / deviation
        with serve.running(MAILRIG, users=8) as right, serve.running(MAILRIG, "--deviate", deviation, users=8) as wrong:
            done = diff(words(right), words(wrong), *ACCOUNTS, *catchers, *innocent, "--timeout", "3s", "--out", out)
        if done.returncode != 1:
            return f"{deviation}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        told = [each["line"] for each in self.report(out)["differences"]]
        wanted = re.compile("|".join(DEVIATIONS[deviation]))
        if not any(wanted.match(line) for line in told):
            return f"{deviation}: not told: {told}"
        more = [line for line in told if not wanted.match(line) and not re.fullmatch(FOLLOWS, line)]
        if more:
            return f"{deviation}: told besides: {more}"
        places = {place["scenario"] for each in self.report(out)["differences"] for place in each["places"]}
        caught = {each["id"] for each in self.report(out)["verdicts"]}
        if set(catchers) - caught:
            return f"{deviation}: verdicts that do not differ: {set(catchers) - caught}"
        return "" if places >= caught else f"{deviation}: {caught - places} without a difference"

    def test_one_broken_rule_is_all_that_is_told(self):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            wrong = [each for each in pool.map(self.one_deviation, DEVIATIONS) if each]
        self.assertEqual(wrong, [])
        self.assertGreaterEqual(len(DEVIATIONS), 15)

    def test_octets_of_both_sides_in_all_reports_and_no_secret(self):
        with serve.running(MAILRIG, users=8) as right, serve.running(MAILRIG, "--deviate", "smtp.noop.refused", users=8) as wrong:
            done = diff(words(right), words(wrong), *ACCOUNTS, "smtp/noop", "smtp/auth", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        (difference,) = [each for each in self.report()["differences"] if each["verb"] == "NOOP"]
        self.assertTrue(difference["example"]["a_received"].startswith("250 "), difference)
        self.assertTrue(difference["example"]["b_received"].startswith("502 "), difference)
        self.assertIn("NOOP", difference["example"]["a_sent"])
        html = (self.out / "diff.html").read_text(encoding="utf-8")
        for text in (done.stdout, html):
            self.assertIn("smtp NOOP: code: 250 | 502", text)
            self.assertIn("NOOP\\r\\n", text)
        self.assertNotIn("://", html)
        for text in (done.stdout, html, (self.out / "diff.json").read_text(encoding="utf-8")):
            self.assertNotIn("AHVzZXIxAHBhc3M", text)  # \0user1\0pass
        for side in "ab":
            self.assertTrue((self.out / side / "record.jsonl").exists())

    def test_records_are_compared_as_servers_are(self):
        with serve.running(MAILRIG, users=8) as right, serve.running(MAILRIG, "--deviate", "imap.logout.no-bye", users=8) as wrong:
            diff(words(right), words(wrong), *ACCOUNTS, "imap/logout", "imap/noop", "--out", self.out)
            mixed = diff(self.out / "a/record.jsonl", words(wrong), *ACCOUNTS, "imap/logout", "--out", self.path / "mixed")
        again = diff(self.out / "a/record.jsonl", self.out / "b/record.jsonl", "imap/logout", "--out", self.path / "again")
        self.assertEqual((mixed.returncode, again.returncode), (1, 1), mixed.stderr + again.stderr)
        lines = [{each["line"] for each in self.report(out)["differences"]} for out in (self.out, self.path / "mixed", self.path / "again")]
        self.assertIn("imap LOGOUT: * BYE: yes | -", lines[0])
        self.assertEqual(lines[1], lines[0])
        self.assertEqual(lines[2], lines[0])

    def expected(self, text):
        path = self.path / "expected.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def test_expected_differences_are_no_news_until_they_are_gone(self):
        entry = '[[expected]]\nid = "{}"\npattern = \'{}\'\nreason = "we know"\nclause = "RFC 5321 4.1.1.9"\n'
        known = entry.format("smtp/noop/**", r"^smtp NOOP: code: 250 \| 502$") + entry.format("smtp/**", "^smtp verdict: pass")
        with serve.running(MAILRIG, users=8) as right, serve.running(MAILRIG, "--deviate", "smtp.noop.refused", users=8) as wrong:
            def run(text, other=wrong):
                return diff(words(right), words(other), *ACCOUNTS, "smtp/noop/always-ok", "--expected", self.expected(text), "--out", self.out)
            done = run(known)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("we know", done.stdout)
            self.assertEqual(self.report()["unexplained"], 0)
            done = run(known.replace("code: 250", "code: 251"))
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            # Of other scenarios than those that were compared nothing can be said.
            done = run(known + entry.format("imap/**", "never"))
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            done = run(known + entry.format("smtp/noop/always-ok", "never"))
            self.assertEqual(done.returncode, 5, done.stdout + done.stderr)
            self.assertIn("expected.toml:11: expected, and not there any more", done.stdout)
            done = run(known, right)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)  # 'smtp/noop/**' and 'smtp/**' name more than was played

    def test_unreachable_is_exit_3(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        with serve.running(MAILRIG, users=1, services=["imap"]) as ports:
            done = diff(words(ports), f"imap=127.0.0.1:{port}", "imap/noop", "--user", "user1", "--password", "pass")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("b: the target is unreachable", done.stderr)

    def test_mistakes_are_exit_2_and_all_told(self):
        broken = self.expected('[[expected]]\nid = "a"\npatern = "x"\nreason = ""\n[[expected]]\nid = []\npattern = "("\nreason = "r"\n')
        for arguments, said in (
                (["/nonexistent", "imap=127.0.0.1:1"], ["--a: /nonexistent can't be read"]),
                (["imapp=127.0.0.1:1", "imap=127.0.0.1"], ["a target has no key 'imapp'; did you mean 'imap'?", "'127.0.0.1' is no address"]),
                (["imap=127.0.0.1:1", "imap=127.0.0.1:1", "--expected", broken],
                 ["expected.toml:3:1: an expected difference has no key 'patern'; did you mean 'pattern'?",
                  "expected.toml:1:1: 'pattern' is missing", "expected.toml:4:10: 'reason' must be a string that is not empty",
                  "expected.toml:6:6: 'id' names no scenario", "no regular expression (RE2)"]),
                (["imap=127.0.0.1:1", "imap=127.0.0.1:1", "no/such"], ["no/such"])):
            done = diff(*arguments)
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            for each in said:
                self.assertIn(each, done.stderr)


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=1, warnings="ignore")
