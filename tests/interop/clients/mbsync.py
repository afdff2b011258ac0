"""mbsync: an account and the Maildirs of one or two devices become one another's image."""

import mbsync  # what it is to be told: tests/support
from client_case import IMAP, IMAP_STARTTLS, IMAPS, NAME, PASSWORD, USER, body_of, message, run, server, subject_of
from clients.maildir import Maildir, TwoDevices

TLS = {"none": "None", "starttls": "STARTTLS", "implicit": "IMAPS"}


class Mbsync(TwoDevices):
    client, package = "mbsync", "isync"
    ways = IMAP, IMAP_STARTTLS, IMAPS

    def device(self, name, way=IMAP):
        """A Maildir of its own, and what mbsync knows of it; yields a function that synchronises."""
        near = self.path / name
        near.mkdir()
        more = f"SSLType {TLS[way.tls]}\nCertificateFile {server.certificate}"
        configuration = self.write(f"{name}.mbsyncrc", mbsync.configuration(near, NAME, way.port, more, USER, PASSWORD))
        maildir = Maildir(near / "INBOX")

        def sync():
            run("mbsync", "--config", configuration, "all", env=self.home)
            return maildir.files()

        return maildir, sync

    def test_syncs_both_ways_and_deletes(self):
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.deliver()
                maildir, sync = self.device(f"device-{way.service}-{way.tls}", way)
                (near,) = sync()
                self.assertEqual(body_of(near.read_bytes()).replace(b"\r", b""), body_of(self.message))
                maildir.append(message("from the other side"))
                sync()
                self.assertEqual(len(self.inbox(wanted=2)), 2)
                for each in sync():
                    each.unlink()
                sync()
                self.assert_gone()

    def test_finds_nothing_to_do_the_second_time(self):
        self.deliver("one", "two")
        maildir, sync = self.device("phone")
        before = [(each.name, subject_of(each.read_bytes())) for each in sync()]
        self.assertEqual([(each.name, subject_of(each.read_bytes())) for each in sync()], before)
        self.assertEqual(set(maildir.flags()), {"one", "two"})
        self.assertEqual(self.flags(), {"one": set(), "two": set()})
