#!/usr/bin/env python3
"""What an idle connection costs the reference server in memory: sessions that have logged in and are in IDLE.

usage: memory.py MAILRIG [--sessions N] [--check] [--json FILE]

For IMAP in the clear and over TLS, N sessions are opened, logged in, INBOX selected, and IDLE begun; the difference of the
server's resident memory (Rss of /proc/PID/smaps_rollup) over N is the cost of one. With --check, exit 1 above the limits. As many
descriptors as sessions are needed on each side: `ulimit -n`.
"""

import argparse
import json
import pathlib
import re
import resource
import socket
import ssl
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402

LIMITS = {"imap": 12 * 1024, "imaps": 32 * 1024}  # octets of resident memory for one session
WARM_UP = 200  # sessions that come and go first, so that what the server keeps for all is there
USERS = 100
PATIENCE = 60


def resident(pid):
    """Octets, from the kernel's sum over all mappings."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(re.search(r"^Rss:\s+(\d+) kB", text, re.MULTILINE).group(1)) * 1024


def read_until(connection, what):
    heard = b""
    while what not in heard:
        octets = connection.recv(4096)
        if not octets:
            raise RuntimeError(f"closed after {heard!r}")
        heard += octets
    return heard


def idle(port, context, number):
    connection = socket.create_connection(("127.0.0.1", port), PATIENCE)
    if context is not None:
        connection = context.wrap_socket(connection)
    read_until(connection, b"\r\n")
    connection.sendall(f"a LOGIN user{1 + number % USERS} pass\r\n".encode())
    read_until(connection, b"a OK")
    connection.sendall(b"b SELECT INBOX\r\n")
    read_until(connection, b"b OK")
    connection.sendall(b"c IDLE\r\n")
    read_until(connection, b"+ ")
    return connection


def measure(mailrig, service, sessions):
    """Octets of resident memory for one session."""
    context = None
    if service == "imaps":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    with serve.running(mailrig, services=[service], users=USERS, with_pid=True) as (ports, pid):
        for connection in [idle(ports[service], context, number) for number in range(WARM_UP)]:
            connection.close()
        time.sleep(1)
        before = resident(pid)
        open_ones = [idle(ports[service], context, number) for number in range(sessions)]
        time.sleep(1)
        after = resident(pid)
        for connection in open_ones:
            connection.close()
    return (after - before) / sessions


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mailrig", type=pathlib.Path)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    figures = {service: measure(args.mailrig.resolve(), service, args.sessions) for service in LIMITS}
    print(f"resident memory of the server for each of {args.sessions:,} IMAP sessions in IDLE\n")
    print("| | KiB | limit |\n|---|---|---|")
    for service, octets in figures.items():
        name = "in the clear" if service == "imap" else "over TLS 1.3"
        print(f"| {name} | {octets / 1024:.1f} | {LIMITS[service] / 1024:.0f} |")
    if args.json:
        args.json.write_text(json.dumps(figures), encoding="ascii")
    too_much = [service for service in LIMITS if figures[service] > LIMITS[service]]
    return 1 if args.check and too_much else 0


if __name__ == "__main__":
    sys.exit(main())
