"""What one item must be by another of the same message, on every server: the size of the octets, a slice of the whole, header and text
together (RFC 3501 6.4.5, 7.4.2; RFC 3516 4.3). What holds needs no comparison of its own; what doesn't is a difference."""

import re

import look

EXTENSIONS = {"md5", "disposition", "language", "location"}
SAME = {"RFC822": "BODY[]", "RFC822.HEADER": "BODY[HEADER]", "RFC822.TEXT": "BODY[TEXT]"}
PARTIAL = re.compile(r"(.*)<(\d+)\.(\d+)>$")


def without_extensions(part):
    """The non-extensible form of BODYSTRUCTURE: a multipart's parameters are an extension, too."""
    kept = {name: value for name, value in part.items() if name not in EXTENSIONS and not ("parts" in part and name == "parameters")}
    if "parts" in part:
        kept["parts"] = [without_extensions(each) for each in part["parts"]]
    if "message" in part:
        kept["message"] = without_extensions(part["message"])
    return kept


def derived(said, item):
    """(what `item` must be, from what), or nothing if it stands for itself. A refusal of the one is a refusal of the other."""
    partial = PARTIAL.match(item)
    if partial:
        whole, begin, size = said.get(partial[1]), int(partial[2]), int(partial[3])
        return (whole[begin:begin + size] if isinstance(whole, bytes) else whole), f"the slice of {partial[1]}"
    if item in SAME:
        return said[SAME[item]], SAME[item]
    if item == "RFC822.SIZE" or item.startswith("BINARY.SIZE"):
        of = "BODY[]" if item == "RFC822.SIZE" else item.replace(".SIZE", "")
        whole = said[of]
        return (len(whole) if isinstance(whole, bytes) else said[item] if whole is None else whole), f"the size of {of}"
    if item == "BODY" and isinstance(said["BODYSTRUCTURE"], dict):
        return without_extensions(said["BODYSTRUCTURE"]), "BODYSTRUCTURE without its extensions"
    return None


def broken(said):
    """The rules that do not hold for one message on one server, as item -> what it should be; and the items that were judged so."""
    wrong, judged = {}, set()
    for item, value in said.items():
        rule = derived(said, item)
        if rule is None:
            continue
        judged.add(item)
        if rule[0] != value:
            wrong[item] = rule[1]
    if isinstance(said.get("BODYSTRUCTURE"), dict):
        wrong |= dict(broken_structure(said))
    return wrong, judged


def joined(said, whole, first, second):
    """Whether `whole` is `first` and `second` together, where all are there."""
    octets = [said.get(item) for item in (whole, first, second)]
    return not all(isinstance(each, bytes) for each in octets) or octets[0] == octets[1] + octets[2]


def message_items(number, part):
    return (f"BODY[{number}.HEADER]", f"BODY[{number}.TEXT]") if "message" in part else ()


def broken_structure(said):
    if not joined(said, "BODY[]", "BODY[HEADER]", "BODY[TEXT]"):
        yield "BODY[]", "BODY[HEADER] and BODY[TEXT]"
    for number, part in look.numbers(said["BODYSTRUCTURE"]):
        octets = said[f"BODY[{number}]"]
        for item in (f"BODY[{number}.MIME]", f"BINARY[{number}]", *message_items(number, part)):
            if said[item] is None:
                yield item, "there"
        if "octets" in part and part["octets"] != (len(octets) if isinstance(octets, bytes) else None):
            yield f"BODYSTRUCTURE {number} octets", f"the size of BODY[{number}]"
        if "message" in part and not joined(said, f"BODY[{number}]", f"BODY[{number}.HEADER]", f"BODY[{number}.TEXT]"):
            yield f"BODY[{number}]", f"BODY[{number}.HEADER] and BODY[{number}.TEXT]"
