#!/usr/bin/env python3
"""Every scenario is green without a deviation and red with each that it names; every deviation is caught.

usage: proof.py MAILRIG [DEVIATION …]
"""

import collections
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import target  # noqa: E402
import serve  # noqa: E402

RED = {"fail", "weak"}
LIMIT_SECONDS = 120


def scenarios():
    """id -> the deviations that it catches."""
    found = {}
    for path in sorted((TOP / "scenarios").rglob("*.toml")):
        identity = path.relative_to(TOP / "scenarios").with_suffix("").as_posix()
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        if "dialogue" in facts and not identity.startswith("load/"):
            for case in facts.get("cases", [{}]):
                name = f"{identity}/{case['name']}" if case else identity
                found[name] = case.get("catches", facts.get("catches", []))
    return found


def deviations(mailrig):
    """Names, from the first column of --list-deviations."""
    printed = subprocess.run([mailrig, "serve", "--list-deviations"], check=True, capture_output=True, text=True).stdout
    return re.findall(r"^((?:smtp|imap|pop3)\.[a-z0-9.+-]+)\s", printed, re.MULTILINE)


def verdicts(mailrig, chosen, *options):
    """Runs `chosen` against a server of its own; id -> verdict."""
    with serve.running(mailrig, *options, users=target.USERS) as ports, tempfile.TemporaryDirectory() as out:
        done = subprocess.run([mailrig, "check", *chosen, "--scenarios", TOP / "scenarios", *target.flags(ports), "--quiet",
                               "--timeout", "3s", "--out", out], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        try:
            report = json.loads((pathlib.Path(out) / "report.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {each: f"no report (exit {done.returncode}: {done.stderr.strip()[-200:]})" for each in chosen}
        return {each["id"]: each["verdict"] for each in report["scenarios"]}


def red_under(mailrig, deviation, chosen):
    """The scenarios that should have turned red and did not, with their verdicts."""
    got = verdicts(mailrig, chosen, "--deviate", deviation)
    return deviation, {each: got.get(each, "missing") for each in chosen if got.get(each) not in RED}


def main():
    mailrig, only = sys.argv[1], sys.argv[2:]
    claims, known = scenarios(), deviations(mailrig)
    catchers = collections.defaultdict(list)
    for identity, caught in claims.items():
        for deviation in caught:
            catchers[deviation].append(identity)
    complaints = [f"{each}: no deviation named" for each, caught in claims.items() if not caught]
    complaints += [f"{each}: no such deviation (named by {catchers[each][0]})" for each in catchers if each not in known]
    complaints += [f"{each}: no scenario catches it" for each in known if each not in catchers]
    if only:
        complaints, known = [], only
    else:
        complaints += [f"{each}: {verdict} without any deviation"
                       for each, verdict in verdicts(mailrig, list(claims)).items() if verdict != "pass"]
    proved = 0
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for deviation, green in pool.map(lambda d: red_under(mailrig, d, catchers[d]), [d for d in known if catchers[d]]):
            complaints += [f"{each}: {verdict} under {deviation}" for each, verdict in green.items()]
            proved += len(catchers[deviation]) - len(green)
    print("\n".join(complaints), end="\n" if complaints else "")
    print(f"{len(claims)} scenarios, {len(known)} deviations; {proved} of {sum(map(len, catchers.values()))} claims proved red")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
