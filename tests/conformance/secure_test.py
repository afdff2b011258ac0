#!/usr/bin/env python3
"""mailrig check on TLS and SASL from end to end: certificates of both sides, tokens, what is skipped and why.

usage: secure_test.py MAILRIG [unittest arguments]
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import certificates  # noqa: E402
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 120
SCENARIO = ('title = "t"\nclause = "rfc4422 3.6"\ncatches = ["x"]\n%s\ndialogue = \'\'\'\n%s\n\'\'\'\n')
EXTERNAL = {"imap": ("greeted", "AUTH=EXTERNAL", "OK"), "submission": ("hello", "AUTH EXTERNAL", "235"), "pop3": ("greeted", "SASL EXTERNAL", "+OK")}


class Secure(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-secure-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def check(self, scenarios, ports, *words, tls="none"):
        """Verdicts and reasons by id, of scenarios given as protocol/name -> text."""
        root = self.folder / "scenarios"
        for name, text in scenarios.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / f"{name}.toml").write_text(text)
        out = self.folder / "out"
        self.done = subprocess.run([MAILRIG, "check", "--scenarios", root, *target.flags(ports, tls), *map(str, words), "--out", out],
                                   capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
        return {each["id"]: (each["verdict"], each.get("reason", "")) for each in report["scenarios"]}

    def external(self):
        return {f"{protocol}/external": SCENARIO % (f'needs = ["{need}"]\nstart = {{ state = "{state}", tls = "implicit" }}',
                                                    f"auth EXTERNAL\nS: {good}")
                for protocol, (state, need, good) in EXTERNAL.items()}

    def test_external_logs_in_by_certificate_in_every_protocol(self):
        ours, other = certificates.make(self.folder, "user1"), certificates.make(self.folder, "nobody")
        authorities = self.folder / "authorities.pem"
        authorities.write_text(ours.read_text() + other.read_text())
        with serve.running(MAILRIG, "--client-ca", authorities, users=target.USERS) as ports:
            got = self.check(self.external(), ports, "--client-certificate", ours)
            self.assertEqual({verdict for verdict, _ in got.values()}, {"pass"}, self.done.stdout)
            got = self.check(self.external(), ports, "--client-certificate", other)
            self.assertEqual({verdict for verdict, _ in got.values()}, {"fail"}, self.done.stdout)
            got = self.check(self.external(), ports)
            self.assertEqual({verdict for verdict, _ in got.values()}, {"skipped"}, self.done.stdout)

    def test_a_certificate_is_checked_against_the_authorities_given(self):
        text = {"imap/certificate": SCENARIO % ('start = { state = "greeted", tls = "implicit", verify = true }', "C: NOOP\nS: OK")}
        trusted = self.folder / "server.pem"
        with serve.running(MAILRIG, "--write-certificate", trusted, users=target.USERS) as ports:
            self.assertEqual(self.check(text, ports)["imap/certificate"][0], "skipped")
            self.assertEqual(self.check(text, ports, "--ca-file", trusted)["imap/certificate"][0], "pass", self.done.stdout)
            verdict, reason = self.check(text, ports, "--ca-file", certificates.make(self.folder, "another"))["imap/certificate"]
            self.assertEqual(verdict, "blocked")
            self.assertIn("certificate", reason)

    def test_a_file_that_is_no_certificate_is_exit_2(self):
        wrong = self.folder / "wrong.pem"
        wrong.write_text("no certificate")
        for words in (["--client-certificate", wrong], ["--verify-certificate", "--ca-file", wrong]):
            done = subprocess.run([MAILRIG, "check", "--imap", "127.0.0.1:1", *map(str, words)], capture_output=True, text=True,
                                  timeout=LIMIT_SECONDS, check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(str(wrong), done.stderr)

    def test_tokens_and_channels_that_are_missing_are_said(self):
        texts = {"imap/token": SCENARIO % ('start = { state = "greeted" }', "auth OAUTHBEARER\nS: OK"),
                 "imap/bound": SCENARIO % ('start = { state = "greeted" }', "auth SCRAM-SHA-256-PLUS\nS: OK")}
        with serve.running(MAILRIG, "--bearer", "t0ken", users=target.USERS) as ports:
            got = self.check(texts, ports)
            self.assertEqual(got["imap/token"], ("skipped", "needs an OAuth token: --bearer"))
            self.assertEqual(got["imap/bound"][0], "skipped")
            self.assertIn("this run has none: --tls", got["imap/bound"][1])
            got = self.check(texts, ports, "--bearer", "t0ken")
            self.assertEqual(got["imap/token"][0], "pass", self.done.stdout)
            self.assertNotIn("t0ken", self.done.stdout)
            got = self.check(texts, ports, tls="implicit")
            self.assertEqual(got["imap/bound"][0], "pass", self.done.stdout)


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=1, warnings="ignore")
