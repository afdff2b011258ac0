"""Postfix as a relay: what it takes it hands on, over SMTP and LMTP."""

import smtplib

import servers
from client_case import (ADDRESS, HOST, LIMIT_SECONDS, LMTP, SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, ClientCase, message,
                         server, subject_of)

MANY = 50


class Postfix(ClientCase):
    client = "Postfix"
    package = "postfix"
    ways = SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, LMTP

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        state = cls.enterClassContext(servers.state_folder())
        (cls.relay,) = servers.free_ports(1)
        ways = [f"{{ {cls.sender(way)} = {cls.transport(way)} }}" for way in cls.ways]
        ways.append(f"{{ {ADDRESS} = {cls.transport(LMTP)} }}")
        values = {"state": str(state), "certificate": server.certificate, "relay": cls.relay, "ways": ", ".join(ways), **server.ports}
        servers.fill(state, values, {"relay-main.cf": "postfix/main.cf", "relay-master.cf": "postfix/master.cf"})
        cls.enterClassContext(servers.started(state, server.packages, "postfix", {"relay": cls.relay}))

    @staticmethod
    def sender(way):
        """Whose mail goes this way."""
        return f"{way.service}-{way.tls}@example.test"

    @staticmethod
    def transport(way):
        """One of relay-master.cf's services, and where to."""
        return f"{'lmtp' if way == LMTP else 'smtp'}-{way.tls}:{'inet:' if way == LMTP else ''}[{HOST}]:{way.port}"

    def setUp(self):
        super().setUp()
        self.empty("user2")

    def hand(self, sender, recipients, *messages):
        with smtplib.SMTP(HOST, self.relay, timeout=LIMIT_SECONDS) as smtp:
            for each in messages:
                smtp.sendmail(sender, recipients, each, ["BODY=8BITMIME"])

    def test_relays(self):
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.hand(self.sender(way), [ADDRESS], self.message)
                self.assert_arrived()
                self.empty()

    def test_relays_many_over_few_connections(self):
        for way in (SMTP, SUBMISSIONS, LMTP):
            with self.subTest(way=str(way)):
                self.hand(self.sender(way), [ADDRESS], *[message(f"message {n}") for n in range(MANY)])
                self.assertEqual({subject_of(each) for each in self.inbox(wanted=MANY)}, {f"message {n}" for n in range(MANY)})
                self.empty()

    def test_hears_of_each_recipient_by_lmtp(self):
        """RFC 2033 4.2: of three recipients one is refused; the sender gets his copy, and one bounce that names the third."""
        self.hand(ADDRESS, [ADDRESS, "user2@example.test", "nobody@example.test"], self.message)
        found = {subject_of(each): each.decode("utf-8", errors="replace") for each in self.inbox(wanted=2)}
        self.assertEqual(set(found), {self.subject, "Undelivered Mail Returned to Sender"})
        self.assertIn("Final-Recipient: rfc822; nobody@example.test", found["Undelivered Mail Returned to Sender"])
        self.assertEqual([subject_of(each) for each in self.inbox(user="user2")], [self.subject])
        self.assertNotIn("user2@example.test", found["Undelivered Mail Returned to Sender"])
