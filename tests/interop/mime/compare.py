"""The messages of `corpus` on two servers, all that they say of them compared, and judged by tests/interop/mime.toml."""

import corpus
import derived
import difference
import judge
import look


def compare(left_port, right_port, out=None, expected=None, messages=None):
    """The complaints. `right` is the reference server: on it every item has to be what the others of the message make of it.
    Writes all differences to the file `out`."""
    messages = messages or corpus.messages()
    left, right = look.look([left_port, right_port], messages)
    found = [(name, line) for name in messages for line in difference.lines(left[name], right[name])]
    if out is not None:
        out.write_text("".join(f"{name}  {line}\n" for name, line in found), encoding="utf-8")
    complaints = [f"the reference server: {name}: {item} is not {rule}"
                  for name in messages for item, rule in derived.broken(right[name])[0].items()]
    expected = judge.rows() if expected is None else expected
    complaints += judge.judge(found, expected)
    items = sum(len(left[name].keys() | right[name].keys()) for name in messages)
    print(f"messages: {len(messages)}, {items} items compared, {len({name for name, _ in found})} messages with {len(found)} differences, "
          f"explained by {len(expected)} rows")
    return complaints
