#!/usr/bin/env python3
"""Servers that close, stall, flood, send garbage or never answer: a verdict in time, in bounded memory; and Ctrl-C.

usage: hostile_test.py MAILRIG [unittest arguments]
"""

import contextlib
import json
import os
import pathlib
import resource
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
LIMIT_SECONDS = 60
MEMORY_OCTETS = 2 << 30  # address space of mailrig under test; a flood must not need it
SANITIZED = "MAILRIG_SANITIZE" in os.environ  # their shadow memory takes terabytes of it
GREETINGS = {"smtp": b"220 localhost ESMTP\r\n", "imap": b"* OK IMAP4rev1 ready\r\n", "pop3": b"+OK ready\r\n"}
CHOSEN = {"smtp": "smtp/noop/**", "imap": "imap/capability/**", "pop3": "pop3/quit/**"}
mailrig = None


class Behaviour(socketserver.BaseRequestHandler):
    """One connection of a hostile server; `act` is set by `hostile`."""

    def handle(self):
        with contextlib.suppress(OSError):
            self.request.settimeout(LIMIT_SECONDS)
            type(self).act(self.request, type(self).protocol)


@contextlib.contextmanager
def hostile(protocol, action):
    handler = type("Hostile", (Behaviour,), {"act": staticmethod(action), "protocol": protocol})
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def closes(connection, protocol):
    del protocol
    connection.close()


def resets(connection, protocol):
    del protocol
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    connection.close()


def never_answers(connection, protocol):
    del protocol
    while connection.recv(4096):
        pass


def greets_and_stalls(connection, protocol):
    connection.sendall(GREETINGS[protocol])
    never_answers(connection, protocol)


def half_a_line(connection, protocol):
    connection.sendall(GREETINGS[protocol][:-3])
    never_answers(connection, protocol)


def garbage(connection, protocol):
    connection.sendall(bytes(range(256)) * 64)
    never_answers(connection, protocol)


def greets_and_sends_garbage(connection, protocol):
    connection.sendall(GREETINGS[protocol])
    while connection.recv(4096):
        connection.sendall(b"\x00\xff\x80(((({999999999}\r\n" + bytes(range(256)) + b"\r\n")


def floods_with_lines(connection, protocol):
    connection.sendall(GREETINGS[protocol])
    line = {"smtp": b"250-flood\r\n", "imap": b"* 1 EXISTS\r\n", "pop3": b"flood\r\n"}[protocol] * 4096
    while True:
        connection.sendall(line)


def floods_without_a_line_end(connection, protocol):
    connection.sendall(GREETINGS[protocol][:4])
    while True:
        connection.sendall(b"x" * 65536)


def huge_literal(connection, protocol):
    connection.sendall(GREETINGS[protocol])
    connection.recv(4096)
    connection.sendall(b"* CAPABILITY {4000000000}\r\n")
    while True:
        connection.sendall(b"y" * 65536)


ACTIONS = [closes, resets, never_answers, greets_and_stalls, half_a_line, garbage, greets_and_sends_garbage,
           floods_with_lines, floods_without_a_line_end, huge_literal]


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_OCTETS, MEMORY_OCTETS))


def check(protocol, port, out, timeout="1s"):
    return [mailrig, "check", CHOSEN[protocol], f"--{protocol}", f"127.0.0.1:{port}", "--user", "user1@example.test", "--password",
            "top-secret-word", "--timeout", timeout, "--out", str(out), "--scenarios", str(TOP / "scenarios")]


class Hostile(unittest.TestCase):
    def judged(self, protocol, action):
        with hostile(protocol, action) as port, tempfile.TemporaryDirectory() as out:
            done = subprocess.run(check(protocol, port, out), capture_output=True, timeout=LIMIT_SECONDS, check=False,
                                  preexec_fn=None if SANITIZED else bounded)
        said = (done.stdout + done.stderr).decode(errors="replace")
        # 3 where the target is gone. Never 4: whatever a target sends, it is no fault of ours.
        self.assertIn(done.returncode, (1, 3), f"{protocol} {action.__name__}: exit {done.returncode}\n{said[-2000:]}")
        self.assertNotIn("top-secret-word", said)
        return said

    def test_a_line_without_an_end_fails_by_the_bound_of_its_rfc(self):
        for protocol, clause, rule in (("smtp", "RFC 5321 4.5.3.1.5", "smtp.reply.line-too-long"),
                                       ("pop3", "RFC 1939 3", "pop3.reply.line-too-long")):
            said = self.judged(protocol, floods_without_a_line_end)
            self.assertIn(f"{clause} MUST · flaw {rule}", said)
            self.assertRegex(said, rf"(?m)^fail +{protocol}/")
            self.assertNotRegex(said, r"(?m)^(blocked|broken) ")

    def test_what_no_rfc_bounds_is_blocked_with_the_limit(self):
        for protocol, action, limit in (("imap", floods_without_a_line_end, "a line past the limit of 1048576 octets"),
                                        ("imap", huge_literal, "a literal past the limit of 67108864 octets"),
                                        ("smtp", floods_with_lines, "a reply past the limit of 65536 octets")):
            said = self.judged(protocol, action)
            self.assertRegex(said, rf"(?m)^blocked +{protocol}/")
            self.assertIn(f"the target sent {limit} that we read", said)
            self.assertNotRegex(said, r"(?m)^(fail|broken) ")


def add_tests():
    def case(protocol, action):
        def test(self):
            self.judged(protocol, action)
        return test

    for protocol in GREETINGS:
        for action in ACTIONS:
            setattr(Hostile, f"test_{protocol}_{action.__name__}", case(protocol, action))


class Interrupted(unittest.TestCase):
    def test_ctrl_c_writes_what_is_known(self):
        """The second connection stalls: the probe is served, the scenarios are not."""
        seen = threading.Semaphore(1)
        stalled = threading.Event()

        def answers_then_stalls(connection, protocol):
            connection.sendall(GREETINGS[protocol])
            answering = seen.acquire(blocking=False)
            if not answering:
                stalled.set()
            while line := connection.recv(4096):
                if answering:
                    connection.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 localhost\r\n")

        with hostile("smtp", answers_then_stalls) as port, tempfile.TemporaryDirectory() as out:
            process = subprocess.Popen(check("smtp", port, out, timeout="30s"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.assertTrue(stalled.wait(LIMIT_SECONDS))
            process.send_signal(signal.SIGINT)
            begin = time.monotonic()
            said, _ = process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual(process.returncode, 130, said.decode(errors="replace")[-2000:])
            self.assertLess(time.monotonic() - begin, 10)
            report = json.loads((pathlib.Path(out) / "report.json").read_text(encoding="utf-8"))
            self.assertTrue(report["interrupted"])


class Unreachable(unittest.TestCase):
    def test_nobody_listens(self):
        with socket.socket() as held, tempfile.TemporaryDirectory() as out:
            held.bind(("127.0.0.1", 0))
            done = subprocess.run(check("imap", held.getsockname()[1], out), capture_output=True, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(done.returncode, 3, done.stderr)


if __name__ == "__main__":
    mailrig = sys.argv.pop(1)
    add_tests()
    unittest.main(verbosity=2)
