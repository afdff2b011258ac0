"""Differences against the rows of tests/interop/mime.toml: each is explained, and each explanation is needed."""

import fnmatch
import pathlib
import re
import tomllib

FILE = pathlib.Path(__file__).resolve().parent.parent / "mime.toml"
WANTED = {"name", "messages", "pattern", "clause", "reading"}
SHOWN = 60


class Row:
    def __init__(self, table):
        missing = WANTED - table.keys()
        if missing or table.keys() - WANTED:
            raise ValueError(f"{FILE.name}: {table.get('name')}: no {', '.join(sorted(missing))} or too much")
        self.name, self.messages, self.clause, self.reading = table["name"], table["messages"], table["clause"], table["reading"]
        self.pattern = re.compile(table["pattern"])
        self.lines = 0
        self.unused = set(self.messages)

    def explains(self, message, line):
        """Whether it does; notes which of its messages it needed for that."""
        if not self.pattern.search(line):
            return False
        fitting = {glob for glob in self.messages if fnmatch.fnmatchcase(message, glob)}
        self.unused -= fitting
        return bool(fitting)


def rows():
    return [Row(table) for table in tomllib.loads(FILE.read_text(encoding="utf-8")).get("expected", [])]


def judge(found, expected):
    """found: (message, line) of all differences. The complaints."""
    unexplained = []
    for message, line in found:
        explaining = [row for row in expected if row.explains(message, line)]
        if explaining:
            explaining[0].lines += 1
        else:
            unexplained.append(f"{message}: {line}")
    for line in unexplained[:SHOWN]:
        yield f"unexplained: {line}"
    if len(unexplained) > SHOWN:
        yield f"and {len(unexplained) - SHOWN} more differences that {FILE.name} does not explain"
    for row in expected:
        if row.lines == 0:
            yield f"{FILE.name}: '{row.name}' explains nothing (any more)"
        for glob in sorted(row.unused):
            yield f"{FILE.name}: '{row.name}' explains nothing in {glob} (any more)"


def table(expected):
    """As Markdown, for docs/INTEROP.md."""
    lines = ["| what differs: Dovecot, the reference server | messages | clause | our reading |", "|---|---|---|---|"]
    for row in expected:
        messages = " ".join(f"`{glob}`" for glob in row.messages)
        lines.append(f"| {row.name} | {messages} | {row.clause} | {row.reading} |".replace("\n", " "))
    return "\n".join(lines)
