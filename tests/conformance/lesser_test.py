#!/usr/bin/env python3
"""Against servers that offer less, the whole suite skips what is not there, and finds nothing wrong.

usage: lesser_test.py MAILRIG [SPEC …]

Each capability of the reference server is left out by itself, then all of them. Those that stand on different
things share a server: what is named in one SPEC is left out together ("imap:MOVE,smtp:SIZE"). A SPEC that begins with
"--capabilities " names those that are left.
"""

import collections
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import target  # noqa: E402
import serve  # noqa: E402

FINE = {"pass", "skipped"}
BARE = ["all", "imap:all,smtp:STARTTLS", "pop3:CAPA,smtp:all"]
FEW = "--capabilities imap:IDLE,MOVE,QRESYNC,smtp:AUTH,SMTPUTF8,pop3:UIDL"  # these alone
PARALLEL = 3
LIMIT_SECONDS = 300


def capabilities(mailrig):
    """protocol -> names."""
    printed = subprocess.run([mailrig, "serve", "--list-capabilities"], check=True, capture_output=True, text=True).stdout
    found = collections.defaultdict(list)
    for line in printed.splitlines():
        protocol, _, name = line.split()[0].partition(":")
        found[protocol].append(name)
    return found


def one_of_each(mailrig):
    """One capability of each protocol at a time, as long as there are any."""
    found = capabilities(mailrig)
    for at in range(max(len(names) for names in found.values())):
        yield ",".join(f"{protocol}:{names[at]}" for protocol, names in found.items() if at < len(names))


def judge(mailrig, spec):
    """Complaints about a run against a server without `spec`, and how many scenarios passed."""
    less = spec.split() if spec.startswith("--") else ["--without", spec]
    with (tempfile.TemporaryDirectory() as out,
          serve.running(mailrig, "--apop", *less, "--write-certificate", f"{out}/server.pem", users=target.USERS) as ports):
        done = subprocess.run([mailrig, "check", "--scenarios", TOP / "scenarios", *target.flags(ports), "--quiet",
                               "--ca-file", f"{out}/server.pem", "--timeout", "5s", "--out", out],
                              capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        try:
            report = json.loads((pathlib.Path(out) / "report.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return [f"{spec}: no report (exit {done.returncode}: {done.stderr.strip()[-300:]})"], 0
    wrong = [f"{spec}: {each['id']}: {each['verdict']}" for each in report["scenarios"] if each["verdict"] not in FINE]
    passed = sum(each["verdict"] == "pass" for each in report["scenarios"])
    if not wrong and done.returncode != 0:
        wrong = [f"{spec}: exit {done.returncode}: {done.stderr.strip()[-300:]}"]
    return wrong if passed else [*wrong, f"{spec}: nothing passed"], passed


def misspelt(mailrig):
    """Complaints about what is said of a name that there is not."""
    done = subprocess.run([mailrig, "serve", "--without", "MOVF"], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    right = done.returncode == 2 and "did you mean 'MOVE'?" in done.stderr
    return [] if right else [f"--without MOVF: exit {done.returncode}: {done.stderr.strip()}"]


def main():
    mailrig = sys.argv[1]
    specs = sys.argv[2:] or [*one_of_each(mailrig), *BARE, FEW]
    complaints = misspelt(mailrig)
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        for spec, (wrong, passed) in zip(specs, pool.map(lambda each: judge(mailrig, each), specs)):
            complaints += wrong
            print(f"{spec}: {passed} passed")
    print("\n".join(complaints), end="\n" if complaints else "")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
