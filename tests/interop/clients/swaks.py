"""swaks, the Swiss army knife for SMTP."""

from client_case import (ADDRESS, HOST, LMTP, PASSWORD, SENDER, SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, USER, ClientCase,
                         run, server)

TLS = {"none": (), "starttls": ("--tls",), "implicit": ("--tls-on-connect",)}


class Swaks(ClientCase):
    client = "swaks"
    ways = SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, LMTP

    def sends(self, way, *words):
        verified = ("--tls-verify", "--tls-ca-path", server.certificate) if way.tls != "none" else ()
        run("swaks", "--server", HOST, "--port", way.port, *TLS[way.tls], *verified, "--from", SENDER, "--to", ADDRESS,
            "--data", f"@{self.path}/message", *words, env=self.home)
        self.assertEqual(len(self.inbox()), 1)
        self.empty()

    def test_sends(self):
        for way in self.ways_of("smtp"):
            for mechanism in ("PLAIN", "LOGIN") if way.needs_login else ("",):
                with self.subTest(way=str(way), mechanism=mechanism):
                    self.sends(way, *(("--auth", mechanism, "-au", USER, "-ap", PASSWORD) if mechanism else ()))

    def test_sends_by_lmtp(self):
        self.sends(LMTP, "--protocol", "LMTP")

    def test_sends_in_one_go(self):
        self.sends(SMTP, "--pipeline")
