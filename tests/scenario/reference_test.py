#!/usr/bin/env python3
"""docs/SCENARIOS*.md: every ```toml example is run as it stands, against the reference server.

usage: reference_test.py MAILRIG [unittest arguments]

What stands behind ```toml says what an example is (CONTRIBUTING.md): the name of its file, `imap/flags.toml`,
`fixtures.toml`; a verdict other than pass, `skipped`; `wrong`, and then the ```text block behind it has what
`mailrig lint` says of it.
"""

import dataclasses
import json
import pathlib
import re
import shutil
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
LIMIT_SECONDS = 300
TOKEN = "an-oauth-token"
PAGES = sorted((TOP / "docs").glob("SCENARIOS*.md"))
VERDICTS = {"pass", "fail", "weak", "note", "skipped", "blocked"}
OPTIONS = ["--mechanism", "CRAM-MD5", "--mechanism", "DIGEST-MD5", "--bearer", TOKEN]


@dataclasses.dataclass
class Example:
    page: pathlib.Path
    line: int
    file: str
    text: str
    verdict: str = "pass"
    wrong: str = ""  # what lint says, where it is an example of a mistake

    @property
    def where(self):
        return f"{self.page.name}:{self.line}"


def blocks(page):
    """(line, info words, text) of each fenced block."""
    begin, info, lines = 0, [], []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("```"):
            lines.append(line)
        elif begin:
            yield begin, info, "\n".join(lines) + "\n"
            begin = 0
        else:
            begin, info, lines = number, line[3:].split(), []


def examples():
    found = []
    for page in PAGES:
        behind = None  # the example of a mistake whose messages come next
        for line, info, text in blocks(page):
            if behind is not None:
                assert info == ["text"], f"{page.name}:{line}: a block of text with the messages is missing behind a wrong example"
                behind.wrong, behind = text, None
            if info[:1] != ["toml"]:
                continue
            example = Example(page, line, f"{page.stem.lower()}-{line}.toml", text)
            for word in info[1:]:
                if word.endswith(".toml"):
                    example.file = word
                elif word in VERDICTS:
                    example.verdict = word
                else:
                    assert word == "wrong", f"{page.name}:{line}: '{word}' says nothing of an example"
                    behind = example
            found.append(example)
        assert behind is None, f"{page.name}: the messages of the last wrong example are missing"
    return found


def scenarios(example):
    """Whether it is a scenario, by its place and its keys."""
    return not example.wrong and example.file != "fixtures.toml" and not example.file.startswith("fragments/")


class Reference(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.examples = examples()
        cls.temporary = tempfile.TemporaryDirectory(prefix="mailrig-reference-")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.root = cls.write("examples", [each for each in cls.examples if not each.wrong])

    @classmethod
    def write(cls, name, chosen):
        """A scenarios folder of these examples, with the corpus."""
        root = pathlib.Path(cls.temporary.name) / name
        shutil.copytree(TOP / "scenarios/corpus", root / "corpus")
        for each in chosen:
            path = root / each.file
            assert not path.exists(), f"{each.where}: there are two examples named {each.file}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(each.text, encoding="utf-8")
        return root

    def place(self, text):
        """Names of example files as places in the page."""
        for each in self.examples:
            text = text.replace(str(self.root / each.file), f"{each.where} + ")
        return text

    def test_no_example_has_a_mistake_or_a_warning(self):
        done = subprocess.run([MAILRIG, "lint", "--strict", self.root], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(done.returncode, 0, self.place(done.stdout + done.stderr))

    def test_each_construct_has_an_example(self):
        done = subprocess.run([MAILRIG, "lint", "--constructs", self.root], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        counts = re.findall(r"^ +(\d+)  (.*)$", done.stdout, re.MULTILINE)
        self.assertGreater(len(counts), 200, done.stderr)
        self.assertEqual([construct for files, construct in counts if files == "0"], [])

    def test_each_example_has_its_verdict(self):
        out, folder = self.root.parent / "out", self.root.parent
        ours = certificates.make(folder, "user1")
        with serve.running(MAILRIG, *OPTIONS, "--write-certificate", folder / "server.pem", "--client-ca", ours, users=target.USERS) as ports:
            done = subprocess.run([MAILRIG, "check", "--scenarios", self.root, *target.flags(ports), "--ca-file", folder / "server.pem",
                                   "--client-certificate", ours, "--bearer", TOKEN, "--timeout", "5s", "--out", out],
                                  capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        self.assertTrue((out / "report.json").exists(), self.place(done.stdout + done.stderr))
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
        for each in filter(scenarios, self.examples):
            with self.subTest(each.where):
                identity = each.file.removesuffix(".toml")
                of_it = [one for one in report["scenarios"] if one["id"] == identity or one["id"].startswith(identity + "/")]
                self.assertEqual({one["verdict"] for one in of_it}, {each.verdict}, json.dumps(of_it, indent=1))

    def test_each_wrong_example_says_what_is_wrong(self):
        for each in self.examples:
            if not each.wrong:
                continue
            with self.subTest(each.where):
                root = self.write(f"wrong-{each.line}", [*[e for e in self.examples if not e.wrong and not scenarios(e)], each])
                done = subprocess.run([MAILRIG, "lint", "--quiet", each.file], cwd=root, capture_output=True, text=True,
                                      timeout=LIMIT_SECONDS, check=False)
                self.assertEqual(done.stdout, each.wrong)
                self.assertEqual(done.returncode, 0 if re.fullmatch(r"(.*: warning: .*\n)+", each.wrong) else 2)


if __name__ == "__main__":
    MAILRIG = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
