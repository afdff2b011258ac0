"""Postfix and Dovecot behind the reference server: what it hands on arrives, and what it can't hand on comes back."""

import imaplib
import pathlib
import smtplib
import socketserver
import ssl
import tempfile
import threading
import time
import unittest
import uuid

import client_proof
import serve
import servers
from client_case import HOST, PASSWORD, USER, body_of, message, server

SENDER = "user1@first.example"
BUSY = "user3@example.test"
RETRY_SECONDS, GIVE_UP_SECONDS, LIMIT_SECONDS = 1, 10, 30

# Of Postfix, besides what tests/interop/etc has: domains of which all mail goes to user1, and who may be put off.
MAIN = """
virtual_alias_domains = login.example, bare.example
virtual_alias_maps = inline:{{ {{ @login.example = user1@example.test }}, {{ @bare.example = user1@example.test }} }}
smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{policy}
"""
MASTER = """
127.0.0.1:{bare} inet n - n - - smtpd
  -o smtpd_tls_security_level=none
  -o smtpd_discard_ehlo_keywords=8bitmime,smtputf8,chunking,dsn
"""
HOPS = """
[[hop]]
address = "127.0.0.1:{submission}"
tls = "required"
user = "user1"
password = "pass"
"""


class Policy(socketserver.StreamRequestHandler):
    """Postfix's policy protocol: the first RCPT of each address in `busy` is put off."""

    busy = set()

    def handle(self):
        facts = {}
        for line in self.rfile:
            name, _, value = line.decode().strip().partition("=")
            if name:
                facts[name] = value
                continue
            first = facts.get("recipient") in self.busy
            self.busy.discard(facts.get("recipient"))
            self.wfile.write(b"action=451 4.7.1 come again\n\n" if first else b"action=DUNNO\n\n")
            facts = {}


class PolicyServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


class NextHop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="mailrig-next-hop-")))
        policy = cls.enterClassContext(PolicyServer((HOST, 0), Policy))
        threading.Thread(target=policy.serve_forever, daemon=True).start()
        cls.addClassCleanup(policy.shutdown)
        bare, *free = servers.free_ports(1 + len(servers.SERVICES))
        cls.behind = dict(zip(servers.SERVICES, free))
        state = cls.enterClassContext(servers.state_folder())
        servers.write_configuration(state, cls.behind)
        for name, more in (("main.cf", MAIN.format(policy=policy.server_address[1])), ("master.cf", MASTER.format(bare=bare))):
            with open(state / "postfix" / name, "a", encoding="ascii") as out:
                out.write(more)
        cls.enterClassContext(servers.started(state, server.packages, "postfix dovecot", {**cls.behind, "bare": bare}))
        (place / "hops.toml").write_text(HOPS.format(**cls.behind), encoding="ascii")
        ways = {"example.test": cls.behind["smtp"], "elsewhere.example": cls.behind["smtp"], "login.example": cls.behind["submission"],
                "bare.example": bare}
        routes = [word for domain, port in ways.items() for word in ("--relay", f"{domain}={HOST}:{port}")]
        cls.ports = cls.enterClassContext(serve.running(
            client_proof.program.path, "--users", "2", "--domain", "first.example", "--host-name", "mail.first.example", *routes,
            "--relay", "nomail.example=.", "--relay-hops", place / "hops.toml", "--relay-ca", state / "cert.pem",
            "--retry-after", str(RETRY_SECONDS), "--give-up-after", str(GIVE_UP_SECONDS), users=0))

    def submit(self, to, octets, *options):
        """As user1, under TLS."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with smtplib.SMTP_SSL(HOST, self.ports["submissions"], timeout=LIMIT_SECONDS, context=context) as smtp:
            smtp.login(USER, PASSWORD)
            smtp.sendmail(SENDER, [to], octets, options)

    @staticmethod
    def wait(port, words, user=USER):
        """The message that has these words in it, once it is in the INBOX."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while time.monotonic() < deadline:
            with imaplib.IMAP4(HOST, port) as imap:
                imap.login(user, PASSWORD)
                imap.select(readonly=True)
                numbers = imap.search(None, "ALL")[1][0].decode().split()
                for octets in (imap.fetch(n, "(BODY.PEEK[])")[1][0][1] for n in reversed(numbers)):
                    if words.encode() in octets:
                        return octets
            time.sleep(0.2)
        raise AssertionError(f"no message with '{words}'")

    def returned(self, to, octets, *options):
        """The report on a message that can't be handed on, its fields one a line."""
        self.submit(to, octets, *options)
        report = self.wait(self.ports["imap"], f"Original-Envelope-Id: {options[0].partition('=')[2]}")
        return report.decode(errors="replace").replace("\r\n ", " ").replace("\r\n", "\n")

    @staticmethod
    def envelope_id():
        return f"ENVID={uuid.uuid4()}"

    def test_hands_on(self):
        subject = f"test {uuid.uuid4()}"
        sent = message(subject, "user1@example.test")
        self.submit("user1@example.test", sent, "BODY=8BITMIME")
        got = self.wait(self.behind["imap"], subject)
        head = got.decode(errors="replace").replace("\r\n", "\n").partition("\n\n")[0]
        self.assertEqual(body_of(got), body_of(sent))
        self.assertIn(f"Return-Path: <{SENDER}>\n", head)
        self.assertRegex(head, r"Received: from mail\.first\.example .*\n\s+by mx\.example\.test \(Postfix\) with ESMTPS ")
        self.assertRegex(head, r"by mail\.first\.example with ESMTPSA ")

    def test_logs_in_where_that_is_wanted(self):
        subject = f"test {uuid.uuid4()}"
        self.submit("whoever@login.example", message(subject), "BODY=8BITMIME")
        self.assertRegex(self.wait(self.behind["imap"], subject).decode(errors="replace"), r"by mx\.example\.test \(Postfix\) with ESMTPSA ")

    def test_returns_what_is_refused(self):
        report = self.returned("nobody@example.test", message("x"), self.envelope_id(), "BODY=8BITMIME")
        self.assertIn("\nFinal-Recipient: rfc822; nobody@example.test\nAction: failed\nStatus: 5.1.1\n", report)
        self.assertRegex(report, r"\nDiagnostic-Code: smtp; 550 5\.1\.1 ")

    def test_tries_again_what_is_put_off(self):
        Policy.busy.add(BUSY)
        subject = f"test {uuid.uuid4()}"
        self.submit(BUSY, message(subject), "BODY=8BITMIME")
        self.assertEqual(body_of(self.wait(self.behind["imap"], subject, "user3")), body_of(message(subject)))
        self.assertNotIn(BUSY, Policy.busy)

    def test_gives_up_in_the_end(self):
        """Postfix puts off whom it does not relay for."""
        report = self.returned("x@elsewhere.example", message("x"), self.envelope_id(), "BODY=8BITMIME")
        self.assertIn("\nAction: failed\nStatus: 5.4.7\n", report)
        self.assertRegex(report, r"\nDiagnostic-Code: smtp; 454 4\.7\.1 ")

    def test_sends_nothing_to_a_null_mx(self):
        """RFC 7505 4.1"""
        with self.assertRaises(smtplib.SMTPRecipientsRefused) as refused:
            self.submit("x@nomail.example", message("x"))
        code, text = refused.exception.recipients["x@nomail.example"]
        self.assertEqual((code, text[:7]), (556, b"5.1.10 "))

    def test_sends_nothing_less_than_it_was(self):
        """RFC 6152 3, RFC 6531 3.2, RFC 8689 4.2.1"""
        plain = b"Subject: x\r\n\r\nx\r\n"
        for to, octets, options, status in (
                ("x@bare.example", message("x"), ["BODY=8BITMIME"], "5.6.3"),
                ("jörg@bare.example", plain, ["SMTPUTF8"], "5.6.7"),
                ("x@bare.example", plain, ["REQUIRETLS"], "5.7.10"),
                ("user1@example.test", plain, ["REQUIRETLS"], "5.7.30")):
            with self.subTest(to=to, options=options):
                self.assertIn(f"\nAction: failed\nStatus: {status}\n", self.returned(to, octets, self.envelope_id(), *options))
