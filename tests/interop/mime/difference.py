"""What two servers say of one message otherwise, as lines: `item: left | right`."""

import re

import derived
import look

SHOWN = 60
CASELESS = {"type", "subtype", "encoding"}  # RFC 2045 5.1, 6.1
DEFAULTED = {"sender", "reply-to"}  # RFC 3501 7.4.2
ADDRESS = ("name", "route", "mailbox", "host")
LISTED = re.compile(rf".*\.\d+ ({'|'.join(ADDRESS)})")


def flat_parameters(parameters):
    """name -> its values. Names have no case and their order means nothing (RFC 2045 5.1), nor has a charset (RFC 2046 4.1.2)."""
    found = {}
    for name, value in parameters or ():
        name = name.lower().decode("latin-1")
        found.setdefault(name, []).append(value.lower() if name == "charset" else value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def flat_envelope(envelope):
    for name, value in envelope.items():
        if name in DEFAULTED and value == envelope["from"]:
            yield name, "as from"
            continue
        if not isinstance(value, list):
            yield name, value
            continue
        for n, address in enumerate(value, 1):
            yield from ((f"{name}.{n} {what}", each) for what, each in zip(ADDRESS, address))


def flat_part(part):
    """name -> value of one part, without those in it."""
    for name, value in part.items():
        if name == "parts":
            yield "parts", len(value)
        elif name == "envelope":
            yield from ((f"envelope {each}", text) for each, text in flat_envelope(value))
        elif name == "parameters":
            yield from ((f"parameter {each}", text) for each, text in flat_parameters(value).items())
        elif name == "disposition" and value is not None:
            yield "disposition", value[0].lower()
            yield from ((f"disposition parameter {each}", text) for each, text in flat_parameters(value[1]).items())
        elif name != "message":
            yield name, value.lower() if name in CASELESS else value


def flat_body(body):
    """A multipart at the top has no number."""
    parts = ([("0", body)] if "parts" in body else []) + look.numbers(body)
    return {f"{number} {name}": value for number, part in parts for name, value in flat_part(part)}


def flat(item, value):
    """line name -> value."""
    if not isinstance(value, dict):
        return {item: value}
    inside = flat_body(value) if item.startswith("BODY") else dict(flat_envelope(value))
    return {f"{item} {name}": each for name, each in inside.items()}


def shown(value):
    if value is None:
        return "NIL"
    if isinstance(value, bytes):
        text = value[:SHOWN].decode("latin-1").encode("unicode_escape").decode().replace('"', '\\"')
        return f'"{text}"' + (f"… of {len(value)}" if len(value) > SHOWN else "")
    if isinstance(value, list):
        return " + ".join(map(shown, value))
    return str(value)


def both(left, right):
    """Long octets are shown from where they part."""
    if not (isinstance(left, bytes) and isinstance(right, bytes)) or max(len(left), len(right)) <= SHOWN:
        return f"{shown(left)} | {shown(right)}"
    at = next((n for n, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))
    return f"{len(left)} octets, from {at} {shown(left[at:at + 24])} | {len(right)} octets, {shown(right[at:at + 24])}"


def lines(left, right):
    """item -> value of both; the lines of what differs."""
    (wrong_left, judged), (wrong_right, _) = derived.broken(left), derived.broken(right)
    for item in sorted(wrong_left.keys() | wrong_right.keys(), key=order):
        yield f"{item} is {wrong_left.get(item) or wrong_right[item]}: {'no' if item in wrong_left else 'yes'} | " \
              f"{'no' if item in wrong_right else 'yes'}"
    for item in sorted(left.keys() | right.keys(), key=order):
        a, b = left.get(item, "-"), right.get(item, "-")
        implied = item in judged and item not in wrong_left and item not in wrong_right
        if not implied and a != b:
            yield from lines_of(item, a, b)


def lines_of(item, left, right):
    if isinstance(left, dict) != isinstance(right, dict):  # one has no structure at all
        yield f"{item}: " + " | ".join("a structure" if isinstance(side, dict) else shown(side) for side in (left, right))
        return
    a, b = joined_lists(flat(item, left), flat(item, right))
    missing = missing_parts(a, b)
    for number, line in missing.items():
        yield f"{item} {number}: {line}"
    for name in sorted(a.keys() | b.keys(), key=order):
        if a.get(name, "-") != b.get(name, "-") and not any(name.startswith(f"{item} {number} ") for number in missing):
            yield f"{name}: {both(a.get(name, '-'), b.get(name, '-'))}"


def joined_lists(left, right):
    """Lists of addresses of unequal length are compared as one."""
    def places(side):
        return {name.rpartition(" ")[0] for name in side if LISTED.fullmatch(name)}
    unequal = {place.rpartition(".")[0] for place in places(left) ^ places(right)}

    def joined(side):
        found = {}
        for name, value in side.items():
            place = name.rpartition(".")[0]
            if LISTED.fullmatch(name) and place in unequal:
                found[place] = found.get(place, "") + (" ; " if place in found and name.endswith(" name") else " ") + shown(value)
            else:
                found[name] = value
        return {name: value.strip() if name in unequal and isinstance(value, str) else value for name, value in found.items()}
    return joined(left), joined(right)


def missing_parts(left, right):
    """number -> line, of the parts that only one structure has."""
    def kinds(side):
        return {name.split()[1]: f"{value.decode('latin-1')}/{side[name.replace(' type', ' subtype')].decode('latin-1')}"
                for name, value in side.items() if re.fullmatch(r"\S+ [\d.]+ type", name)}
    a, b = kinds(left), kinds(right)
    return {number: f"{a.get(number, '-')} | {b.get(number, '-')}" for number in sorted(a.keys() ^ b.keys(), key=order)}


def order(name):
    """Numbers as such, so that part 10 is behind part 9."""
    return [int(word) if word.isdigit() else word for word in re.split(r"(\d+)", name)]
