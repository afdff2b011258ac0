"""Python's smtplib, imaplib and poplib."""

import contextlib
import imaplib
import poplib
import smtplib

from client_case import (ADDRESS, HOST, IMAP, IMAP_STARTTLS, IMAPS, LIMIT_SECONDS, PASSWORD, POP3, POP3_STLS, POP3S, SENDER, SMTP,
                         SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, USER, ClientCase, body_of, trusting)


class Smtplib(ClientCase):
    client, package = "smtplib", "python3"
    ways = SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS

    def connect(self, way):
        if way.tls == "implicit":
            return smtplib.SMTP_SSL(HOST, way.port, timeout=LIMIT_SECONDS, context=trusting())
        smtp = smtplib.SMTP(HOST, way.port, timeout=LIMIT_SECONDS)
        if way.tls == "starttls":
            smtp.starttls(context=trusting())
        return smtp

    def test_sends(self):
        for way in self.ways:
            with self.subTest(way=str(way)), self.connect(way) as smtp:
                if way.needs_login:
                    smtp.login(USER, PASSWORD)
                smtp.sendmail(SENDER, [ADDRESS], self.message, ["BODY=8BITMIME"])
                self.assert_arrived()
                self.empty()

    def test_logs_in_by_each_mechanism_it_knows(self):
        with self.connect(SUBMISSION_STARTTLS) as smtp:
            smtp.ehlo()
            offered = smtp.esmtp_features["auth"].split()
        for mechanism in ("PLAIN", "LOGIN"):
            self.assertIn(mechanism, offered)
            with self.subTest(mechanism=mechanism), self.connect(SUBMISSION_STARTTLS) as smtp:
                smtp.ehlo()
                smtp.esmtp_features["auth"] = mechanism
                self.assertEqual(smtp.login(USER, PASSWORD)[0], 235)

    def test_is_refused_with_a_wrong_password(self):
        with self.connect(SUBMISSION_STARTTLS) as smtp, self.assertRaises(smtplib.SMTPAuthenticationError):
            smtp.login(USER, "wrong")


class Imaplib(ClientCase):
    client, package = "imaplib", "python3"
    ways = IMAP, IMAP_STARTTLS, IMAPS

    @contextlib.contextmanager
    def session(self, way):
        with imaplib.IMAP4_SSL(HOST, way.port, ssl_context=trusting()) if way.tls == "implicit" else imaplib.IMAP4(HOST, way.port) as imap:
            if way.tls == "starttls":
                imap.starttls(trusting())
            imap.login(USER, PASSWORD)
            imap.select()
            yield imap

    def test_reads_sets_flags_copies_and_deletes(self):
        for way in self.ways:
            self.deliver()
            with self.subTest(way=str(way)), self.session(way) as imap:
                self.assertEqual(imap.search(None, "SUBJECT", f'"{self.subject}"')[1], [b"1"])
                self.assert_same(imap.fetch("1", "(RFC822)")[1][0][1])
                self.assertEqual(self.flags(), {self.subject: {"\\Seen"}})
                imap.create("copies")
                self.addCleanup(self.delete, "copies")
                imap.copy("1", "copies")
                imap.store("1", "+FLAGS", "\\Deleted")
                self.assertEqual(imap.expunge()[1], [b"1"])
                self.assertEqual(self.flags("copies"), {self.subject: {"\\Seen"}})
                self.assertEqual(imap.delete("copies")[0], "OK")
            self.assert_gone()

    def delete(self, name):
        """What a test that broke off left."""
        with self.session(IMAP) as imap:
            imap.delete(name)

    def test_appends(self):
        with self.session(IMAP) as imap:
            imap.append("INBOX", "\\Flagged", imaplib.Time2Internaldate(1_700_000_000), self.message)
            self.assertEqual(imap.fetch("1", "(INTERNALDATE)")[1][0].count(b"Nov-2023"), 1)
        self.assertEqual(self.inbox(), [self.message])
        self.assertEqual(self.flags(), {self.subject: {"\\Flagged"}})


class Poplib(ClientCase):
    client, package = "poplib", "python3"
    ways = POP3, POP3_STLS, POP3S

    def connect(self, way):
        if way.tls == "implicit":
            pop = poplib.POP3_SSL(HOST, way.port, timeout=LIMIT_SECONDS, context=trusting())
        else:
            pop = poplib.POP3(HOST, way.port, timeout=LIMIT_SECONDS)
        if way.tls == "starttls":
            pop.stls(trusting())
        pop.user(USER)
        pop.pass_(PASSWORD)
        return pop

    def test_reads_and_deletes(self):
        for way in self.ways:
            self.deliver()
            with self.subTest(way=str(way)):
                pop = self.connect(way)
                self.assertEqual(pop.stat()[0], 1)
                _, lines, octets = pop.retr(1)
                self.assertEqual(body_of(b"\n".join(lines)), body_of(self.message))
                self.assertEqual(octets, pop.stat()[1])
                self.assertEqual(len(pop.top(1, 1)[1][-1]), 1)
                pop.dele(1)
                pop.quit()
                self.assert_gone()

    def test_finds_the_same_uids_in_each_session(self):
        self.deliver("one", "two")
        uids = []
        for way in self.ways:
            pop = self.connect(way)
            uids.append([line.split()[1] for line in pop.uidl()[1]])
            pop.quit()
        self.assertEqual(len(set(uids[0])), 2)
        self.assertEqual(uids, [uids[0]] * len(self.ways))
        pop = self.connect(POP3)
        pop.dele(1)
        pop.quit()
        pop = self.connect(POP3)
        self.assertEqual([line.split()[1] for line in pop.uidl()[1]], uids[0][1:])
        pop.quit()
