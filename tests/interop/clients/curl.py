"""curl: each run is one command of each protocol."""

from client_case import (ADDRESS, HOST, IMAP, IMAP_STARTTLS, IMAPS, PASSWORD, POP3, POP3_STLS, POP3S, SENDER, SMTP, SUBMISSION_STARTTLS,
                         SUBMISSIONS, USER, ClientCase, run, server)


class Curl(ClientCase):
    client = "curl"
    ways = SMTP, SUBMISSION_STARTTLS, SUBMISSIONS, IMAP, IMAP_STARTTLS, IMAPS, POP3, POP3_STLS, POP3S

    def curl(self, way, path, *words):
        login = ("--user", f"{USER}:{PASSWORD}") if way.needs_login else ()
        return run("curl", "--disable", "--silent", "--show-error", "--max-time", "20", "--cacert", server.certificate,
                   *(("--ssl-reqd",) if way.tls == "starttls" else ()), *login,
                   f"{ {'submission': 'smtp', 'submissions': 'smtps'}.get(way.service, way.service)}://{HOST}:{way.port}/{path}", *words,
                   env=self.home)

    def test_sends(self):
        for way in self.ways_of("smtp"):
            with self.subTest(way=str(way)):
                self.curl(way, "", "--mail-from", SENDER, "--mail-rcpt", ADDRESS, "--upload-file", self.path / "message")
                self.assert_arrived()
                self.empty()

    def test_logs_in_with_and_without_an_initial_response(self):
        """To LOGIN, too: the user name."""
        for way, words in ((SUBMISSION_STARTTLS, ("--request", "NOOP")), (IMAPS, ()), (POP3_STLS, ())):
            for mechanism in ("PLAIN", "LOGIN"):
                for initial in ((), ("--sasl-ir",)):
                    with self.subTest(way=str(way), mechanism=mechanism, initial=initial):
                        self.curl(way, "", "--login-options", f"AUTH={mechanism}", *initial, *words)

    def test_lists_reads_sets_flags_and_deletes_by_imap(self):
        for way in self.ways_of("imap"):
            with self.subTest(way=str(way)):
                self.deliver()
                self.assertIn("INBOX", self.curl(way, ""))
                self.assert_same(self.curl(way, "INBOX;MAILINDEX=1").encode())
                self.curl(way, "INBOX", "--request", "STORE 1 +FLAGS (\\Flagged \\Deleted)")
                self.assertEqual(self.flags(), {self.subject: {"\\Seen", "\\Flagged", "\\Deleted"}})
                self.curl(way, "INBOX", "--request", "EXPUNGE")
                self.assert_gone()

    def test_appends_by_imap(self):
        self.curl(IMAPS, "INBOX", "--upload-file", self.path / "message")
        self.assertEqual(self.inbox(), [self.message])

    def test_reads_and_deletes_by_pop3(self):
        for way in self.ways_of("pop3"):
            with self.subTest(way=str(way)):
                self.deliver()
                self.assertEqual(len(self.curl(way, "").split()), 2)
                self.assert_same(self.curl(way, "1").encode())
                self.curl(way, "1", "--request", "DELE", "--list-only")
                self.assert_gone()
