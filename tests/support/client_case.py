"""What the tests of real clients share: the server, the ways into it, a message that tempts, an INBOX that begins empty."""

import contextlib
import imaplib
import os
import pathlib
import smtplib
import ssl
import subprocess
import tempfile
import time
import types
import typing
import unittest
import uuid

HOST = "127.0.0.1"
NAME = "localhost"  # the same, for clients that look for no address in a certificate
USER, PASSWORD = "user1", "pass"
ADDRESS = "user1@example.test"
SENDER = "sender@example.test"
LIMIT_SECONDS = 60

# Filled in by who starts the server: service -> port, the PEM file that its clients trust, and Debian's packages (servers.py).
server = types.SimpleNamespace(ports={}, certificate=None, packages=None)
gone = set()  # the ways that the tests of the present class went


class Way(typing.NamedTuple):
    """One door of a server, and when TLS begins behind it: "none", "starttls", "implicit"."""
    service: str
    tls: str

    def __str__(self):
        return self.service + {"none": "", "starttls": "+STLS" if self.service == "pop3" else "+STARTTLS", "implicit": " (TLS)"}[self.tls]

    @property
    def port(self):
        gone.add(self)
        return server.ports[self.service]

    @property
    def needs_login(self):
        return not self.service.startswith(("smtp", "lmtp"))


SMTP, SMTP_STARTTLS = Way("smtp", "none"), Way("smtp", "starttls")
SUBMISSION, SUBMISSION_STARTTLS, SUBMISSIONS = Way("submission", "none"), Way("submission", "starttls"), Way("submissions", "implicit")
LMTP = Way("lmtp", "none")
IMAP, IMAP_STARTTLS, IMAPS = Way("imap", "none"), Way("imap", "starttls"), Way("imaps", "implicit")
POP3, POP3_STLS, POP3S = Way("pop3", "none"), Way("pop3", "starttls"), Way("pop3s", "implicit")


def run(*command, codes=(0,), **options):
    """Runs a client, bounded in time; its output. Fails the test on another exit code than these."""
    done = subprocess.run([str(word) for word in command], capture_output=True, timeout=LIMIT_SECONDS,
                          stdin=options.pop("stdin", subprocess.DEVNULL) if "input" not in options else None, check=False, **options)
    if done.returncode not in codes:
        raise AssertionError(f"{command[0]} exit {done.returncode}\n{done.stdout.decode(errors='replace')}\n"
                             f"{done.stderr.decode(errors='replace')}")
    return done.stdout.decode("utf-8", errors="replace")


def trusting():
    """A TLS context that trusts the server's certificate and no other."""
    return ssl.create_default_context(cafile=server.certificate)


def message(subject, to=ADDRESS):
    """Lines that tempt: dots, 8-bit, blanks at the end, a line of 998 octets."""
    return (f"From: {SENDER}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{uuid.uuid4()}@example.test>\r\n"
            "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 8bit\r\n\r\n.\r\n..two\r\ngrüße\r\nblanks \t \r\n" + "x" * 998 + "\r\n.end\r\n").encode()


def body_of(octets):
    return octets.replace(b"\r\n", b"\n").partition(b"\n\n")[2].rstrip(b"\n")


def subject_of(octets):
    head = octets.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return next(line[len("Subject: "):] for line in head.decode().split("\n") if line.startswith("Subject: "))


@contextlib.contextmanager
def mailbox(name="INBOX", readonly=False, user=USER):
    """A session of our own, by imaplib, in the selected mailbox."""
    with imaplib.IMAP4(HOST, server.ports["imap"]) as imap:
        imap.login(user, PASSWORD)
        code, said = imap.select(name, readonly=readonly)
        if code != "OK":
            raise AssertionError(f"SELECT {name}: {said}")
        yield imap


class ClientCase(unittest.TestCase):
    """One client, in a folder of its own that is its home, too. Each test begins and ends with an empty INBOX."""

    client = ""  # its name
    package = ""  # Debian's, if another
    ways = ()  # that its tests go, and all of them: docs/INTEROP.md says so
    ran = set()  # tests of this class

    @classmethod
    def setUpClass(cls):
        gone.clear()
        cls.ran = set()

    @classmethod
    def tearDownClass(cls):
        """A way that is promised but was not gone is a failure, unless only some of the tests were asked for."""
        missing = [str(way) for way in cls.ways if way not in gone]
        if missing and cls.ran == set(unittest.defaultTestLoader.getTestCaseNames(cls)):
            raise AssertionError(f"{cls.client} went no {', '.join(missing)}")

    @classmethod
    def ways_of(cls, protocol):
        """Those of smtp, lmtp, imap or pop3."""
        return [way for way in cls.ways if way.service.startswith("s" if protocol == "smtp" else protocol)]

    def setUp(self):
        self.ran.add(self._testMethodName)
        self.folder = tempfile.TemporaryDirectory(prefix="mailrig-clients-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.home = {**os.environ, "HOME": str(self.path), "LC_ALL": "C.UTF-8", "no_proxy": "*",
                     **{f"XDG_{name}_HOME": str(self.path) for name in ("CONFIG", "DATA", "CACHE", "STATE")}}
        self.subject = f"test {uuid.uuid4()}"
        self.message = message(self.subject)
        (self.path / "message").write_bytes(self.message)
        self.empty()
        self.addCleanup(self.empty)

    def write(self, name, text):
        """A configuration that only its owner may read, as several clients want it."""
        path = self.path / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return path

    def empty(self, user=USER):
        with mailbox(user=user) as imap:
            imap.uid("STORE", "1:*", "+FLAGS", "\\Deleted")
            imap.expunge()

    def inbox(self, name="INBOX", wanted=1, user=USER):
        """Messages of a mailbox, through imaplib; waits until so many are there."""
        deadline = time.monotonic() + 10
        while True:
            with mailbox(name, readonly=True, user=user) as imap:
                (count,) = imap.search(None, "ALL")[1]
                found = [imap.fetch(n, "(BODY.PEEK[])")[1][0][1] for n in count.decode().split()]
            if len(found) >= wanted or time.monotonic() > deadline:
                return found
            time.sleep(0.05)

    def flags(self, name="INBOX"):
        """Subject -> the flags of a message, but for \\Recent."""
        with mailbox(name, readonly=True) as imap:
            found = {}
            for n in imap.search(None, "ALL")[1][0].decode().split():
                (before, octets), after = imap.fetch(n, "(FLAGS BODY.PEEK[HEADER])")[1]
                found[subject_of(octets)] = {flag.decode() for flag in imaplib.ParseFlags(before + after)} - {"\\Recent"}
            return found

    @staticmethod
    def store(subject, flag):
        """A flag set by another session; with \\Deleted the message goes."""
        with mailbox() as imap:
            imap.store(imap.search(None, "SUBJECT", f'"{subject}"')[1][0].decode(), "+FLAGS", flag)
            if flag == "\\Deleted":
                imap.expunge()

    def deliver(self, *subjects):
        """By smtplib: this test's message, or one of each subject."""
        there = len(self.inbox(wanted=0))
        messages = [message(subject) for subject in subjects] or [self.message]
        with smtplib.SMTP(HOST, server.ports["smtp"], timeout=LIMIT_SECONDS) as smtp:
            for each in messages:
                smtp.sendmail(SENDER, [ADDRESS], each, ["BODY=8BITMIME"])
        arrived = self.inbox(wanted=there + len(messages))[there:]
        self.assertEqual(sorted(map(body_of, arrived)), sorted(map(body_of, messages)))

    def assert_same(self, got):
        """What a client has is what was sent."""
        self.assertEqual(body_of(got), body_of(self.message))

    def assert_arrived(self):
        found = self.inbox()
        self.assertEqual(len(found), 1)
        self.assert_same(found[0])

    def assert_gone(self):
        with mailbox(readonly=True) as imap:
            self.assertEqual(imap.search(None, "ALL")[1], [b""])
