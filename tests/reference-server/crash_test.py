#!/usr/bin/env python3
"""kill -9 under load: what was acknowledged is there, once; UIDs are never used again; the database is intact.

usage: crash_test.py MAILRIG [ROUNDS [SEED]]

Last it breaks the server (--deviate listen.uncommitted) and must find out.

Each round starts the server on the same store, has clients deliver, append and delete until the server has acknowledged a number of
things drawn from the seed, ends it by SIGKILL in the midst of the others, and starts it again to look.
"""

import collections
import contextlib
import imaplib
import os
import pathlib
import random
import re
import signal
import smtplib
import sqlite3
import sys
import tempfile
import threading

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402

USERS = 4
SMTP_CLIENTS, IMAP_CLIENTS = 2, 8
ACKNOWLEDGED_MOST = 60
GONE = (OSError, smtplib.SMTPException, imaplib.IMAP4.error, imaplib.IMAP4.abort, EOFError)


class Book:
    """What the server has acknowledged, by message; and when it is to be killed."""

    def __init__(self):
        self.lock = threading.Lock()
        self.delivered = collections.defaultdict(set)  # user -> ids
        self.deleting = collections.defaultdict(set)  # asked for, perhaps done
        self.deleted = collections.defaultdict(set)
        self.made = 0
        self.left = 0
        self.kill = lambda: None

    def fresh(self):
        with self.lock:
            self.made += 1
            return f"m{self.made}"

    def acknowledged(self, note):
        with self.lock:
            note()
            self.left -= 1
            if self.left == 0:
                self.kill()


def text(identity):
    return f"From: a@example.test\r\nSubject: x\r\nX-Id: {identity}\r\n\r\n" + "body\r\n" * 40


def deliver(book, port, draw):
    """One message to one or more users, again and again."""
    with contextlib.suppress(*GONE), smtplib.SMTP("127.0.0.1", port) as smtp:
        while True:
            users = [f"user{n + 1}" for n in draw.sample(range(USERS), draw.randint(1, USERS))]
            identity = book.fresh()
            smtp.sendmail("a@example.test", [f"{user}@example.test" for user in users], text(identity))
            book.acknowledged(lambda: [book.delivered[user].add(identity) for user in users])


def append_and_delete(book, port, user, draw):
    with contextlib.suppress(*GONE):
        imap = imaplib.IMAP4("127.0.0.1", port)
        imap.login(user, "pass")
        imap.select("INBOX")
        while True:
            if draw.random() < 0.5:
                identity = book.fresh()
                if imap.append("INBOX", None, None, text(identity).encode())[0] == "OK":
                    book.acknowledged(lambda: book.delivered[user].add(identity))
            else:
                delete_first(book, imap, user)


def delete_first(book, imap, user):
    imap.noop()
    found = imap.fetch("1", "(UID BODY.PEEK[HEADER.FIELDS (X-Id)])")
    if not isinstance(found[1][0], tuple):
        return
    identity = found[1][0][1].decode().split()[-1]
    uid = re.search(rb"UID (\d+)", found[1][0][0]).group(1).decode()
    with book.lock:
        book.deleting[user].add(identity)
    imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
    if imap.uid("EXPUNGE", uid)[0] == "OK":
        book.acknowledged(lambda: book.deleted[user].add(identity))


def load(mailrig, store, book, draw, *options):
    """Until the server is killed."""
    with contextlib.suppress(RuntimeError), \
            serve.running(mailrig, "--store", store, *options, users=USERS, services=["smtp", "imap"], with_pid=True) as (ports, pid):
        book.left = draw.randint(1, ACKNOWLEDGED_MOST)
        book.kill = lambda: os.kill(pid, signal.SIGKILL)
        threads = [threading.Thread(target=deliver, args=(book, ports["smtp"], random.Random(draw.random())))
                   for _ in range(SMTP_CLIENTS)]
        threads += [threading.Thread(target=append_and_delete,
                                     args=(book, ports["imap"], f"user{n % USERS + 1}", random.Random(draw.random())))
                    for n in range(IMAP_CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def look(mailrig, store):
    """user -> (UIDVALIDITY, UIDNEXT, [(UID, id)])"""
    seen = {}
    with serve.running(mailrig, "--store", store, users=USERS, services=["imap"]) as ports:
        for n in range(1, USERS + 1):
            imap = imaplib.IMAP4("127.0.0.1", ports["imap"])
            imap.login(f"user{n}", "pass")
            status = imap.status("INBOX", "(UIDVALIDITY UIDNEXT)")[1][0].decode()
            imap.select("INBOX", readonly=True)
            rows = imap.uid("FETCH", "1:*", "(UID BODY.PEEK[HEADER.FIELDS (X-Id)])")[1]
            messages = [(int(re.search(rb"UID (\d+)", row[0]).group(1)), row[1].decode().split()[-1])
                        for row in rows if isinstance(row, tuple)]
            seen[f"user{n}"] = *(int(each) for each in re.findall(r"(?:UIDVALIDITY|UIDNEXT) (\d+)", status)), messages
            imap.logout()
    return seen


def complaints(book, seen, before, known):
    for user, (validity, uid_next, messages) in seen.items():
        ids = [identity for _, identity in messages]
        for identity in book.delivered[user] - book.deleting[user] - set(ids):
            yield f"{user}: {identity} was acknowledged and is lost"
        for identity in book.deleted[user] & set(ids):
            yield f"{user}: {identity} was expunged and is there again"
        for identity, count in collections.Counter(ids).items():
            if count > 1:
                yield f"{user}: {identity} is there {count} times"
        for uid, identity in messages:
            if known[user].setdefault(uid, identity) != identity:
                yield f"{user}: UID {uid} was {known[user][uid]} and is {identity}"
        if before and (validity != before[user][0] or uid_next < before[user][1]):
            yield f"{user}: UIDVALIDITY {validity}, UIDNEXT {uid_next}; were {before[user][0]}, {before[user][1]}"
        if any(uid >= uid_next for uid, _ in messages):
            yield f"{user}: a UID at or above UIDNEXT {uid_next}"


def rounds_of(mailrig, rounds, draw, *options):
    """The book, and what was wrong."""
    book, known, before, wrong = Book(), collections.defaultdict(dict), None, []
    with tempfile.TemporaryDirectory(prefix="mailrig-crash-") as folder:
        store = f"{folder}/mail.sqlite"
        for number in range(1, rounds + 1):
            load(mailrig, store, book, draw, *options)
            seen = look(mailrig, store)
            wrong += [f"round {number}: {each}" for each in complaints(book, seen, before, known)]
            before = seen
        with contextlib.closing(sqlite3.connect(store)) as database:
            integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
            if integrity != "ok":
                wrong.append(f"the database: {integrity}")
    return book, wrong


def main():
    mailrig, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    draw = random.Random(seed)
    book, wrong = rounds_of(mailrig, rounds, draw)
    print("\n".join(wrong), end="\n" if wrong else "")
    delivered = sum(len(each) for each in book.delivered.values())
    deleted = sum(len(each) for each in book.deleted.values())
    print(f"seed {seed}: {rounds} times killed; {delivered} deliveries and {deleted} deletions acknowledged; {len(wrong)} complaints")
    if not rounds_of(mailrig, 2, draw, "--deviate", "listen.uncommitted")[1]:
        print("a server that acknowledges too early is not found out")
        return 1
    return 1 if wrong or not delivered or not deleted else 0


if __name__ == "__main__":
    sys.exit(main())
