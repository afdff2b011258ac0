#!/usr/bin/env python3
"""The whole suite against the reference server, on each of its stores and through each of its doors: all well, strictly.

usage: whole_test.py MAILRIG [unittest arguments]
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
LEAST_PASSED = 400  # or a suite that judges nothing would be all well, too
WELL = {"pass", "skipped", "note"}


class Whole(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-whole-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def check(self, store, tls):
        options = ["--store", self.folder / f"{tls}.db"] if store == "sqlite" else []
        out = self.folder / f"{store}-{tls}"
        with serve.running(MAILRIG, *options, users=target.USERS) as ports:
            done = subprocess.run([MAILRIG, "check", "--scenarios", TOP / "scenarios", *target.flags(ports, tls), "--strict", "--quiet",
                                   "--out", out], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
        got = {each["id"]: (each["verdict"], each.get("reason", "")) for each in report["scenarios"]}
        bad = {each: verdict for each, verdict in got.items() if verdict[0] not in WELL}
        self.assertEqual((done.returncode, bad), (0, {}), done.stdout + done.stderr)
        self.assertGreater(sum(verdict == "pass" for verdict, _ in got.values()), LEAST_PASSED)
        return got

    def test_the_stores_differ_in_nothing(self):
        verdicts = [{each: verdict for each, (verdict, _) in self.check(store, "none").items()} for store in ("memory", "sqlite")]
        self.assertEqual(*verdicts)

    def test_starttls_and_tls_from_the_start_on_both_stores(self):
        for store in ("memory", "sqlite"):
            for tls in ("starttls", "implicit"):
                with self.subTest(f"{store}, {tls}"):
                    self.check(store, tls)


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=1, warnings="ignore")
