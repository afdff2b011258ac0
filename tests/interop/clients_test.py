#!/usr/bin/env python3
"""Real clients send to, read from and delete on the reference server.

usage: clients_test.py MAILRIG [unittest arguments]
"""

import imaplib
import os
import pathlib
import poplib
import smtplib
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import mbsync  # noqa: E402
import serve  # noqa: E402

HOST = "127.0.0.1"
ADDRESS = "user1@example.test"
LIMIT_SECONDS = 60
ports = {}


def run(*command, ok=True, **options):
    """Runs a client, bounded in time; its output. Fails the test on another exit code than 0."""
    done = subprocess.run([str(word) for word in command], capture_output=True, timeout=LIMIT_SECONDS,
                          stdin=options.pop("stdin", subprocess.DEVNULL), check=False, **options)
    if ok and done.returncode != 0:
        raise AssertionError(f"{command[0]} exit {done.returncode}\n{done.stdout.decode(errors='replace')}\n"
                             f"{done.stderr.decode(errors='replace')}")
    return done.stdout.decode("utf-8", errors="replace")


def no_check():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def message(subject):
    """Lines that tempt: dots, 8-bit, a line of 998 octets."""
    return (f"From: sender@example.test\r\nTo: {ADDRESS}\r\nSubject: {subject}\r\nMessage-ID: <{uuid.uuid4()}@example.test>\r\n"
            "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 8bit\r\n\r\n.\r\n..two\r\ngrüße\r\n" + "x" * 998 + "\r\n.end\r\n").encode()


def body_of(octets):
    return octets.replace(b"\r\n", b"\n").partition(b"\n\n")[2].rstrip(b"\n")


class Clients(unittest.TestCase):
    """Each test begins and ends with an empty INBOX."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="mailrig-clients-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.subject = f"test {uuid.uuid4()}"
        self.message = message(self.subject)
        (self.path / "message").write_bytes(self.message)
        self.empty()
        self.addCleanup(self.empty)

    def empty(self):
        with imaplib.IMAP4(HOST, ports["imap"]) as imap:
            imap.login("user1", "pass")
            imap.select()
            imap.uid("STORE", "1:*", "+FLAGS", "\\Deleted")
            imap.expunge()

    def inbox(self):
        """Messages in INBOX, through imaplib; waits until the first is there."""
        deadline = time.monotonic() + 10
        while True:
            with imaplib.IMAP4(HOST, ports["imap"]) as imap:
                imap.login("user1", "pass")
                _, (count,) = imap.select(readonly=True)
                found = [imap.fetch(str(n + 1), "(BODY.PEEK[])")[1][0][1] for n in range(int(count))]
            if found or time.monotonic() > deadline:
                return found
            time.sleep(0.05)

    def deliver(self):
        with smtplib.SMTP(HOST, ports["smtp"], timeout=LIMIT_SECONDS) as smtp:
            smtp.sendmail("sender@example.test", [ADDRESS], self.message, ["BODY=8BITMIME"])
        self.assert_arrived()

    def assert_arrived(self):
        found = self.inbox()
        self.assertEqual(len(found), 1)
        self.assertEqual(body_of(found[0]), body_of(self.message))

    def assert_gone(self):
        with imaplib.IMAP4(HOST, ports["imap"]) as imap:
            imap.login("user1", "pass")
            self.assertEqual(imap.select(readonly=True)[1], [b"0"])


class Python(Clients):
    def test_smtplib_sends_in_the_clear(self):
        self.deliver()

    def test_smtplib_sends_after_starttls_and_login(self):
        with smtplib.SMTP(HOST, ports["submission"], timeout=LIMIT_SECONDS) as smtp:
            smtp.starttls(context=no_check())
            smtp.login("user1", "pass")
            smtp.sendmail(ADDRESS, [ADDRESS], self.message, ["BODY=8BITMIME"])
        self.assert_arrived()

    def test_smtplib_sends_over_implicit_tls(self):
        with smtplib.SMTP_SSL(HOST, ports["submissions"], timeout=LIMIT_SECONDS, context=no_check()) as smtp:
            smtp.login("user1", "pass")
            smtp.sendmail(ADDRESS, [ADDRESS], self.message, ["BODY=8BITMIME"])
        self.assert_arrived()

    def test_imaplib_reads_and_deletes(self):
        self.deliver()
        for connect in (lambda: imaplib.IMAP4(HOST, ports["imap"]),
                        lambda: imaplib.IMAP4_SSL(HOST, ports["imaps"], ssl_context=no_check())):
            with connect() as imap:
                imap.login("user1", "pass")
                imap.select()
                self.assertEqual(imap.search(None, "SUBJECT", f'"{self.subject}"')[1], [b"1"])
                self.assertEqual(body_of(imap.fetch("1", "(RFC822)")[1][0][1]), body_of(self.message))
        with imaplib.IMAP4(HOST, ports["imap"]) as imap:
            imap.starttls(no_check())
            imap.login("user1", "pass")
            imap.create("copies")
            imap.select()
            imap.copy("1", "copies")
            imap.store("1", "+FLAGS", "\\Deleted")
            self.assertEqual(imap.expunge()[1], [b"1"])
            self.assertEqual(imap.select("copies")[1], [b"1"])
            imap.select()
            self.assertEqual(imap.delete("copies")[0], "OK")
        self.assert_gone()

    def test_imaplib_appends(self):
        with imaplib.IMAP4(HOST, ports["imap"]) as imap:
            imap.login("user1", "pass")
            imap.append("INBOX", "\\Flagged", imaplib.Time2Internaldate(1_700_000_000), self.message)
        self.assertEqual(self.inbox(), [self.message])

    def test_poplib_reads_and_deletes(self):
        self.deliver()
        pop = poplib.POP3(HOST, ports["pop3"], timeout=LIMIT_SECONDS)
        pop.stls(no_check())
        pop.user("user1")
        pop.pass_("pass")
        self.assertEqual(pop.stat()[0], 1)
        _, lines, octets = pop.retr(1)
        self.assertEqual(body_of(b"\n".join(lines)), body_of(self.message))
        self.assertEqual(octets, pop.stat()[1])
        self.assertEqual(len(pop.uidl()[1]), 1)
        pop.dele(1)
        pop.quit()
        self.assert_gone()

    def test_poplib_over_implicit_tls(self):
        self.deliver()
        pop = poplib.POP3_SSL(HOST, ports["pop3s"], timeout=LIMIT_SECONDS, context=no_check())
        pop.user("user1")
        pop.pass_("pass")
        self.assertEqual(len(pop.top(1, 1)[1][-1]), 1)
        pop.dele(1)
        pop.quit()
        self.assert_gone()


class Curl(Clients):
    def curl(self, *words):
        return run("curl", "--silent", "--show-error", "--max-time", "20", "--insecure", *words)

    def test_sends_by_smtp(self):
        for url, more in ((f"smtp://{HOST}:{ports['smtp']}", ()),
                          (f"smtp://{HOST}:{ports['submission']}", ("--ssl-reqd", "--user", "user1:pass")),
                          (f"smtps://{HOST}:{ports['submissions']}", ("--user", "user1:pass"))):
            with self.subTest(url=url):
                self.curl(url, "--mail-from", "sender@example.test", "--mail-rcpt", ADDRESS, "--upload-file",
                          self.path / "message", *more)
                self.assert_arrived()
                self.empty()

    def test_reads_and_deletes_by_imap(self):
        self.deliver()
        for scheme, port, more in (("imap", "imap", ()), ("imap", "imap", ("--ssl-reqd",)), ("imaps", "imaps", ())):
            with self.subTest(scheme=scheme, more=more):
                text = self.curl(f"{scheme}://{HOST}:{ports[port]}/INBOX;MAILINDEX=1", "--user", "user1:pass", *more)
                self.assertEqual(body_of(text.encode()), body_of(self.message))
        base = (f"imap://{HOST}:{ports['imap']}/INBOX", "--user", "user1:pass")
        self.assertIn("INBOX", self.curl(f"imap://{HOST}:{ports['imap']}/", "--user", "user1:pass"))
        self.curl(*base, "--request", "STORE 1 +FLAGS (\\Deleted)")
        self.curl(*base, "--request", "EXPUNGE")
        self.assert_gone()

    def test_reads_and_deletes_by_pop3(self):
        self.deliver()
        for scheme, port, more in (("pop3", "pop3", ()), ("pop3", "pop3", ("--ssl-reqd",)), ("pop3s", "pop3s", ())):
            with self.subTest(scheme=scheme, more=more):
                text = self.curl(f"{scheme}://{HOST}:{ports[port]}/1", "--user", "user1:pass", *more)
                self.assertEqual(body_of(text.encode()), body_of(self.message))
        self.curl(f"pop3://{HOST}:{ports['pop3']}/1", "--user", "user1:pass", "--request", "DELE", "--list-only")
        self.assert_gone()


class Swaks(Clients):
    def test_sends(self):
        for port, more in (("smtp", ()), ("smtp", ("--tls",)), ("smtp", ("--pipeline",)),
                           ("submission", ("--tls", "--auth", "PLAIN", "-au", "user1", "-ap", "pass")),
                           ("submission", ("--tls", "--auth", "LOGIN", "-au", "user1", "-ap", "pass")),
                           ("submissions", ("--tls-on-connect", "--auth", "PLAIN", "-au", "user1", "-ap", "pass"))):
            with self.subTest(port=port, more=more):
                run("swaks", "--server", HOST, "--port", ports[port], "--from", "sender@example.test", "--to", ADDRESS,
                    "--data", f"@{self.path}/message", *more)
                self.assertEqual(len(self.inbox()), 1)
                self.empty()


class Mbsync(Clients):
    def test_syncs_both_ways_and_deletes(self):
        self.deliver()
        client = mbsync.Mbsync(self.path, HOST, ports["imap"])

        (near,) = client.sync(run)
        self.assertEqual(body_of(near.read_bytes()).replace(b"\r", b""), body_of(self.message))
        (client.inbox / "new/1.made.here").write_bytes(message("from the other side").replace(b"\r\n", b"\n"))
        client.sync(run)
        self.assertEqual(len(self.inbox()), 2)
        for each in client.sync(run):
            os.remove(each)
        client.sync(run)
        self.assert_gone()


class Fetchmail(Clients):
    def fetch(self, protocol, port, *more):
        rc = self.path / "fetchmailrc"
        rc.write_text(f"poll {HOST} protocol {protocol} port {ports[port]} user user1 password pass {' '.join(more)} "
                      f"mda \"cat >> {self.path}/got\"\n", encoding="ascii")
        rc.chmod(0o600)
        (self.path / "got").write_bytes(b"")
        run("fetchmail", "--fetchmailrc", rc, "--pidfile", self.path / "pid", "--idfile", self.path / "ids", "--nosyslog",
            env={**os.environ, "HOME": str(self.path), "FETCHMAILHOME": str(self.path)})
        return (self.path / "got").read_bytes()

    def test_reads_and_deletes(self):
        for protocol, port, more in (("POP3", "pop3", ("sslproto ''",)), ("IMAP", "imap", ("sslproto ''",)),
                                     ("POP3", "pop3s", ("ssl", "no sslcertck")), ("IMAP", "imaps", ("ssl", "no sslcertck"))):
            with self.subTest(protocol=protocol, port=port):
                self.deliver()
                got = self.fetch(protocol, port, "fetchall", "nokeep", *more)
                self.assertIn("grüße".encode(), got)
                self.assertIn(b"\n..two\n", got)
                self.assert_gone()


if __name__ == "__main__":
    binary = sys.argv.pop(1)
    if binary == "--postfix-and-dovecot":  # proves the tests themselves, on servers that no one here wrote
        import servers
        context = servers.running("/tmp/interop-cache")
    else:
        context = serve.running(binary)
    with context as started:
        ports.update(started[0] if isinstance(started, tuple) else started)
        unittest.main(verbosity=2)
