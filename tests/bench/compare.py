#!/usr/bin/env python3
"""Generator and server against their peers, in interleaved rounds of one run.

usage: compare.py MAILRIG OUT [--rounds N] [--seconds N]

The SMTP generator: CPU per message of `mailrig load` (every reply judged) and of Postfix's smtp-source, both to Postfix's
smtp-sink, the same size and sessions, on kept connections and with a connection per message. The reference server: commands a
second and CPU per command under `mailrig load`. Generator and server have a core each. Writes OUT/compare.json and a table.
"""

import argparse
import contextlib
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(TOP / "tests/interop"), str(TOP / "tests/support")]
import serve  # noqa: E402
import servers  # noqa: E402
import target  # noqa: E402

GENERATOR_CORE, SERVER_CORE = 0, min(1, (os.cpu_count() or 1) - 1)
OCTETS = 1024
MESSAGES = 20_000


def pinned(core, *command):
    return ["taskset", "--cpu-list", str(core), *map(str, command)]


INVALID = 6  # mailrig's exit code for a generator that lagged: on a busy machine; CPU per message holds all the same


def cpu_of(command, **options):
    """CPU seconds, user and system, of one child; fails when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, **options)
    if done.returncode not in (0, INVALID):
        raise subprocess.CalledProcessError(done.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextlib.contextmanager
def sink(root, environment):
    """smtp-sink on a port of its own; it stores nothing."""
    (port,) = servers.free_ports(1)
    process = subprocess.Popen(pinned(SERVER_CORE, root / "usr/sbin/smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "1000"),
                               env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield port
    finally:
        process.terminate()
        process.wait()


def profile(path, scenario, sessions, seconds, repeat):
    path.write_text(f"""title = "compare"
[arrivals]
kind = "closed"
sessions = {sessions}
[phases]
measured = "{seconds}s"
[messages]
sizes = "{OCTETS}"
[[scenario]]
id = "{scenario}"
repeat = {repeat}
""", encoding="ascii")
    return path


def load(mailrig, out, flags, scenario, sessions, seconds, repeat=0):
    """CPU seconds and the load part of report.json."""
    shutil.rmtree(out / "load", ignore_errors=True)
    cpu = cpu_of(pinned(GENERATOR_CORE, mailrig, "load", profile(out / "profile.toml", scenario, sessions, seconds, repeat),
                        "--scenarios", TOP / "scenarios", "--quiet", *flags, "--out", out / "load"))
    return cpu, json.loads((out / "load/report.json").read_text(encoding="utf-8"))["load"]


def generator_rounds(args, root, environment):
    """(generator, connections, sessions) -> CPU in µs per message, a figure a round."""
    figures = {}
    cases = [(kept, sessions) for kept in ("kept", "per message") for sessions in (10, 100)]
    with sink(root, environment) as port:
        flags = ["--smtp", f"127.0.0.1:{port}", "--tls", "none", "--user", "user1@example.test", "--password", "unused"]
        for _ in range(args.rounds):
            for kept, sessions in cases:
                source = [root / "usr/sbin/smtp-source", "-s", sessions, "-m", MESSAGES, "-l", OCTETS, "-f", "a@example.test",
                          "-t", "user1@example.test", *(["-d"] if kept == "kept" else []), f"127.0.0.1:{port}"]
                cpu = cpu_of(pinned(GENERATOR_CORE, *source), env=environment)
                figures.setdefault(("smtp-source", kept, sessions), []).append(1e6 * cpu / MESSAGES)
                ways = [("mailrig load", "load/smtp/deliver" if kept == "kept" else "load/smtp/deliver-and-quit")]
                if kept == "kept":
                    ways.append(("mailrig load, pipelined", "load/smtp/deliver-pipelined"))
                for name, scenario in ways:
                    cpu, report = load(args.mailrig, args.out, flags, scenario, sessions, args.seconds, 0 if kept == "kept" else 1)
                    figures.setdefault((name, kept, sessions), []).append(1e6 * cpu / report["finished"])
    return figures


def cpu_of_pid(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def server_rounds(args):
    """scenario -> [(commands a second, server CPU in µs per command)]."""
    figures = {}
    for _ in range(args.rounds):  # a server each: what one round delivers is not in the way of the next
        with serve.running(args.mailrig, users=target.USERS, prefix=pinned(SERVER_CORE), with_pid=True) as (ports, pid):
            for scenario in ("load/imap/check", "load/imap/read", "load/pop3/retrieve", "load/smtp/deliver"):
                before = cpu_of_pid(pid)
                _, report = load(args.mailrig, args.out, target.flags(ports), scenario, target.USERS, args.seconds)
                spent = cpu_of_pid(pid) - before
                rate = report["commands"] / (report["measured_ns"] / 1e9)
                figures.setdefault(scenario, []).append((rate, 1e6 * spent / report["commands"]))
    return figures


def arguments(what):
    """MAILRIG OUT [--rounds N] [--seconds N]"""
    parser = argparse.ArgumentParser(description=what, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mailrig", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    args = parser.parse_args()
    args.mailrig, args.out = args.mailrig.resolve(), args.out.resolve()
    args.out.mkdir(parents=True, exist_ok=True)
    return args


def main():
    args = arguments(__doc__)
    root = servers.fetch(args.out / "packages").resolve()
    environment = {**os.environ, "LD_LIBRARY_PATH": f"{root}/usr/lib/postfix"}
    generator = generator_rounds(args, root, environment)
    server = server_rounds(args)
    lines = [f"CPU of the SMTP generator, µs per message of {OCTETS} octets, to smtp-sink; median of {args.rounds} rounds", "",
             "| generator | connections | sessions | µs per message | of smtp-source |", "|---|---|---|---|---|"]
    for (name, kept, sessions), values in sorted(generator.items(), key=lambda item: (item[0][1], item[0][2], item[0][0])):
        base = statistics.median(generator["smtp-source", kept, sessions])
        middle = statistics.median(values)
        lines.append(f"| {name} | {kept} | {sessions} | {middle:.1f} | {middle / base:.2f} |")
    lines += ["", f"Reference server, {target.USERS} sessions, closed loop", "",
              "| scenario | commands a second | server CPU, µs per command |", "|---|---|---|"]
    for scenario, values in server.items():
        rate, cpu = (statistics.median(column) for column in zip(*values))
        lines.append(f"| `{scenario}` | {rate:,.0f} | {cpu:.1f} |")
    print("\n".join(lines))
    (args.out / "compare.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (args.out / "compare.json").write_text(json.dumps(
        {"generator": [{"name": n, "connections": k, "sessions": s, "us_per_message": v} for (n, k, s), v in generator.items()],
         "server": {k: v for k, v in server.items()}}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
