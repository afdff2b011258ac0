#!/usr/bin/env python3
"""The limits of `mailrig record`: how many clients, how much of each, who does not read, and when it ends.

usage: record_test.py MAILRIG [unittest arguments]
"""

import contextlib
import os
import pathlib
import resource
import socket
import sys
import tempfile
import threading
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import recorder  # noqa: E402

HOST = "127.0.0.1"
LIMIT_SECONDS = 60
AT_ONCE = 64
KEPT_OCTETS = 32 << 20
MEMORY_OCTETS = 1 << 30  # address space of the recorder
FLOOD_OCTETS = 512 << 20  # more than that memory could hold beside the rest, were it kept
STALL_SECONDS = 3  # nothing was taken for so long: it is not read any more
SANITIZED = "MAILRIG_SANITIZE" in os.environ  # their shadow memory takes terabytes
mailrig = ""


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_OCTETS, MEMORY_OCTETS))


@contextlib.contextmanager
def upstream(act):
    """A server that does `act(connection)` with each connection, in a thread of its own; yields its port."""
    listener = socket.create_server((HOST, 0), backlog=128)
    open_ones = []

    def serve(connection):
        with contextlib.suppress(OSError):
            connection.settimeout(LIMIT_SECONDS)
            act(connection)
        connection.close()

    def accept():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                open_ones.append(connection)
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in open_ones:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def greets(connection):
    connection.sendall(b"220 up.example ESMTP\r\n")
    for line in connection.makefile("rb"):
        connection.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")


class Rig(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="mailrig-record-test-")
        self.addCleanup(place.cleanup)
        self.out = pathlib.Path(place.name) / "recorded"

    def recording(self, port, *options):
        return recorder.running(mailrig, self.out, {"smtp": f"{HOST}:{port}"}, *options, preexec_fn=None if SANITIZED else bounded)

    def connect(self, running):
        client = socket.create_connection((HOST, running.ports["smtp"]), LIMIT_SECONDS)
        self.addCleanup(client.close)
        return client

    def says_goodbye(self, client):
        client.sendall(b"QUIT\r\n")
        self.assertEqual(client.recv(4096), b"221 bye\r\n")
        client.close()

    def scenarios(self):
        return sorted(self.out.glob("smtp/*.toml"))


class End(Rig):
    def test_after_so_many_connections(self):
        with upstream(greets) as port, self.recording(port, "--connections", 2) as running:
            one, two = self.connect(running), self.connect(running)
            self.assertTrue(one.recv(4096) and two.recv(4096))
            self.assertEqual(self.connect(running).recv(4096), b"", "a third is not served")
            self.says_goodbye(one)
            self.assertIsNone(running.process.poll())
            self.says_goodbye(two)
            self.assertEqual(running.wait(), 0, running.said)
            self.assertEqual(running.said.count("recorded "), 2)
        self.assertEqual(len(self.scenarios()), 2)

    def test_a_server_that_is_not_there_is_exit_3(self):
        with socket.socket() as held:
            held.bind((HOST, 0))
            port = held.getsockname()[1]
            with self.recording(port, "--connections", 1) as running:
                self.assertEqual(self.connect(running).recv(4096), b"")
                self.assertEqual(running.wait(), 3, running.said)
                self.assertIn(f"mailrig record: smtp {HOST}:{port}: refused", running.said)
        self.assertEqual(self.scenarios(), [])

    def test_one_that_was_there_for_a_while_is_exit_0(self):
        def once(connection):
            greets(connection)
            raise OSError

        with upstream(once) as port, self.recording(port) as running:
            client = self.connect(running)
            self.assertTrue(client.recv(4096))
            self.says_goodbye(client)
            self.assertEqual(running.end(), 0, running.said)


class Clients(Rig):
    def test_no_more_than_64_are_served_at_once(self):
        with upstream(greets) as port, self.recording(port) as running:
            clients = [self.connect(running) for _ in range(AT_ONCE)]
            for client in clients:
                self.assertEqual(client.recv(4096), b"220 up.example ESMTP\r\n")
            self.assertEqual(self.connect(running).recv(4096), b"", "one more is closed")
            for client in clients:
                self.says_goodbye(client)
            while len(self.scenarios()) < AT_ONCE:  # a place is free once its scenario is written
                self.assertIsNone(running.process.poll())
            client = self.connect(running)
            self.assertTrue(client.recv(4096))
            self.says_goodbye(client)
            self.assertEqual(running.end(), 0, running.said)
        self.assertEqual(len(self.scenarios()), AT_ONCE + 1)


class Octets(Rig):
    def test_of_one_connection_32_mib_are_kept_and_all_is_handed_on(self):
        got = []

        def takes(connection):
            connection.sendall(b"220 up.example ESMTP\r\n")
            count = 0
            while data := connection.recv(1 << 16):
                count += len(data)
            got.append(count)

        sent = b"NOOP\r\n" + b"x" * KEPT_OCTETS
        with upstream(takes) as port, self.recording(port, "--connections", 1) as running:
            client = self.connect(running)
            self.assertTrue(client.recv(4096))
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
            self.assertEqual(running.wait(), 0, running.said)
        self.assertEqual(got, [len(sent)])
        (file,) = self.scenarios()
        text = file.read_text(encoding="utf-8")
        self.assertIn("# The session was longer than what is kept of one; this is how it began.", text)
        self.assertLess(len(text), KEPT_OCTETS + (1 << 20))

    def test_who_does_not_read_stops_who_sends(self):
        """Either way; what was taken by then is still handed on."""
        for stalls in ("client", "server"):
            with self.subTest(stalls=stalls):
                self.stalled(stalls)

    def stalled(self, stalls):
        sent, counts = [0], []
        connected, read, drained = threading.Event(), threading.Event(), threading.Event()

        def floods(connection):
            connection.settimeout(STALL_SECONDS)
            with contextlib.suppress(TimeoutError):
                while sent[0] < FLOOD_OCTETS:
                    sent[0] += connection.send(b"250-x\r\n" * 8192)

        def drains(connection):
            count = 0
            connection.settimeout(LIMIT_SECONDS)
            while count < sent[0] and (data := connection.recv(1 << 20)):
                count += len(data)
            counts.append(count)
            drained.set()

        def server(connection):
            if stalls == "client":
                floods(connection)
            connected.set()
            read.wait(LIMIT_SECONDS)
            if stalls == "server":
                drains(connection)

        with upstream(server) as port, self.recording(port) as running:
            client = self.connect(running)
            if stalls == "server":
                floods(client)
            self.assertTrue(connected.wait(LIMIT_SECONDS))
            self.assertLess(sent[0], FLOOD_OCTETS, "the recorder took it all")
            read.set()
            if stalls == "client":
                drains(client)
            self.assertTrue(drained.wait(LIMIT_SECONDS))
            self.assertIn(running.end(), (0, 2), running.said)
        self.assertEqual(counts, sent)


if __name__ == "__main__":
    mailrig = sys.argv.pop(1)
    unittest.main(verbosity=1)
