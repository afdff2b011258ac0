#!/usr/bin/env python3
"""The reference server against Postfix and Dovecot: the same driver, the same dialogues, in interleaved rounds of one run.

usage: peers.py MAILRIG OUT [--rounds N] [--seconds N]

`mailrig load` has one core, the server (all of its processes) the other; as many sessions as accounts, closed loop. SMTP counts
what was accepted: Postfix delivers later, on the same core, and what that costs it after the last round is not counted against it.
Writes OUT/peers.json and a table.
"""

import contextlib
import json
import pathlib
import statistics
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from compare import SERVER_CORE, arguments, load, pinned, serve, servers, target  # noqa: E402

SCENARIOS = {"load/imap/read": "commands", "load/imap/check": "commands", "load/pop3/retrieve": "commands",
             "load/smtp/deliver": "finished"}
PEER, MEMORY, DURABLE = "Postfix and Dovecot", "reference, in memory", "reference, SQLite"


@contextlib.contextmanager
def peer(out):
    with servers.running(out / "packages", prefix=pinned(SERVER_CORE)) as (ports, _):
        yield ports


@contextlib.contextmanager
def reference(mailrig, durable):
    with tempfile.TemporaryDirectory(prefix="mailrig-peers-") as folder:
        words = ["--store", f"{folder}/mail.sqlite"] if durable else []
        with serve.running(mailrig, *words, users=target.USERS, prefix=pinned(SERVER_CORE)) as ports:
            yield ports


def rounds(args):
    """(server, scenario) -> rates, one a round. A server each round: what one delivers is not in the way of the next."""
    made = {PEER: lambda: peer(args.out), MEMORY: lambda: reference(args.mailrig, False), DURABLE: lambda: reference(args.mailrig, True)}
    rates = {}
    for _ in range(args.rounds):
        for name, start in made.items():
            with start() as ports:
                for scenario, counted in SCENARIOS.items():
                    _, report = load(args.mailrig, args.out, target.flags(ports), scenario, target.USERS, args.seconds)
                    rates.setdefault((name, scenario), []).append(report[counted] / (report["measured_ns"] / 1e9))
    return rates


def table(rates, args):
    lines = [f"Rates a second, {target.USERS} sessions, closed loop; median of {args.rounds} rounds; in brackets: of {PEER}", "",
             f"| scenario | counted | {PEER} | {MEMORY} | {DURABLE} |", "|---|---|---|---|---|"]
    for scenario, counted in SCENARIOS.items():
        middle = {name: statistics.median(rates[name, scenario]) for name in (PEER, MEMORY, DURABLE)}
        cells = [f"{middle[PEER]:,.0f}", *(f"{middle[name]:,.0f} ({middle[name] / middle[PEER]:.1f})" for name in (MEMORY, DURABLE))]
        lines.append(f"| `{scenario}` | {'commands' if counted == 'commands' else 'messages'} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main():
    args = arguments(__doc__)
    rates = rounds(args)
    made = table(rates, args)
    print(made)
    (args.out / "peers.md").write_text(made + "\n", encoding="utf-8")
    (args.out / "peers.json").write_text(json.dumps(
        [{"server": server, "scenario": scenario, "a_second": values} for (server, scenario), values in rates.items()], indent=1),
        encoding="utf-8")


if __name__ == "__main__":
    main()
