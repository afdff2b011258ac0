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
# What reads the language, and where a word that it looks for stands in C++.
PARSERS = ["line", "line_words", "line_control", "pattern_smtp", "pattern_pop3", "pattern_imap", "pattern_words", "annotation", "condition",
           "messages", "template", "term", "facts"]
WORDS = [re.compile(r'(?:take|takes|starts_with|ends_with|iequals|istarts_with)\([^"()]*"((?:[^"\\]|\\.)+)"'),
         re.compile(r'[!=]= "((?:[^"\\]|\\.)+)"')]
TABLES = re.compile(r"constexpr std::(?:array<[^;{]*?>|string_view) (k\w+)[^;]*?;", re.DOTALL)
# Lists of names that others have given, of which the page shows some: RFC 8446's alerts, EHLO keywords, response codes of POP3.
# And words that are there to be told what was meant.
NAMES = {"kNames", "kKeywords", "kSetKeywords", "kCodes", "kMeant", "kVerbs"}
# Letters behind a backslash, constructs of their own; a command of SMTP that makes of a scenario one that delivers.
PARTS = {"rnt", "BDAT"}


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

    def test_each_word_that_a_parser_looks_for_is_in_an_example(self):
        said = " ".join(re.sub(r"[^A-Za-z0-9-]+", " ", each.text) for each in self.examples)
        looked_for = set()
        for name in PARSERS:
            source = re.sub(r"//[^\n]*", "", (TOP / f"harness/scenario/{name}.cpp").read_text(encoding="utf-8"))
            for table in TABLES.finditer(source):
                if table.group(1) not in NAMES:
                    looked_for |= set(re.findall(r'"((?:[^"\\]|\\.)+)"', table.group(0)))
            for pattern in WORDS:
                looked_for |= set(pattern.findall(source))
        words = {word.strip() for text in looked_for for word in re.findall(r"[A-Za-z][A-Za-z0-9-]+", text.replace("\\", " "))} - PARTS
        self.assertGreater(len(words), 80)
        self.assertEqual(sorted(word for word in words if not re.search(rf"(?<![A-Za-z]){word}(?![A-Za-z])", said)), [])

    def test_the_contents_name_each_section(self):
        for page in PAGES:
            text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
            headings = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
            anchors = [re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings]
            self.assertEqual(len(set(anchors)), len(anchors), page.name)
            linked = re.findall(r"\]\(#([^)]+)\)", text)
            with self.subTest(page.name):
                self.assertEqual(set(linked) - set(anchors), set())
                contents = re.findall(r"\]\(#([^)]+)\)", text[:text.index("\n## ")])
                grouping = {"patterns", "choices-and-repetition"}  # whose sections are named
                self.assertEqual([anchor for anchor in anchors if anchor not in contents and anchor not in grouping], [])

    def test_the_failure_that_the_page_shows_is_what_is_printed(self):
        page = (TOP / "docs/SCENARIOS.md").read_text(encoding="utf-8")
        shown = re.search(r"^```text\n(fail .*?)^```$", page, re.MULTILINE | re.DOTALL).group(1)
        with serve.running(MAILRIG, "--deviate", "imap.append.flags-lost", users=target.USERS) as ports:
            done = subprocess.run([MAILRIG, "check", "imap/appended", "--scenarios", self.root, *target.flags(ports)],
                                  capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(shown, done.stdout.replace(str(self.root), "my-scenarios"))

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
