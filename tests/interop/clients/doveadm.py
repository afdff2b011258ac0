"""Dovecot as a client: doveadm reads and changes an account through imapc, and takes a copy of it by dsync."""

import json
import shlex
import shutil

import servers
from client_case import HOST, IMAP, IMAP_STARTTLS, IMAPS, PASSWORD, USER, ClientCase, body_of, mailbox, message, run, server

SSL = {"none": "no", "starttls": "starttls", "implicit": "imaps"}


class Doveadm(ClientCase):
    client, package = "doveadm (imapc)", "dovecot-core"
    ways = IMAP, IMAP_STARTTLS, IMAPS

    def setUp(self):
        super().setUp()
        self.state = self.enterContext(servers.state_folder())
        self.configuration = self.state / "doveadm.conf"
        shutil.copy(server.certificate, self.state / "certificate.pem")  # where vmail may read it

    def configure(self, way, location="imapc:"):
        self.configuration.write_text(f"""
base_dir = {self.state}/run
log_path = {self.state}/dovecot.log
ssl_client_ca_file = {self.state}/certificate.pem
ssl_client_require_valid_cert = yes
mail_location = {location}
mail_home = {self.state}/home
mail_uid = vmail
mail_gid = vmail
imapc_host = {HOST}
imapc_port = {way.port}
imapc_user = {USER}
imapc_password = {PASSWORD}
imapc_ssl = {SSL[way.tls]}
imapc_features = rfc822.size fetch-headers
namespace inbox {{
  inbox = yes
  separator = /
}}
""", encoding="ascii")

    def doveadm(self, *words, **options):
        quoted = " ".join(shlex.quote(str(word)) for word in ("-c", self.configuration, *words))
        command = f"USER={USER} HOME={self.state}/home doveadm {quoted}"
        return run(*servers.inside(self.state, server.packages, command), env=self.home, **options)

    def fetched(self):
        """Subject -> flags and body of what the account, or its copy, has in INBOX."""
        rows = json.loads(self.doveadm("-f", "json", "fetch", "hdr.subject flags text", "mailbox", "INBOX"))
        return {row["hdr.subject"]: (set(row["flags"].split()) - {"\\Recent"}, body_of(row["text"].encode())) for row in rows}

    def test_lists_reads_flags_files_and_deletes(self):
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.deliver("one", "two", "three")
                self.configure(way)
                self.assertIn("INBOX", self.doveadm("mailbox", "list").split())
                self.assertIn("messages=3", self.doveadm("mailbox", "status", "messages", "INBOX").split())
                self.assertEqual(self.fetched(), {subject: (set(), body_of(self.message)) for subject in ("one", "two", "three")})
                self.store("one", "\\Flagged")
                self.doveadm("flags", "add", "\\Seen", "mailbox", "INBOX", "subject", "one")
                self.doveadm("expunge", "mailbox", "INBOX", "subject", "two")
                self.assertEqual(self.flags(), {"one": {"\\Flagged", "\\Seen"}, "three": set()})
                self.addCleanup(self.delete, "filed")
                self.doveadm("mailbox", "create", "filed")
                self.doveadm("move", "filed", "mailbox", "INBOX", "subject", "three")
                self.assertEqual((set(self.flags()), set(self.flags("filed"))), ({"one"}, {"three"}))
                self.doveadm("mailbox", "delete", "filed")
                self.doveadm("save", "-m", "INBOX", input=message("four"))
                body = body_of(self.message)
                self.assertEqual(self.fetched(), {"one": ({"\\Flagged", "\\Seen"}, body), "four": (set(), body)})
                self.empty()

    def test_takes_a_copy_by_dsync(self):
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.deliver("one", "two", "three")
                self.configure(way, f"maildir:{self.state}/home/copy-{way.service}-{way.tls}")
                self.doveadm("backup", "-R", "imapc:")
                self.assertEqual(set(self.fetched()), {"one", "two", "three"})
                self.store("one", "\\Deleted")
                self.store("two", "\\Flagged")
                self.deliver("four")
                self.doveadm("backup", "-R", "imapc:")
                body = body_of(self.message)
                self.assertEqual(self.fetched(), {"two": ({"\\Flagged"}, body), "three": (set(), body), "four": (set(), body)})
                self.empty()

    def delete(self, name):
        """What a test that broke off left."""
        with mailbox() as imap:
            imap.delete(name)
