#!/usr/bin/env python3
"""The GitHub action, as a runner would run it: its file is read, its shell steps are run against the reference server.

usage: action_test.py MAILRIG [unittest arguments]
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
FOLDER = TOP / ".github/actions/mailrig"
ACTION = yaml.safe_load((FOLDER / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
LIMIT_SECONDS = 120


class Action(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-action-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.outputs = self.folder / "outputs"
        self.summary = self.folder / "summary"

    def step(self, name, action=FOLDER, path=None, find="", **inputs):
        """Runs one step with `bash -eo pipefail`, as GitHub does."""
        step = next(one for one in STEPS if one.get("id") == name)
        values = {f"inputs.{key}": str(value.get("default", "")) for key, value in ACTION["inputs"].items()}
        values |= {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}
        values["steps.find.outputs.program"] = find
        environment = {key: EXPRESSION.sub(lambda match: values[match.group(1)], str(value)) for key, value in step["env"].items()}
        script = self.folder / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        self.outputs.write_text("", encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "MAILRIG"))}
        return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", script], cwd=self.folder, capture_output=True,
                              text=True, timeout=LIMIT_SECONDS, check=False,
                              env={**kept, "PATH": path or kept["PATH"], **environment, "GITHUB_ACTION_PATH": str(action),
                                   "GITHUB_WORKSPACE": str(TOP), "GITHUB_OUTPUT": str(self.outputs),
                                   "GITHUB_STEP_SUMMARY": str(self.summary)})

    def output(self, name):
        lines = dict(line.split("=", 1) for line in self.outputs.read_text(encoding="utf-8").splitlines())
        return lines[name]

    def check(self, deviation=None, **inputs):
        with serve.running(MAILRIG, *(["--deviate", deviation] if deviation else []), users=target.USERS) as ports:
            words = " ".join(f"'{word}'" for word in target.flags(ports)[:-2])
            return self.step("check", find=MAILRIG, target=words, password="pass", scenarios_folder=str(TOP / "scenarios"), **inputs)

    def test_it_is_a_composite_action_whose_parts_fit(self):
        self.assertEqual(ACTION["runs"]["using"], "composite")
        self.assertTrue(ACTION["name"] and ACTION["description"])
        for name, value in ACTION["inputs"].items():
            self.assertTrue(value["description"], name)
            self.assertTrue(value.get("required") or "default" in value, name)
        ids = [step["id"] for step in STEPS if "id" in step]
        known = {f"inputs.{name}" for name in ACTION["inputs"]}
        used = set()
        for text in EXPRESSION.findall(yaml.safe_dump({"steps": STEPS, "outputs": ACTION["outputs"]})):
            used |= set(re.findall(r"inputs\.[\w-]+", text))
            for step in re.findall(r"steps\.([\w-]+)", text):
                self.assertIn(step, ids)
        self.assertEqual(used | {"inputs.artifact"}, known)
        for step in STEPS:
            self.assertEqual("shell" in step, "run" in step, step)

    def test_no_input_is_text_of_a_script(self):
        for step in STEPS:
            self.assertNotIn("${{", step.get("run", ""))

    def test_a_run_that_is_well(self):
        done = self.check(scenarios="imap/noop pop3/noop", args="--jobs 2 --timeout '5s'")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.output("exit-code"), "0")
        self.assertIn("## mailrig check: No failure", self.summary.read_text(encoding="utf-8"))
        for name in ("report.html", "junit.xml", "results.tap", "summary.md", "record.jsonl"):
            self.assertTrue((self.folder / "mailrig-results" / name).exists(), name)

    def test_strict_makes_a_weak_one_fail_the_step(self):
        deviation = "imap.move.expunge-before-copyuid"
        self.assertEqual(self.check(deviation, scenarios="imap/move").returncode, 0)
        done = self.check(deviation, scenarios="imap/move", strict="true", out="elsewhere")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(self.output("exit-code"), "1")
        self.assertIn("::error file=scenarios/imap/move/copyuid-first.toml,line=", done.stdout)
        self.assertTrue((self.folder / "elsewhere/junit.xml").exists())

    def test_what_an_input_says_is_not_run(self):
        done = self.step("check", find=MAILRIG, target="--imap '127.0.0.1:1 $(touch ran) `touch ran`'; touch ran", args="$(touch ran)")
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual(self.output("exit-code"), "2")
        self.assertFalse((self.folder / "ran").exists())

    def test_an_installed_program_is_found(self):
        done = self.step("find", mailrig=MAILRIG)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.output("program"), MAILRIG)

    def test_without_one_it_is_built_from_the_checkout(self):
        action = self.folder / "checkout/.github/actions/mailrig"
        action.mkdir(parents=True)
        dev = self.folder / "checkout/dev"
        dev.write_text('#!/bin/sh\ncd "$(dirname "$0")" && mkdir -p out/release/harness/cli && '
                       'cp "$0" out/release/harness/cli/mailrig && echo "built with $1"\n', encoding="utf-8")
        dev.chmod(0o755)
        done = self.step("find", action=action, mailrig="mailrig-that-is-not-there")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("built with build", done.stdout)
        self.assertEqual(self.output("program"), str(self.folder / "checkout/out/release/harness/cli/mailrig"))

    def test_the_documentation_is_yaml_and_names_inputs_that_there_are(self):
        for page in ("README.md", "docs/CI.md"):
            blocks = re.findall(r"^```yaml\n(.*?)^```", (TOP / page).read_text(encoding="utf-8"), re.S | re.M)
            self.assertTrue(blocks, page)
            for block in blocks:
                for step in steps_of(yaml.safe_load(block)):
                    if "actions/mailrig" in str(step.get("uses", "")):
                        self.assertLessEqual(set(step["with"]), set(ACTION["inputs"]))
                        self.assertIn("target", step["with"])


    def test_the_documentation_names_every_input_and_no_flag_that_there_is_not(self):
        text = (TOP / "docs/CI.md").read_text(encoding="utf-8")
        for name in ACTION["inputs"]:
            self.assertIn(f"`{name}`", text)
        known = "".join(subprocess.run([MAILRIG, *words, "--help"], capture_output=True, text=True, check=True).stdout
                        for words in (["check"], ["baseline", "update"], ["serve"]))
        code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^```\w+\n(.*?)^```", text, re.S | re.M)
        for flag in re.findall(r"(?<![\w-])--[a-z][a-z-]+", " ".join(line for block in code for line in block.splitlines()
                                                                  if "prove" not in line)):
            self.assertIn(flag, known)


def steps_of(parsed):
    """Every step of a workflow, a list of steps, or whatever holds some."""
    if isinstance(parsed, list):
        return [step for step in parsed if isinstance(step, dict)]
    if isinstance(parsed, dict):
        return [step for value in parsed.values() for step in steps_of(value)]
    return []


if __name__ == "__main__":
    MAILRIG = str(pathlib.Path(sys.argv.pop(1)).resolve())
    if shutil.which("bash") is None:
        sys.exit("bash is needed")
    unittest.main(verbosity=1)
