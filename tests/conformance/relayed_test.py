#!/usr/bin/env python3
"""A server that hands on to another is judged from end to end: mail is submitted to the first and read from the second.

usage: relayed_test.py MAILRIG
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
ARRIVES = "together/submission-to-imap"


class Relayed(unittest.TestCase):
    """Both know the accounts by the same names; only the second has their mailboxes."""

    def verdicts(self, *chosen, front=(), back=()):
        with (tempfile.TemporaryDirectory(prefix="mailrig-relayed-") as out, serve.running(MAILRIG, *back, users=target.USERS) as second,
              serve.running(MAILRIG, "--users", str(target.USERS), "--domain", "front.example", "--host-name", "mail.front.example",
                            "--relay", f"example.test=127.0.0.1:{second['smtp']}", *front, users=0) as first):
            ports = {"submission": first["submission"], "imap": second["imap"]}
            done = subprocess.run([MAILRIG, "check", *chosen, "--scenarios", TOP / "scenarios", *target.flags(ports), "--quiet", "--out", out],
                                  capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
            try:
                report = json.loads((pathlib.Path(out) / "report.json").read_text(encoding="utf-8"))
            except FileNotFoundError:
                self.fail(f"no report (exit {done.returncode}): {done.stderr}")
        return {each["id"]: each["verdict"] for each in report["scenarios"]}

    def test_what_is_submitted_arrives(self):
        got = self.verdicts("smtp/submission/**", "together/**")
        self.assertEqual(got[ARRIVES], "pass")
        self.assertEqual({each: verdict for each, verdict in got.items() if verdict not in ("pass", "skipped")}, {})

    def test_the_one_and_the_other_is_found_wrong(self):
        for rule in ({"front": "smtp.data.body-changed"}, {"back": "smtp.data.body-changed"}, {"back": "smtp.data.no-return-path"}):
            with self.subTest(rule=rule):
                self.assertEqual(self.verdicts(ARRIVES, **{who: ("--deviate", name) for who, name in rule.items()}), {ARRIVES: "fail"})


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=2)
