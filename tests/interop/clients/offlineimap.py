"""OfflineIMAP (offlineimap3): an account and a Maildir tree become one another's image."""

from client_case import IMAP, IMAPS, NAME, PASSWORD, USER, message, run, server
from clients.maildir import Maildir, TwoDevices


class Offlineimap(TwoDevices):
    client, package = "offlineimap", "offlineimap3"
    # Not STARTTLS: its imaplib2 goes on reading in a thread of its own, which now and then takes the first octets of TLS.
    ways = IMAP, IMAPS

    def device(self, name, way=IMAP, mechanism="PLAIN"):
        near = self.path / name
        configuration = self.write(f"{name}.offlineimaprc", f"""
[general]
metadata = {self.path}/{name}-metadata
accounts = all
socktimeout = 20

[Account all]
localrepository = near
remoterepository = far

[Repository near]
type = Maildir
localfolders = {near}

[Repository far]
type = IMAP
remotehost = {NAME}
remoteport = {way.port}
remoteuser = {USER}
remotepass = {PASSWORD}
ssl = {"yes" if way.tls == "implicit" else "no"}
starttls = no
sslcacertfile = {server.certificate}
auth_mechanisms = {mechanism}
usecompression = yes
folderfilter = lambda name: name == 'INBOX'
""")

        def sync():
            run("offlineimap", "-1", "-u", "basic", "-c", configuration, env=self.home)

        return Maildir(near / "INBOX"), sync

    def test_syncs_both_ways_and_deletes(self):
        for way, mechanism in zip(self.ways, ("LOGIN", "PLAIN")):
            with self.subTest(way=str(way), mechanism=mechanism):
                self.deliver()
                maildir, sync = self.device(f"device-{way.service}-{way.tls}", way, mechanism)
                sync()
                self.assert_same(maildir.file(self.subject).read_bytes())
                maildir.append(message("from the other side"))
                sync()
                self.assertEqual(len(self.inbox(wanted=2)), 2)
                for each in maildir.files():
                    each.unlink()
                sync()
                self.assert_gone()
