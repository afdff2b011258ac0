"""mpop: from POP3 into a Maildir."""

import os

from client_case import HOST, PASSWORD, POP3, POP3_STLS, POP3S, USER, run, server
from clients.fetching import Fetching


class Mpop(Fetching):
    client = "mpop"
    ways = POP3, POP3_STLS, POP3S

    def mpop(self, way, *words, keep=True, auth="user", password=PASSWORD, pipelining="auto", codes=(0,)):
        rc = self.write("mpoprc", f"""
account server
host {HOST}
port {way.port}
timeout 20
tls {"off" if way.tls == "none" else "on"}
tls_starttls {"on" if way.tls == "starttls" else "off"}
tls_trust_file {server.certificate}
auth {auth}
user {USER}
password {password}
pipelining {pipelining}
keep {"on" if keep else "off"}
received_header off
uidls_file {self.path}/uids
delivery maildir {self.maildir()}
account default : server
""")
        return run("mpop", f"--file={rc}", *words, codes=codes, env=self.home)

    def fetch(self, way, keep):
        self.mpop(way, "--quiet", keep=keep)
        return self.brought()

    def test_logs_in_by_each_mechanism(self):
        for way in self.ways:
            for auth in ("user", "plain", "login", "scram-sha-1", "scram-sha-256", "on"):
                with self.subTest(way=str(way), auth=auth):
                    self.mpop(way, "--auth-only", auth=auth)
        self.mpop(POP3S, "--auth-only", auth="plain", password="wrong", codes=(os.EX_NOPERM,))

    def test_fetches_one_by_one_and_in_one_go(self):
        for pipelining in ("off", "on"):
            with self.subTest(pipelining=pipelining):
                self.empty()
                self.deliver(*[f"message {n}" for n in range(20)])
                self.mpop(POP3S, keep=False, pipelining=pipelining)
                self.assertEqual(len(self.brought()), 20)
                self.assert_gone()
