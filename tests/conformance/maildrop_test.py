#!/usr/bin/env python3
"""Maildrops are filled and emptied where the target has no IMAP, however slowly it delivers.

usage: maildrop_test.py MAILRIG
"""

import json
import pathlib
import poplib
import smtplib
import socketserver
import subprocess
import sys
import tempfile
import threading
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 120
LOOKS = 3  # that find nothing yet


def there(port, user):
    """How many messages a maildrop holds."""
    pop3 = poplib.POP3("127.0.0.1", port)
    pop3.user(f"user{user}")
    pop3.pass_("pass")
    count, _ = pop3.stat()
    pop3.quit()
    return count


class Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, handler, queue):
        super().__init__(("127.0.0.1", 0), handler)
        self.queue = queue
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class Queue:
    """Takes mail at once and passes it on when a maildrop was looked into LOOKS times since."""

    def __init__(self, ports):
        self.ports, self.lock, self.waiting = ports, threading.Lock(), []

    def take(self, mail):
        with self.lock:
            self.waiting.append([LOOKS, mail])

    def looked(self):
        with self.lock:
            for entry in self.waiting:
                entry[0] -= 1
            due = [mail for looks, mail in self.waiting if looks <= 0]
            self.waiting = [entry for entry in self.waiting if entry[0] > 0]
        for sender, recipient, data in due:
            with smtplib.SMTP("127.0.0.1", self.ports["smtp"]) as smtp:
                smtp.sendmail(sender, [recipient], data)


class Smtp(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 queue")
        sender = recipient = ""
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"MAIL":
                sender = line.decode().strip()[len("MAIL FROM:"):]
            elif word == b"RCPT":
                recipient = line.decode().strip()[len("RCPT TO:"):]
            elif word == b"DATA":
                self.say("354 go on")
                data = b""
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    data += text[1:] if text.startswith(b".") else text
                self.server.queue.take((sender, recipient, data))
            elif word == b"QUIT":
                return self.say("221 bye")
            self.say("250 yes")


class Pop3(socketserver.StreamRequestHandler):
    """Passes a session on to the server, when the queue has heard of it."""

    def handle(self):
        self.server.queue.looked()
        with poplib.POP3("127.0.0.1", self.server.queue.ports["pop3"]).sock as sock:
            self.wfile.write(b"+OK queue\r\n")
            back = threading.Thread(target=self.pass_back, args=[sock], daemon=True)
            back.start()
            while data := self.request.recv(65536):
                sock.sendall(data)
            sock.shutdown(1)
            back.join()

    def pass_back(self, sock):
        try:
            while data := sock.recv(65536):
                self.request.sendall(data)
            self.request.shutdown(1)
        except OSError:  # the rig has gone
            pass


class Maildrop(unittest.TestCase):
    def check(self, ports, *options):
        with tempfile.TemporaryDirectory() as out:
            return subprocess.run([MAILRIG, "check", *options, *target.flags(ports), "--quiet", "--out", out],
                                  capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)

    def filled_and_emptied(self, done, port):
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("\nblocked ", done.stdout)
        for user in range(1, target.USERS + 1):
            self.assertEqual(there(port, user), 0, f"ours is left in the maildrop of user{user}")

    def test_is_filled_by_whatever_takes_mail(self):
        for way in ("smtp", "lmtp", "submission"):
            with self.subTest(way), serve.running(MAILRIG, users=target.USERS, services=[way, "pop3"]) as ports:
                self.filled_and_emptied(self.check(ports, "pop3"), ports["pop3"])

    def test_what_may_be_left_is_told(self):
        for services, left in ((["smtp"], ["mail that was sent: without IMAP and POP3 nobody can look for it"]), (["smtp", "pop3"], [])):
            with self.subTest(services), serve.running(MAILRIG, users=target.USERS, services=services) as ports, \
                    tempfile.TemporaryDirectory() as out:
                subprocess.run([MAILRIG, "check", "smtp/data", *target.flags(ports), "--quiet", "--out", out],
                               capture_output=True, timeout=LIMIT_SECONDS, check=False)
                self.assertEqual(json.loads(pathlib.Path(out, "report.json").read_text(encoding="utf-8"))["left"], left)

    def test_is_awaited(self):
        with serve.running(MAILRIG, users=target.USERS, services=["smtp", "pop3"]) as ports:
            queue = Queue(ports)
            with Listener(Smtp, queue) as smtp, Listener(Pop3, queue) as pop3:
                done = self.check({"smtp": smtp.port, "pop3": pop3.port}, "pop3/stat", "pop3/list", "--jobs", "1")
                smtp.shutdown()
                pop3.shutdown()
            self.filled_and_emptied(done, ports["pop3"])


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main()
