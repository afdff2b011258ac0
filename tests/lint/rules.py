#!/usr/bin/env python3
"""Size limits and include rules of docs/ARCHITECTURE.md, and what `dev` installs. Prints file:line: what is wrong; exit 1 if anything is.

`rules.py --self-test` proves that each rule can fail.
"""

import pathlib
import re
import subprocess
import sys

FILE_LINES = 500
TEST_LINES = 600

# Who may include whom: folder -> folders it may include besides itself. Order of the layers.
BASE = {"harness/wire"}
MAIL = BASE | {"harness/sasl", "harness/mail"}
PROTOCOLS = {"harness/smtp", "harness/imap", "harness/pop3"}
PLAY = MAIL | PROTOCOLS | {"harness/scenario"}
DRIVE = PLAY | {"harness/play", "harness/net", "harness/record"}
SHELLS = DRIVE | {"harness/drive"}
STORE = BASE | {"reference-server/deviation", "reference-server/store", "reference-server/session"}
SESSION = STORE | MAIL
ALLOWED = {
    "harness/wire": set(),
    "harness/sasl": BASE,
    "harness/mail": BASE,
    "harness/smtp": MAIL,
    "harness/imap": MAIL,
    "harness/pop3": MAIL,
    "harness/net": set(),
    "harness/record": BASE,
    "harness/compare": BASE | PROTOCOLS | {"harness/record"},
    "harness/transcribe": MAIL | PROTOCOLS | {"harness/record"},
    "harness/scenario": MAIL | PROTOCOLS,
    "harness/play": PLAY,
    "harness/drive": DRIVE,
    "harness/conformance": SHELLS,
    "harness/load": SHELLS,
    "harness/cli": SHELLS | {"harness/conformance", "harness/load", "harness/compare", "harness/transcribe", "reports", "reference-server/listen", "reference-server/admin",
                                               "reference-server/session/smtp"} | STORE,
    "reports": BASE | {"harness/record", "harness/compare"},
    "reference-server/deviation": BASE,
    "reference-server/store": STORE,
    "reference-server/session": STORE | {"harness/sasl"},
    "reference-server/session/smtp": SESSION | {"harness/smtp"},
    "reference-server/session/imap": SESSION | {"harness/imap"},
    "reference-server/session/pop3": SESSION | {"harness/pop3"},
    "reference-server/listen": STORE | {"harness/net", "reference-server/session/smtp"},
    "reference-server/admin": STORE | {"harness/net", "reference-server/listen"},
}
# Libraries that stay behind one folder.
KEPT_IN = [
    (re.compile(r"<boost/(asio|beast)[/.]"), {"harness/net"}),
    (re.compile(r"<openssl/"), {"harness/net", "harness/sasl"}),
    (re.compile(r"<gsasl"), {"harness/sasl"}),
    (re.compile(r"<sqlite3"), {"reference-server/store"}),
    (re.compile(r"<CLI/"), {"harness/cli"}),
    (re.compile(r"<toml\+\+/"), {"harness/scenario", "harness/load", "harness/conformance", "harness/cli"}),
    (re.compile(r"<(regex|iostream)>"), set()),
]
INCLUDE = re.compile(r'^\s*#\s*include\s+("([^"]+)"|<[^>]+>)')


def folder_of(path):
    """The layer a file belongs to: the longest folder that ALLOWED names."""
    parts = pathlib.PurePosixPath(path).parts[:-1]
    for size in range(len(parts), 0, -1):
        folder = "/".join(parts[:size])
        if folder in ALLOWED:
            return folder
    return None


def check_file(path, text):
    """All complaints about one file."""
    lines = text.split("\n")
    limit = TEST_LINES if path.startswith("tests/") else FILE_LINES
    count = len(lines) - (1 if lines and lines[-1] == "" else 0)
    if count > limit:
        yield f"{path}:{limit + 1}: {count} lines, the limit is {limit}: redraw the rooms"
    if path.endswith(".hpp") and "#pragma once" not in text:
        yield f"{path}:1: no #pragma once"
    folder = folder_of(path)
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        yield from check_include(path, number, folder, match.group(1), match.group(2))


def check_include(path, number, folder, written, own):
    """Complaints about one #include."""
    for pattern, folders in KEPT_IN:
        if pattern.search(written) and folder is not None and folder not in folders:
            where = ", ".join(sorted(folders)) or "no folder"
            yield f"{path}:{number}: {written} belongs to {where}"
    if own is None or folder is None:
        return
    target = folder_of(own)
    if target is None:
        if not own.startswith("mailrig_"):
            yield f'{path}:{number}: "{own}" is not a path from the top of the tree'
    elif target != folder and target not in ALLOWED[folder]:
        yield f"{path}:{number}: {folder} may not include {target}"


PACKAGES = re.compile(r"^(\w+_packages)=\(([^)]*)\)", re.MULTILINE)
NEED = re.compile(r"\bneed((?:[ \t]+[^\s;&|}]+(?:\}\")?)+)")
LIST = re.compile(r'"\$\{(\w+)\[@\]\}"')


def check_dev(text):
    """Complaints about words of `need` in a verb of ./dev that no list has: a program's name is not its package's."""
    lists = {name: words.split() for name, words in PACKAGES.findall(text)}
    known = {word for words in lists.values() for word in words}
    for number, line in enumerate(text.split("\n"), 1):
        if not re.match(r"\s*#|need\(\)", line):
            for word in " ".join(NEED.findall(line)).split():
                yield from (f"dev:{number}: {complaint}" for complaint in check_need(word, lists, known))


def check_need(word, lists, known):
    """Complaints about one word of `need`."""
    reference = LIST.fullmatch(word)
    if reference and reference.group(1) not in lists:
        yield f"there is no list {reference.group(1)}"
    elif not reference and word not in known:
        yield f"need {word}: no such package in {', '.join(sorted(lists))}"


def self_test():
    """Each rule turns red on a made-up file."""
    wrong = {
        "harness/wire/a.cpp": '#include "harness/smtp/reply.hpp"\n',
        "harness/play/a.cpp": "#include <boost/asio.hpp>\n",
        "harness/load/a.cpp": '#include "reference-server/store/store.hpp"\n',
        "reports/a.hpp": "int a;\n",
        "harness/imap/long.cpp": "\n" * (FILE_LINES + 1),
        "tests/imap/long.cpp": "\n" * (TEST_LINES + 1),
        "harness/smtp/b.cpp": '#include "reply.hpp"\n',
    }
    passed = sum(1 for path, text in wrong.items() if list(check_file(path, text)))
    right = not list(check_file("harness/smtp/c.cpp", '#include "harness/wire/flaw.hpp"\n'))
    return passed == len(wrong) and right and self_test_dev()


def self_test_dev():
    """A program's name is caught wherever it stands among packages, and a list that there is not."""
    lists = "a_packages=(g++ isync\n  curl)\n"
    wrong = ["verb_x() { need mbsync; }", "verb_x() { need curl mbsync; }", "  need curl \"${b_packages[@]}\"", "verb_x() { y; need curl mbsync g++ && z; }",
             "  need mbsync", "verb_x() { need \"${a_packages[@]}\" mbsync; exec y; }"]
    right = ["verb_x() { need isync g++; z mbsync; }", "verb_x() { need \"${a_packages[@]}\" curl; exec y \"$@\"; }", "# need mbsync", "need() {"]
    return all(len(list(check_dev(lists + line))) == 1 for line in wrong) and not any(list(check_dev(lists + line)) for line in right)


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 0 if self_test() else 1
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.cpp", "*.hpp"],
                            check=True, capture_output=True, text=True).stdout.split()
    complaints = [c for path in listed if pathlib.Path(path).exists()
                  for c in check_file(path, pathlib.Path(path).read_text(encoding="utf-8"))]
    complaints += check_dev(pathlib.Path("dev").read_text(encoding="utf-8"))
    print("\n".join(complaints), end="\n" if complaints else "")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
