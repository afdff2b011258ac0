#!/usr/bin/env python3
"""mailrig lint: every wrong file is told word by word, the tree has no mistake, and the JSON Schemas agree with the readers.

usage: lint_test.py MAILRIG [unittest arguments]
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
import unittest

import jsonschema

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
KINDS = ["scenario", "fragment", "fixtures", "profile", "target", "requirements"]
LIMIT_SECONDS = 60
MAILRIG = ""
GOOD = "title = 't'\nclause = 'rfc9051 1'\ncatches = ['imap.move.not-told']\ndialogue = '''\nC: NOOP\nS: OK\n'''\n"


def lint(*words, folder=TOP):
    return subprocess.run([MAILRIG, "lint", *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=LIMIT_SECONDS,
                          check=False)


def notes(text, key):
    return [line.removeprefix(f"# {key}: ") for line in text.splitlines() if line.startswith(f"# {key}: ")]


def kind_of(text):
    """Of a wrong file: what it says of itself; those of tests/scenario/wrong say an id."""
    identity = (notes(text, "id") or [""])[0]
    return (notes(text, "kind") or [identity if identity in KINDS else "scenario"])[0]


class Lint(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-lint-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def test_the_tree_has_no_mistake_and_all_of_it_is_read(self):
        done = lint()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        checked = int(re.search(r"^checked (\d+) files", done.stdout, re.MULTILINE).group(1))
        self.assertEqual(checked, len(list((TOP / "scenarios").rglob("*.toml"))))
        self.assertIn(" 0 mistakes, ", done.stdout)

    def test_every_wrong_file_is_told_word_by_word(self):
        files = sorted((TOP / "tests/cli/wrong").glob("*.toml"))
        self.assertGreater(len(files), 10)
        for path in files:
            text = path.read_text(encoding="utf-8")
            for words in ([], ["--kind", kind_of(text)]):
                with self.subTest(path.name, words=words):
                    done = lint("--quiet", *words, path.name, folder=path.parent)
                    if words or path.stem != "target-no-toml":  # what is no TOML is taken for a scenario
                        self.assertEqual(done.stdout.splitlines(), notes(text, "says"))
                    self.assertEqual(done.returncode, 2)

    def test_kinds_are_known_by_their_place_and_by_their_keys(self):
        self.write("corpus/plain.eml", "Subject: a\r\n\r\nb\r\n")
        self.write("fixtures.toml", "[one]\nmessages = ['plain']\n")
        self.write("fragments/imap/quiet.toml", "title = 't'\ndialogue = '''\nC: NOOP\nS: OK\n'''\n")
        self.write("imap/good.toml", GOOD.replace("dialogue", "start = { mailbox = 'one' }\ndialogue"))
        self.write("load/p.toml", "[arrivals]\nkind = 'closed'\nsessions = 1\n[[scenario]]\nid = 'imap/good'\n")
        self.write("requirements/rfc9051.toml",
                   "[[requirement]]\nsection = '1'\nlevel = 'MUST'\nrole = 'server'\nat = [1]\nrule = 'x'\n")
        self.write("mine.toml", "host = 'mx.example'\nuser = 'alice'\n")
        done = lint(self.folder)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(done.stdout, "checked 6 files (1 scenario, 1 fragment, 1 fixtures, 1 profile, 1 target, 1 requirements), "
                                      "1 scenario: 0 mistakes, 0 warnings\n")

    def test_what_no_key_tells_is_a_mistake(self):
        path = self.write("x.toml", "colour = 'red'\n")
        done = lint(path)
        self.assertEqual(done.returncode, 2)
        self.assertIn("x.toml:1:1: no key tells what kind of file this is: say --kind scenario, ", done.stdout)
        self.assertIn("a target has no key 'colour'", lint("--kind", "target", path).stdout)

    def test_all_mistakes_of_all_files_come_in_one_go(self):
        self.write("imap/a.toml", GOOD.replace("S: OK", "S: OKAY"))
        self.write("imap/b.toml", "titel = 'x'\n" + GOOD)
        done = lint(self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stdout, r"(?s)a\.toml:6:4: 'OKAY' is no status; did you mean 'OK'\?\n.*"
                                      r"b\.toml:1:1: a scenario has no key 'titel'; did you mean 'title'\?\n.*: 2 mistakes, ")

    def test_smells_are_warnings(self):
        self.write("requirements/rfc9051.toml",
                   "[[requirement]]\nsection = '1'\nlevel = 'MUST'\nrole = 'server'\nat = [1]\nrule = 'x'\n")
        path = self.write("imap/a.toml", GOOD.replace("imap.move.not-told", "imap.moves.not-told").replace(
            "dialogue = '''", "mailboxes = { other = [] }\ncases = [{ name = 'a', one = 1, two = 2 }]\ndialogue = '''").replace(
            "S: OK", "S: * ${=n} EXISTS     # rfc9051 1.2 SHOULD\nC: ${one}\nS: OK"))
        done = lint("--quiet", path)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual([line.replace(f"{path}:", "") for line in done.stdout.splitlines()], [
            "3:12: warning: the reference server has no deviation 'imap.moves.not-told'; did you mean 'imap.move.not-told'?",
            "4:23: warning: no line says ${other}",
            "5:39: warning: no line says ${two}",
            "8:1: warning: no row of requirements/rfc9051.toml is about section 1.2",
            "8:9: warning: 'n' is bound and never used; ${_} is any one value"])
        self.assertEqual(lint("--quiet", "--strict", path).returncode, 2)

    def test_only_a_suite_with_requirements_has_to_prove_its_scenarios(self):
        path = self.write("imap/a.toml", GOOD.replace("catches = ['imap.move.not-told']\n", ""))
        self.assertEqual(lint("--quiet", "--strict", path, "--scenarios", self.folder).stdout, "")
        self.write("requirements/rfc9051.toml",
                   "[[requirement]]\nsection = '1'\nlevel = 'MUST'\nrole = 'server'\nat = [1]\nrule = 'x'\n")
        self.assertEqual(lint("--quiet", path, "--scenarios", self.folder).stdout,
                         f"{path}:1:1: warning: 'catches' names no deviation that turns this scenario red\n")
        with tempfile.TemporaryDirectory() as elsewhere:
            mine = pathlib.Path(elsewhere) / "mine.toml"
            mine.write_text("protocol = 'imap'\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
            self.assertEqual(lint("--quiet", mine, "--scenarios", self.folder).stdout, "")

    def test_nothing_to_check_is_exit_2(self):
        done = lint(self.folder)
        self.assertEqual((done.returncode, done.stderr), (2, "no file to check: name files or folders\n"))
        self.assertEqual(lint(self.folder / "missing.toml").returncode, 2)
        self.assertEqual(lint("--kind", "nonsense", self.folder).returncode, 2)

    def schema(self, kind):
        schema = json.loads(lint("--schema", kind).stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        return jsonschema.Draft7Validator(schema)

    def test_the_schemas_take_every_file_of_the_tree(self):
        # A copy per kind that lint itself sorted: what it takes for a scenario, the schema of scenarios takes.
        taken = dict.fromkeys(KINDS, 0)
        schemas = {kind: self.schema(kind) for kind in KINDS}
        for path in (TOP / "scenarios").rglob("*.toml"):
            kind = next(kind for kind in KINDS if f"(1 {kind})" in lint(path).stdout)
            errors = [error.message for error in schemas[kind].iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))]
            self.assertEqual(errors, [], path)
            taken[kind] += 1
        for kind in set(KINDS) - {"target"}:
            self.assertGreater(taken[kind], 0, kind)

    def test_the_schemas_refuse_what_is_marked_and_nothing_else(self):
        refused = 0
        for path in [*(TOP / "tests/scenario/wrong").glob("*.toml"), *(TOP / "tests/cli/wrong").glob("*.toml")]:
            text = path.read_text(encoding="utf-8")
            try:
                facts = tomllib.loads(text)
            except tomllib.TOMLDecodeError:
                continue
            marked = notes(text, "schema") == ["refuses"]
            self.assertEqual(not self.schema(kind_of(text)).is_valid(facts), marked, path)
            refused += marked
        self.assertGreater(refused, 25)

    def test_installed_scenarios_are_found_from_anywhere(self):
        path = self.write("lonely.toml", GOOD.replace("dialogue", "protocol = 'imap'\nstart = { messages = ['plain'] }\ndialogue"))
        self.assertEqual(lint(path).returncode, 0, lint(path).stdout)


if __name__ == "__main__":
    MAILRIG = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
