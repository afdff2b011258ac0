#!/usr/bin/env python3
"""What mailrig tells a CI system, from end to end: GitHub's annotations and summary, TAP, JUnit, against the reference server.

usage: ci_test.py MAILRIG [unittest arguments]
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 120
DEVIATION = "imap.move.expunge-before-copyuid"
SOME = ["imap.list.quote-unescaped", "imap.fetch.size-off-by-one", "pop3.list.octets-wrong", "smtp.size.declared-ignored"]
WHICH = ["imap/move", "imap/noop", "imap/login", "pop3/noop"]


def mailrig(*words, cwd=TOP, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_"))}
    return subprocess.run([MAILRIG, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False, cwd=cwd,
                          env={**kept, **{name: str(value) for name, value in environment.items()}})


def unescaped(text):
    return re.sub("%(0D|0A|25|3A|2C)", lambda match: chr(int(match.group(1), 16)), text)


def annotations(text):
    """As GitHub's runner reads them: only outside stop-commands."""
    found, token = [], None
    for line in text.splitlines():
        if token is not None:
            token = None if line == f"::{token}::" else token
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif match := re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line):
            properties = dict(pair.split("=", 1) for pair in match.group(2).split(","))
            found.append({"level": match.group(1), "message": unescaped(match.group(3)),
                          **{name: unescaped(value) for name, value in properties.items()}})
    return found


def put_aside(text):
    """Times, the number of jobs, and what depends on which account a scenario got and when: names, UIDs, the wire itself."""
    text = re.sub(r"--jobs \d+", "--jobs N", text)
    text = re.sub(r"<table class=\"wire\">.*?</table>", "", text, flags=re.S)
    text = re.sub(r"^ *(?:[\w.-]+ (?:C:|S:|--) .*)\n", "", text, flags=re.M)
    text = re.sub(r"mailrig-[0-9a-v]{8}\d+[\w-]*", "NAME", text)
    text = re.sub(r"\buser\d+\b", "USER", text)
    text = re.sub(r"(?<!\d)\d\d(\\?):\d\d\1:\d\d", "CLOCK", text)
    text = re.sub(r"\d+(\.\d+)? ?(ns|µs|ms|s)\b|duration_ms: [\d.]+|time=\"[\d.]+\"", "TIME", text)
    return re.sub(r"\b\d{9,}\b", "UIDVALIDITY", text)


def without_wire(report):
    for one in [report, *report["scenarios"], *report["trials"]]:
        for name in ("took_ns", "started_at", "started_at_ns", "wire", "command", "attempts"):
            one.pop(name, None)
    for finding in (finding for one in report["scenarios"] for finding in one["findings"]):
        finding.pop("at_ns")
    return put_aside(json.dumps(report, indent=1))


class Ci(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-ci-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out"

    def check(self, *words, deviation=DEVIATION, **options):
        with serve.running(MAILRIG, *(["--deviate", deviation] if deviation else []), users=target.USERS) as ports:
            return mailrig("check", *WHICH, *target.flags(ports), *words, **options)

    def test_github_annotates_the_line_that_did_not_hold(self):
        summary = self.folder / "summary"
        summary.write_text("from an earlier command\n", encoding="utf-8")
        done = self.check("--format", "github", "--strict", "--scenarios", TOP / "scenarios", cwd=self.folder, GITHUB_WORKSPACE=TOP,
                          GITHUB_STEP_SUMMARY=summary)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        found = [one for one in annotations(done.stdout) if "copyuid-first" in one["title"]]
        self.assertEqual(len(found), 1, done.stdout)
        self.assertEqual(found[0]["level"], "error")
        self.assertEqual(found[0]["file"], "scenarios/imap/move/copyuid-first.toml")
        line = (TOP / found[0]["file"]).read_text(encoding="utf-8").splitlines()[int(found[0]["line"]) - 1]
        self.assertTrue(line.startswith("S: "), line)
        self.assertIn("again: mailrig check imap/move/copyuid-first", found[0]["message"])
        text = summary.read_text(encoding="utf-8")
        self.assertTrue(text.startswith("from an earlier command\n## mailrig check: "), text[:200])
        self.assertIn("copyuid-first", text)

    def test_github_alone_is_no_reason_to_print_otherwise(self):
        summary = self.folder / "summary"
        done = self.check(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=summary)
        self.assertNotIn("::error", done.stdout)
        self.assertFalse(summary.exists())

    def test_tap_is_all_that_is_printed(self):
        done = self.check("--format", "tap", "--strict", "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stdout, (self.out / "results.tap").read_text(encoding="utf-8"))
        read = subprocess.run(["perl", TOP / "tests/support/tap.pl", self.out / "results.tap"], capture_output=True, text=True, check=True)
        tap = json.loads(read.stdout)
        report = json.loads((self.out / "report.json").read_text(encoding="utf-8"))
        self.assertEqual(tap["errors"], [])
        self.assertEqual(tap["failed"], 1)
        self.assertEqual([point["description"].split(":")[0].removeprefix("- ") for point in tap["points"]],
                         sorted(one["id"] for one in report["scenarios"]))

    def test_what_the_documentation_tells_prove_users_works(self):
        self.check("--format", "tap", "--out", self.out, deviation=None)
        recipe = re.search(r"^sed .*$", (TOP / "docs/CI.md").read_text(encoding="utf-8"), re.M).group(0)
        (self.folder / "results").symlink_to(self.out)
        done = subprocess.run(["sh", "-c", recipe], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("All tests successful", done.stdout)

    def test_junit_is_valid_for_gitlab_and_for_surefire(self):
        for flags, schema in (([], "junit-gitlab.xsd"), (["--junit-surefire"], "junit-surefire.xsd")):
            self.check("--out", self.out, "--strict", *flags)
            done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", TOP / "tests/reports" / schema, self.out / "junit.xml"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_record_tells_the_same_again(self):
        summary = self.folder / "summary"
        first = self.check("--format", "github", "--out", self.out, GITHUB_WORKSPACE=TOP, GITHUB_STEP_SUMMARY=summary)
        again = mailrig("report", self.out / "record.jsonl", "--format", "github", GITHUB_WORKSPACE=TOP)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(annotations(again.stdout), annotations(first.stdout))
        self.assertEqual((self.out / "summary.md").read_text(encoding="utf-8"), summary.read_text(encoding="utf-8"))

    def test_reports_are_the_same_however_many_scenarios_run_at_once(self):
        told = []
        with serve.running(MAILRIG, *(word for name in SOME for word in ("--deviate", name)), users=target.USERS) as ports:
            for jobs in (1, 16):
                done = mailrig("check", "imap", "pop3", "smtp", *target.flags(ports), "--seed", 7, "--jobs", jobs, "--out", self.out)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                told.append({"text": put_aside(done.stdout), **{path.name: put_aside(path.read_text(encoding="utf-8"))
                                                               for path in self.out.iterdir() if path.name != "record.jsonl"}})
                report = json.loads((self.out / "report.json").read_text(encoding="utf-8"))
                self.assertGreaterEqual(report["verdicts"]["fail"], len(SOME))
                told[-1]["report.json"] = without_wire(report)
        for name, text in told[0].items():
            self.assertMultiLineEqual(text, told[1][name], name)

    def test_a_summary_that_cannot_be_written_is_told(self):
        done = self.check("--format", "github", deviation=None, GITHUB_STEP_SUMMARY=self.folder / "no/such/folder")
        self.assertEqual(done.returncode, 4)
        self.assertIn("GITHUB_STEP_SUMMARY: ", done.stderr)


if __name__ == "__main__":
    MAILRIG = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=1)
