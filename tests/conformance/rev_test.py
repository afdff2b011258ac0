#!/usr/bin/env python3
"""mailrig check --rev from end to end: the whole suite by IMAP4rev2, both revisions side by side, a server that has but one.

usage: rev_test.py MAILRIG [unittest arguments]
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 300
SCENARIOS = TOP / "scenarios"


class Rev(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-rev-")
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name) / "out"

    def check(self, ports, *words):
        return subprocess.run([MAILRIG, "check", *words, "--scenarios", SCENARIOS, *target.flags(ports), "--quiet", "--out", self.out],
                              capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)

    def scenarios(self, column=""):
        report = json.loads((self.out / column / "report.json").read_text(encoding="utf-8"))
        return {each["id"]: (each["verdict"], each.get("reason", "")) for each in report["scenarios"]}

    def test_the_whole_suite_passes_by_rev2(self):
        with serve.running(MAILRIG, users=target.USERS) as ports:
            done = self.check(ports, "--rev", "imap4rev2", "--strict")
        got = self.scenarios()
        bad = {each: verdict for each, verdict in got.items() if verdict[0] not in ("pass", "skipped", "note")}
        self.assertEqual((done.returncode, bad), (0, {}), done.stdout + done.stderr)
        self.assertEqual(got["imap/lsub/only-subscribed"],
                         ("skipped", "asked by IMAP4rev1 alone, and the run judges by IMAP4rev2 (--rev)"))
        self.assertEqual(got["imap/search/or"][0], "pass")
        self.assertEqual(got["imap/select/required-data"][0], "pass")

    def test_both_revisions_stand_side_by_side_and_are_judged_again(self):
        with serve.running(MAILRIG, users=target.USERS) as ports:
            done = self.check(ports, "imap/search", "imap/recent", "--axis", "rev=imap4rev1,imap4rev2", "--keep-wire")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        first, second = self.scenarios("imap4rev1"), self.scenarios("imap4rev2")
        self.assertEqual([each["imap/recent/one-session-only"][0] for each in (first, second)], ["pass", "skipped"])
        self.assertEqual(first["imap/search/not"], second["imap/search/not"])
        wire = (self.out / "imap4rev2/record.jsonl").read_text(encoding="utf-8")
        self.assertIn("ENABLE IMAP4rev2", wire)
        self.assertIn("* ESEARCH", wire)
        again = subprocess.run([MAILRIG, "replay", self.out / "imap4rev2/record.jsonl", "--scenarios", SCENARIOS], capture_output=True,
                               text=True, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertIn("to the same verdicts by the same findings", again.stdout)

    def test_a_revision_that_is_not_offered_is_wrong_use(self):
        with serve.running(MAILRIG, "--deviate", "imap.capability.no-imap4rev1") as ports:
            done = self.check(ports, "imap/noop", "--rev", "imap4rev2")
        self.assertEqual((done.returncode, done.stderr), (2, "imap: IMAP4rev2 is not offered; --rev imap4rev1 judges what is\n"))


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main()
