#!/usr/bin/env python3
"""Another's mail that arrives while scenarios run stays where it is, and ours does not.

usage: foreign_mail_test.py MAILRIG
"""

import imaplib
import pathlib
import smtplib
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
LIMIT_SECONDS = 300
SENDER = "friend@elsewhere.example"
# Of no size that a message of ours has: of what came while set-up filled an INBOX, it is by size that ours is told.
LONG = "hello " * 123
# Scenarios whose accounts have an INBOX of ours in use: filled, delivered to, read.
CHOSEN = ["pop3", "lmtp", "smtp/data", "smtp/pipelining", "smtp/chunking", "smtp/dsn", "smtp/submission", "smtp/futurerelease", "together"]


class Friend(threading.Thread):
    """Sends to one account, again and again, until told to stop."""

    def __init__(self, port, user):
        super().__init__(daemon=True)
        self.port, self.user, self.over, self.sent = port, user, threading.Event(), []

    def run(self):
        number = 0
        while not self.over.wait(0.01):
            number += 1
            with smtplib.SMTP("127.0.0.1", self.port) as smtp:
                smtp.sendmail(SENDER, [f"user{self.user}@example.test"], f"Subject: letter {number}\r\n\r\n{LONG}\r\n")
            self.sent.append(number)


def letters(port, user):
    """Numbers of the friend's letters in an INBOX, and how many messages there are in all."""
    with imaplib.IMAP4("127.0.0.1", port) as imap:
        imap.login(f"user{user}", "pass")
        imap.select("INBOX", readonly=True)
        found = imap.search(None, "ALL")[1][0].split()
        subjects = [imap.fetch(one, "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1][0][1].decode() for one in found]
    return {int(one.split()[-1]) for one in subjects if "letter" in one}, len(found)


class ForeignMail(unittest.TestCase):
    def test_stays_and_ours_goes(self):
        self.stays(CHOSEN, serve.SERVICES)

    def test_stays_where_there_is_no_imap(self):
        for way in ("smtp", "lmtp", "submission"):
            with self.subTest(way):
                self.stays(["pop3"], [way, "pop3"])

    def stays(self, chosen, known):
        """`known`: of the server's services, those that the run is told of."""
        with serve.running(MAILRIG, users=target.USERS) as ports, tempfile.TemporaryDirectory() as out:
            friends = [Friend(ports["smtp"], user) for user in range(1, target.USERS + 1)]
            for friend in friends:
                friend.start()
            told = {name: port for name, port in ports.items() if name in known}
            try:
                done = subprocess.run([MAILRIG, "check", *chosen, *target.flags(told), "--quiet", "--out", out],
                                      capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
            finally:
                for friend in friends:
                    friend.over.set()
                for friend in friends:
                    friend.join()
            self.assertIn(done.returncode, (0, 1), done.stdout + done.stderr)  # a set-up that met a letter is blocked
            for word in (" fail ", " weak ", " broken "):
                self.assertNotIn(f"\n{word}", done.stdout)
            for friend in friends:
                self.assertGreater(len(friend.sent), 1)
                kept, there = letters(ports["imap"], friend.user)
                self.assertEqual(kept, set(friend.sent))
                self.assertEqual(there, len(kept), f"ours is left in the INBOX of user{friend.user}")


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main()
