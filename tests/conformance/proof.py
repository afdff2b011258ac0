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
TOKEN = "an-oauth-token"
# What a scenario says it catches, the verdicts that count as red, and how the server is to be started.
Claim = collections.namedtuple("Claim", "catches red options")
# What a scenario needs and the server offers only when told so.
OPTIONS = {"LITERAL-": ["--without", "LITERAL+"], "LOGINDISABLED": ["--no-plaintext-login"], "CRAM-MD5": ["--mechanism", "CRAM-MD5"],
           "DIGEST-MD5": ["--mechanism", "DIGEST-MD5"], "APOP": ["--apop"], "LOGIN-DELAY": ["--login-delay", "2"],
           "OAUTHBEARER": ["--bearer", TOKEN], "XOAUTH2": ["--bearer", TOKEN],
           "MESSAGELIMIT=3": ["--limit", "messages-per-command=3"], "SAVELIMIT=3": ["--limit", "messages-per-save=3"],
           "INPROGRESS": ["--limit", "progress-messages=2"]}
LIMIT_SECONDS = 120


def scenarios():
    """id -> Claim."""
    found = {}
    for path in sorted((TOP / "scenarios").rglob("*.toml")):
        identity = path.relative_to(TOP / "scenarios").with_suffix("").as_posix()
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        if "dialogue" in facts and not identity.startswith(("load/", "fragments/")):
            red = RED | {"note"} if facts.get("level") == "MAY" else RED
            for case in facts.get("cases", [{}]):
                name = f"{identity}/{case['name']}" if case else identity
                needs = facts.get("needs", []) + case.get("needs", [])
                options = tuple(word for need in needs for word in OPTIONS.get(need) or OPTIONS.get(re.split("[ =]", need)[-1], []))
                found[name] = Claim(case.get("catches", facts.get("catches", [])), red, options)
    return found


def deviations(mailrig):
    """Names, from the first column of --list-deviations."""
    printed = subprocess.run([mailrig, "serve", "--list-deviations"], check=True, capture_output=True, text=True).stdout
    return re.findall(r"^((?:smtp|lmtp|imap|pop3|sasl|tls)\.[a-z0-9.+-]+)\s", printed, re.MULTILINE)


def verdicts(mailrig, chosen, *options):
    """Runs `chosen` against a server of its own; id -> verdict."""
    with (tempfile.TemporaryDirectory() as out,
          serve.running(mailrig, *options, "--write-certificate", f"{out}/server.pem", users=target.USERS) as ports):
        done = subprocess.run([mailrig, "check", *chosen, "--scenarios", TOP / "scenarios", *target.flags(ports), "--quiet",
                               "--ca-file", f"{out}/server.pem", "--bearer", TOKEN,
                               "--timeout", "3s", "--out", out], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        try:
            report = json.loads((pathlib.Path(out) / "report.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {each: f"no report (exit {done.returncode}: {done.stderr.strip()[-200:]})" for each in chosen}
        return {each["id"]: each["verdict"] for each in report["scenarios"]}


def verdicts_of(mailrig, claims, chosen, *options):
    """As verdicts(), each scenario against a server that was started as it needs."""
    got = {}
    for needed in sorted({claims[each].options for each in chosen}):
        got |= verdicts(mailrig, [each for each in chosen if claims[each].options == needed], *needed, *options)
    return got


def red_under(mailrig, claims, deviation, chosen):
    """The scenarios that should have turned red and did not, with their verdicts."""
    got = verdicts_of(mailrig, claims, chosen, "--deviate", deviation)
    return deviation, {each: got.get(each, "missing") for each in chosen if got.get(each) not in claims[each].red}


def main():
    mailrig, only = sys.argv[1], sys.argv[2:]
    claims, known = scenarios(), deviations(mailrig)
    catchers = collections.defaultdict(list)
    for identity, claim in claims.items():
        for deviation in claim.catches:
            catchers[deviation].append(identity)
    complaints = [f"{each}: no deviation named" for each, claim in claims.items() if not claim.catches]
    complaints += [f"{each}: no such deviation (named by {catchers[each][0]})" for each in catchers if each not in known]
    complaints += [f"{each}: no scenario catches it" for each in known if each not in catchers]
    if only:
        complaints, known = [], only
    else:
        complaints += [f"{each}: {verdict} without any deviation"
                       for each, verdict in verdicts_of(mailrig, claims, list(claims)).items() if verdict != "pass"]
    proved = 0
    named = [each for each in known if catchers[each]]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for deviation, green in pool.map(lambda each: red_under(mailrig, claims, each, catchers[each]), named):
            complaints += [f"{each}: {verdict} under {deviation}" for each, verdict in green.items()]
            proved += len(catchers[deviation]) - len(green)
    print("\n".join(complaints), end="\n" if complaints else "")
    print(f"{len(claims)} scenarios, {len(known)} deviations; {proved} of {sum(len(catchers[each]) for each in named)} claims proved red")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
