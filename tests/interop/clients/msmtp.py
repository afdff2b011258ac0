"""msmtp: sendmail's interface, over SMTP and LMTP."""

import os

from client_case import (ADDRESS, HOST, LMTP, PASSWORD, SENDER, SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, USER, ClientCase,
                         run, server)


class Msmtp(ClientCase):
    client = "msmtp"
    ways = SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, LMTP

    def configuration(self, way, auth="off", password=PASSWORD):
        return self.write("msmtprc", f"""
account server
protocol {"lmtp" if way.service == "lmtp" else "smtp"}
host {HOST}
port {way.port}
timeout 20
domain client.example.test
tls {"off" if way.tls == "none" else "on"}
tls_starttls {"on" if way.tls == "starttls" else "off"}
tls_trust_file {server.certificate}
auth {auth}
user {USER}
password {password}
account default : server
""")

    def msmtp(self, configuration, *words, codes=(0,)):
        return run("msmtp", f"--file={configuration}", *words, codes=codes, input=self.message.replace(b"\r\n", b"\n"), env=self.home)

    def test_sends(self):
        for way in self.ways:
            for auth in ("plain", "login", "scram-sha-1", "scram-sha-256", "on") if way.needs_login else ("off",):
                with self.subTest(way=str(way), auth=auth):
                    self.msmtp(self.configuration(way, auth), f"--from={SENDER}", "--", ADDRESS)
                    self.assert_arrived()
                    self.empty()

    def test_finds_the_recipients_in_the_header(self):
        self.msmtp(self.configuration(SMTP), f"--from={SENDER}", "--read-recipients")
        self.assert_arrived()

    def test_asks_what_the_server_offers(self):
        for way in self.ways_of("smtp"):
            with self.subTest(way=str(way)):
                said = self.msmtp(self.configuration(way), "--serverinfo")
                self.assertIn("PIPELINING", said)
                self.assertEqual("TLS session parameters" in said, way.tls != "none")

    def test_is_refused_with_a_wrong_password(self):
        self.msmtp(self.configuration(SUBMISSION_STARTTLS, "plain", "wrong"), f"--from={SENDER}", "--", ADDRESS, codes=(os.EX_NOPERM,))
        self.assert_gone()
