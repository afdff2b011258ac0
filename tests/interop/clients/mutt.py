"""mutt: sends, with a copy in an IMAP mailbox, reads, flags, files and deletes."""

import email
import email.policy

from client_case import (IMAP, IMAP_STARTTLS, IMAPS, POP3, POP3_STLS, POP3S, SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, body_of)
from clients.muttlike import BODY, MuttCase


class Mutt(MuttCase):
    client = "mutt"
    mechanisms = "scram-sha-256:plain"  # left to choose it takes SCRAM-SHA-256-PLUS, of which mutt 2.2 knows the name alone
    own = f'set imap_deflate = yes\nset pop_authenticators = "{mechanisms}"'
    ways = SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, IMAP, IMAP_STARTTLS, IMAPS, POP3, POP3_STLS, POP3S

    def assert_sent(self, octets):
        got = email.message_from_bytes(octets, policy=email.policy.default)
        self.assertEqual(got["Subject"], self.subject)
        self.assertEqual(got.get_content().replace("\r\n", "\n"), BODY)

    def test_sends(self):
        for way in self.ways_of("smtp"):
            with self.subTest(way=str(way)):
                self.send(way)
                (found,) = self.inbox()
                self.assert_sent(found)
                self.empty()

    def test_sends_and_keeps_a_copy_by_imap(self):
        self.addCleanup(self.delete, "sent")
        for smtp, imap in ((SMTP, IMAP), (SUBMISSION_STARTTLS, IMAP_STARTTLS), (SUBMISSIONS, IMAPS)):
            with self.subTest(smtp=str(smtp), imap=str(imap)):
                self.send(smtp, imap, more="set record = =sent")
                (copy,) = self.inbox("sent")
                self.assert_sent(copy)
                self.assertEqual(self.flags("sent"), {self.subject: {"\\Seen"}})
                self.delete("sent")

    def test_reads_flags_files_and_deletes_by_imap(self):
        self.addCleanup(self.delete, "filed")
        for way in self.ways_of("imap"):
            with self.subTest(way=str(way)):
                self.deliver()
                got = self.path / f"got-{way.service}-{way.tls}"
                self.in_terminal(self.url(way), f"<display-message><exit><copy-message>{got}<enter><flag-message><sync-mailbox><exit>", way)
                self.assert_same(got.read_bytes().partition(b"\n")[2])
                self.assertEqual(self.flags(), {self.subject: {"\\Seen", "\\Flagged"}})
                self.in_terminal(self.url(way), "<copy-message>=filed<enter><delete-message><quit>", way)
                self.assert_gone()
                self.assertEqual([body_of(each) for each in self.inbox("filed")], [body_of(self.message)])
                self.delete("filed")

    def test_reads_and_deletes_by_pop3(self):
        for way in self.ways_of("pop3"):
            with self.subTest(way=str(way)):
                self.deliver()
                got = self.path / f"got-{way.service}-{way.tls}"
                self.in_terminal(self.url(way), f"<copy-message>{got}<enter><delete-message><quit>", way)
                self.assert_same(got.read_bytes().partition(b"\n")[2])
                self.assert_gone()
