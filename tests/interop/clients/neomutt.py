"""neomutt: keeps headers from one session to the next and asks for what is new since (RFC 7162); asks for reports of what it sends."""

import contextlib
import email
import email.policy
import mailbox

from client_case import ADDRESS, IMAP, IMAP_STARTTLS, IMAPS, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS
from clients.muttlike import MuttCase

REPORTED = "user2"  # asks for the reports, and has an INBOX that they come to


class Neomutt(MuttCase):
    client, mechanisms = "neomutt", "plain:login"
    ways = SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, IMAP, IMAP_STARTTLS, IMAPS  # in the clear and without login it says HELO

    def found(self, way, pattern, extension):
        """Subjects of what a session finds by a pattern. Its headers outlive it."""
        got = self.path / "got"
        got.write_bytes(b"")
        kept = f"set {extension}\nset header_cache = {self.path}/headers-{extension}-{way.service}-{way.tls}"
        self.in_terminal(self.url(way), f"<tag-pattern>{pattern}<enter><tag-prefix><copy-message>{got}<enter><exit>", way, more=kept)
        with contextlib.closing(mailbox.mbox(got, create=False)) as messages:
            return sorted(each["Subject"] for each in messages)

    def test_finds_what_is_new_gone_and_flagged_since(self):
        for way in self.ways_of("imap"):
            for extension in ("imap_qresync", "imap_condstore"):
                with self.subTest(way=str(way), extension=extension):
                    self.deliver("one", "two", "three")
                    self.assertEqual(self.found(way, ".", extension), ["one", "three", "two"])
                    self.store("two", "\\Deleted")
                    self.store("three", "\\Flagged")
                    self.deliver("four")
                    self.assertEqual(self.found(way, ".", extension), ["four", "one", "three"])
                    self.assertEqual(self.found(way, "~F", extension), ["three"])
                    self.empty()

    def test_asks_for_reports(self):
        self.addCleanup(self.empty, REPORTED)
        asked = f"set from = {REPORTED}@example.test\nset use_envelope_from = yes\nset dsn_notify = success,failure\nset dsn_return = hdrs"
        for way in self.ways_of("smtp"):
            with self.subTest(way=str(way)):
                self.send(way, more=asked)
                (report,) = self.inbox(user=REPORTED)
                text, status, head = email.message_from_bytes(report, policy=email.policy.default).iter_parts()
                self.assertEqual(text.get_content_maintype(), "text")
                self.assertRegex(str(status.get_payload(1)), rf"(?s)Final-Recipient: *rfc822; *{ADDRESS}\n.*Action: (delivered|relayed)\n")
                self.assertEqual(email.message_from_string(head.get_content(), policy=email.policy.default)["Subject"], self.subject)
                self.empty()
                self.empty(REPORTED)
