#!/usr/bin/env python3
"""What other programs make of the reports: TAP by Perl's TAP::Parser and a YAML reader, JUnit by xmllint and our schemas.

usage: formats_test.py WRITE_SAMPLES [unittest arguments]
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
TAP_READER = HERE.parent / "support/tap.pl"
WRITE_SAMPLES = ""
NAMES = ["check", "load", "hostile", "both", "every", "retried", "empty"]


def read_tap(path):
    done = subprocess.run(["perl", TAP_READER, path], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def yaml_blocks(path):
    """The diagnostics as a whole YAML reader sees them."""
    text = path.read_text(encoding="utf-8")
    return [yaml.safe_load(block) for block in re.findall(r"^  ---\n(.*?)^  \.\.\.\n", text, re.S | re.M)]


def validate(schema, path):
    return subprocess.run(["xmllint", "--noout", "--nonet", "--schema", HERE / schema, path], capture_output=True, text=True,
                          check=False)


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="mailrig-formats-")
        subprocess.run([WRITE_SAMPLES, cls.folder.name], check=True)
        cls.addClassCleanup(cls.folder.cleanup)

    def path(self, name, file):
        return pathlib.Path(self.folder.name) / name / file

    def test_tap_is_whole_and_counts_as_the_json_does(self):
        for name in NAMES:
            with self.subTest(name):
                tap = read_tap(self.path(name, "results.tap"))
                report = json.loads(self.path(name, "report.json").read_text(encoding="utf-8"))
                self.assertEqual(tap["errors"], [])
                points = report["verdicts"]["total"] + (1 if report["load"] else 0)
                self.assertEqual((tap["planned"], tap["run"]), (points, points))
                self.assertEqual(tap["skipped"], report["verdicts"]["skipped"])
                verdicts = ("fail", "blocked", "broken") + (("flaky",) if name != "retried" else ())
                wrong = sum(report["verdicts"][verdict] for verdict in verdicts)
                self.assertEqual(tap["failed"], wrong + (1 if report["load"] and report["load"]["objectives_missed"] else 0))
                self.assertEqual(tap["bail"] is None, report["complete"])

    def test_tap_diagnostics_are_read_alike_by_a_small_and_a_whole_yaml_reader(self):
        for name in NAMES:
            with self.subTest(name):
                path = self.path(name, "results.tap")
                small = [point["yaml"] for point in read_tap(path)["points"] if point["yaml"] is not None]
                whole = yaml_blocks(path)
                self.assertEqual(len(small), len(whole))
                for one, other in zip(small, whole):
                    self.assertEqual(set(one), set(other))
                    self.assertEqual(one["verdict"], other["verdict"])
                    for a, b in zip(one.get("findings", []), other.get("findings", [])):
                        self.assertEqual(a, b)

    def test_tap_says_why(self):
        point = next(p for p in read_tap(self.path("check", "results.tap"))["points"] if "copyuid-first" in p["description"])
        self.assertFalse(point["ok"])
        self.assertEqual(point["yaml"]["findings"][0]["rule"], "RFC 6851 4.3 MUST")
        self.assertIn("c S: * 2 EXPUNGE", point["yaml"]["wire"])

    def test_junit_is_valid_for_each_reader(self):
        for name in NAMES:
            for folder, schema in ((name, "junit-gitlab.xsd"), (name + "-strict", "junit-surefire.xsd")):
                with self.subTest(folder):
                    done = validate(schema, self.path(folder, "junit.xml"))
                    self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_schemas_refuse_what_the_readers_refuse(self):
        case = '<testsuites time="0" tests="1" failures="0" errors="0"><testsuite name="a" tests="1" failures="0" errors="0" ' \
               'skipped="0" time="%s">%s</testsuite></testsuites>'
        good = '<testcase name="n" classname="c" time="1.5">%s</testcase>'
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.xml"

            def takes(schema, time, inside):
                path.write_text(case % (time, inside), encoding="utf-8")
                return validate(schema, path).returncode == 0
            both = ("junit-surefire.xsd", "junit-gitlab.xsd")
            for schema in both:
                self.assertTrue(takes(schema, "1.5", good % ""), schema)
                self.assertFalse(takes(schema, "1.123456", good % ""), schema)
                self.assertFalse(takes(schema, "1.5", good % "<flakyFailure/>"), schema)
                self.assertFalse(takes(schema, "1.5", '<testcase classname="c" time="1"/>'), schema)
            self.assertFalse(takes(both[0], "1", '<testcase name="n" classname="c" time="1" file="x"/>'))
            self.assertFalse(takes(both[0], "1", good % '<properties><property name="a" value="b"/></properties>'))
            self.assertFalse(takes(both[1], "1", good % "" + good % ""))
            self.assertFalse(takes(both[1], "1", good % '<skipped message="m"/>'))
            self.assertFalse(takes(both[1], "1", good % '<failure message="m">a</failure><error message="m">a</error>'))
            self.assertFalse(takes(both[1], "1", good % '<failure message="m" type="yaml">a</failure>'))

    def test_what_was_sent_comes_through_as_text(self):
        import xml.etree.ElementTree
        suite = xml.etree.ElementTree.parse(self.path("hostile", "junit.xml")).getroot()
        failure = next(suite.iter("failure"))
        self.assertIn("\\x1B[2J", failure.text)
        self.assertIn("<img src=x>", failure.text)


if __name__ == "__main__":
    WRITE_SAMPLES = sys.argv.pop(1)
    unittest.main(verbosity=1)
