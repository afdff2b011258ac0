"""All messages: scenarios/corpus, and those that are built here. Each has a name that says what is odd about it."""

import pathlib

import addresses
import embedded
import headers
import octets
import parts
import trees

TOP = pathlib.Path(__file__).resolve().parents[3]
LEAST = 400


def messages():
    """name -> octets, in an order that is always the same."""
    found = {f"corpus/{path.stem}": path.read_bytes() for path in sorted((TOP / "scenarios/corpus").glob("*.eml"))}
    for module in (addresses, headers, parts, trees, embedded, octets):
        for name, text in module.messages():
            if name in found:
                raise ValueError(f"two messages named {name}")
            if b"\0" in text:
                raise ValueError(f"{name}: a NUL can't be in a literal (RFC 3501 9, CHAR8)")
            found[name] = text
    if len(found) < LEAST:
        raise ValueError(f"{len(found)} messages, {LEAST} are wanted")
    return found
