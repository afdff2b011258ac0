"""mutt: sends in batch, with a copy in an IMAP mailbox; reads, flags, files and deletes by keys that its configuration pushes."""

import email
import email.policy
import os
import pty
import select
import subprocess
import time

from client_case import (ADDRESS, IMAP, IMAP_STARTTLS, IMAPS, LIMIT_SECONDS, NAME, PASSWORD, POP3, POP3_STLS, POP3S, SENDER, SMTP,
                         SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, USER, ClientCase, body_of, mailbox, run, server)

SASL = "scram-sha-256:plain"  # left to choose it takes SCRAM-SHA-256-PLUS, of which mutt 2.2 knows the name alone
BODY = ".\n..two\ngrüße\n" + "x" * 998 + "\n.end\n"


class Mutt(ClientCase):
    client = "mutt"
    ways = SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, IMAP, IMAP_STARTTLS, IMAPS, POP3, POP3_STLS, POP3S

    def configuration(self, *ways, more=""):
        """What is asked of the terminal is answered here, and mail in the clear has to be allowed."""
        tls = any(way.tls == "starttls" for way in ways)
        urls = {"imap" if way.service.startswith("imap") else "smtp": self.url(way) for way in ways}
        return self.write("muttrc", f"""
set ssl_starttls = {"yes" if tls else "no"}
set ssl_force_tls = {"no" if any(way.tls == "none" for way in ways) else "yes"}
set ssl_ca_certificates_file = {server.certificate}
set certificate_file = {self.path}/certificates
set imap_deflate = yes
set imap_user = {USER}
set imap_pass = {PASSWORD}
set pop_user = {USER}
set pop_pass = {PASSWORD}
set smtp_pass = {PASSWORD}
set smtp_authenticators = "{SASL}"
set imap_authenticators = "{SASL}"
set pop_authenticators = "{SASL}"
set from = {SENDER}
set charset = utf-8
set send_charset = utf-8
set mbox_type = mbox
set quit = yes
set delete = yes
set pop_delete = yes
unset move
unset confirmappend
unset confirmcreate
unset wait_key
unset mark_old
unset record
unset header_cache
set smtp_url = {urls.get("smtp", "")}
set folder = {urls.get("imap", self.path)}
{more}
""")

    def send(self, *ways, more=""):
        run("mutt", "-n", "-F", self.configuration(*ways, more=more), "-s", self.subject, "--", ADDRESS, input=BODY.encode(), env=self.home)

    def in_terminal(self, url, keys, *ways):
        """One session at a terminal of its own: opens the mailbox, gets these keys, and must end by itself."""
        configuration = self.configuration(*ways, more=f'push "{keys}"')
        ours, theirs = pty.openpty()
        process = subprocess.Popen(["mutt", "-n", "-F", configuration, "-f", url], stdin=theirs, stdout=theirs, stderr=theirs,
                                   env={**self.home, "TERM": "xterm"}, start_new_session=True)
        os.close(theirs)
        shown = self.until_closed(ours, process)
        if process.returncode != 0:
            raise AssertionError(f"mutt exit {process.returncode}\n{shown.decode(errors='replace')}")

    @staticmethod
    def until_closed(terminal, process):
        shown, deadline = b"", time.monotonic() + LIMIT_SECONDS
        try:
            while time.monotonic() < deadline:
                if select.select([terminal], [], [], 0.1)[0]:
                    shown += os.read(terminal, 65536)
        except OSError:  # EIO: the other side is closed
            pass
        finally:
            os.close(terminal)
            if time.monotonic() >= deadline:
                process.kill()
            process.wait(LIMIT_SECONDS)
        return shown

    def url(self, way, name=""):
        scheme = way.service.replace("pop3", "pop").replace("submission", "smtp")
        return f"{scheme}://{f'{USER}@' if way.needs_login else ''}{NAME}:{way.port}/{name}"

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

    def delete(self, name):
        with mailbox() as imap:
            imap.delete(name)
