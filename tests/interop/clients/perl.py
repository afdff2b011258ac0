"""Perl's libraries, each by a program of a few lines that tells what it heard as JSON: Net::SMTP and Mail::IMAPClient."""

import email
import email.policy
import json

from client_case import (ADDRESS, IMAP, IMAP_STARTTLS, IMAPS, NAME, PASSWORD, SENDER, SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS, USER,
                         ClientCase, body_of, mailbox, run, server, subject_of)

SECOND, NOBODY, REPORTED = "user2@example.test", "nobody@example.test", "user3"
NOT_OFFERED = 77  # exit code

NET_SMTP = r"""
use strict; use warnings; use JSON::PP; use Net::SMTP;
my ($host, $port, $tls, $ca, $user, $password, $file, $ask) = @ARGV;
$ask = decode_json($ask);
my $smtp = Net::SMTP->new($host, Port => $port, Hello => "client.example.test", Timeout => 20,
                          $tls eq "implicit" ? (SSL => 1, SSL_ca_file => $ca) : ()) or die "$@\n";
$smtp->starttls(SSL_ca_file => $ca) or die $smtp->message if $tls eq "starttls";
$smtp->auth($user, $password) or die $smtp->message if $user;
exit NOT_OFFERED if $ask->{chunk} && !defined $smtp->supports("BINARYMIME");
my $message = do { local $/; open my $in, "<:raw", $file or die; <$in> };
$smtp->mail($ask->{from}, Size => length $message, %{ $ask->{mail} }) or die $smtp->message;
my @taken = $smtp->recipient(@{ $ask->{to} }, { %{ $ask->{rcpt} }, SkipBad => 1 });
if ($ask->{chunk}) {
  while (length $message > $ask->{chunk}) { $smtp->bdat(substr $message, 0, $ask->{chunk}, "") or die $smtp->message }
  $smtp->bdatlast($message) or die $smtp->message;
} else {
  $smtp->data($message) or die $smtp->message;
}
$smtp->quit;
print encode_json(\@taken);
""".replace("NOT_OFFERED", str(NOT_OFFERED))

IMAP_CLIENT = r"""
use strict; use warnings; use JSON::PP; use Mail::IMAPClient;
my ($host, $port, $tls, $ca, $user, $password) = splice @ARGV, 0, 6;
sub opened {
  my $imap = Mail::IMAPClient->new(Server => $host, Port => $port, User => $user, Password => $password, Uid => 1, Timeout => 20, @_,
                                   $tls eq "starttls" ? (Starttls => [SSL_ca_file => $ca]) : (),
                                   $tls eq "implicit" ? (Ssl => [SSL_ca_file => $ca]) : ()) or die "$@\n";
  $imap->select("INBOX") or die $imap->LastError;
  return $imap;
}
sub done { my ($imap, $told) = @_; $imap->logout; print encode_json($told) }
"""


class NetSmtp(ClientCase):
    client, package = "Net::SMTP", "perl, libio-socket-ssl-perl"
    ways = SMTP, SMTP_STARTTLS, SUBMISSION_STARTTLS, SUBMISSIONS

    def taken(self, way, to, **ask):
        """Sends this test's message; the recipients that the server took."""
        login = (USER, PASSWORD) if way.needs_login else ("", "")
        asked = json.dumps({"from": SENDER, "to": to, "mail": {}, "rcpt": {}, **ask})
        said = run("perl", "-e", NET_SMTP, NAME, way.port, way.tls, server.certificate, *login, self.path / "message", asked,
                   codes=(0, NOT_OFFERED), env=self.home)
        if not said:
            self.skipTest("this client sends in chunks where it is offered BINARYMIME, and Postfix has none")
        return json.loads(said)

    def test_sends_to_those_who_are_taken(self):
        self.addCleanup(self.empty, "user2")
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.assertEqual(self.taken(way, [ADDRESS, NOBODY, SECOND], mail={"Bits": "8"}), [ADDRESS, SECOND])
                self.assert_arrived()
                self.assertEqual([body_of(each) for each in self.inbox(user="user2")], [body_of(self.message)])
                self.empty()
                self.empty("user2")

    def test_sends_in_chunks(self):
        """One of them ends within a line and one before a dot: nothing is taken for the end, or away."""
        for way in self.ways:
            for chunk in (self.message.index(b"\r\n..two") + 2, 300):
                with self.subTest(way=str(way), chunk=chunk):
                    self.assertEqual(self.taken(way, [ADDRESS], mail={"Bits": "binary"}, chunk=chunk), [ADDRESS])
                    self.assert_arrived()
                    self.empty()

    def test_asks_for_reports(self):
        self.addCleanup(self.empty, REPORTED)
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.taken(way, [ADDRESS], **{"from": f"{REPORTED}@example.test"}, mail={"Bits": "8", "Return": "HDRS", "Envelope": "a+b=c"},
                           rcpt={"Notify": ["SUCCESS"], "ORcpt": "rfc822;first@elsewhere.example"})
                (report,) = self.inbox(user=REPORTED)
                status = list(email.message_from_bytes(report, policy=email.policy.default).iter_parts())[1]
                of_message, of_recipient = status.get_payload()
                self.assertEqual(of_message["Original-Envelope-Id"], "a+b=c")
                self.assertEqual("".join(of_recipient["Original-Recipient"].split()), "rfc822;first@elsewhere.example")
                self.assertIn(of_recipient["Action"], ("delivered", "relayed"))  # Postfix hands it on by LMTP
                self.empty()
                self.empty(REPORTED)


class ImapClient(ClientCase):
    client, package = "Mail::IMAPClient", "libmail-imapclient-perl, libio-socket-ssl-perl"
    ways = IMAP, IMAP_STARTTLS, IMAPS

    def told(self, way, program, *words):
        """What the program says of an open session. Numbers are UIDs."""
        return json.loads(run("perl", "-e", IMAP_CLIENT + program, NAME, way.port, way.tls, server.certificate, USER, PASSWORD, *words,
                              env=self.home))

    def put(self, **messages):
        """Appends messages of these subjects, each a list of further fields; their UIDs."""
        uids = {}
        with mailbox() as imap:
            for subject, fields in messages.items():
                head = "".join(f"{field}\r\n" for field in (f"Subject: {subject}", f"Message-ID: <{subject}@example.test>", *fields))
                uids[subject] = int(imap.append("INBOX", None, None, f"{head}\r\n{subject}\r\n".encode())[1][0].split(b"]")[0].split()[-1])
        return uids

    def test_sorts_and_threads(self):
        for way in self.ways:
            with self.subTest(way=str(way)):
                uids = self.put(root=["From: c@x.example"], answer=["From: a@x.example", "References: <root@example.test>"],
                                alone=["From: B@x.example"], last=["From: d@x.example", "References: <root@example.test> <answer@example.test>"],
                                other=["From: e@x.example", "References: <root@example.test>"])
                sorted_, reverse, threads = self.told(way, """
                    my $imap = opened(Compress => 1);
                    done($imap, [scalar $imap->sort("(FROM)", "UTF-8", "ALL"), scalar $imap->sort("(REVERSE SUBJECT)", "US-ASCII", "ALL"),
                                 scalar $imap->thread("REFERENCES", "UTF-8", "ALL")])""")
                names = {uid: subject for subject, uid in uids.items()}
                self.assertEqual([names[int(uid)] for uid in sorted_], ["answer", "alone", "root", "last", "other"])
                self.assertEqual([names[int(uid)] for uid in reverse], ["root", "other", "last", "answer", "alone"])
                self.assertEqual(self.named(threads, names), [["root", ["answer", "last"], ["other"]], ["alone"]])
                self.empty()

    def named(self, threads, names):
        return [self.named(each, names) if isinstance(each, list) else names[int(each)] for each in threads]

    def test_is_told_while_it_idles(self):
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.deliver("one", "two")
                told = self.told(way, """
                    my $imap = opened(Compress => 1);
                    my $tag = $imap->idle or die $imap->LastError;
                    my $other = opened();
                    my ($first) = $other->messages;
                    $other->delete_message($first);
                    $other->expunge;
                    $other->append_string("INBOX", "Subject: three\\n\\nthree\\n");
                    my @told;
                    for (1 .. 5) { last if grep { / EXISTS/ } @told; push @told, @{ $imap->idle_data(1) || [] } }
                    $imap->done($tag) or die $imap->LastError;
                    $other->logout;
                    done($imap, \\@told)""")
                lines = [line.strip() for line in told]
                self.assertIn("* 1 EXPUNGE", lines)
                self.assertIn("* 2 EXISTS", lines[lines.index("* 1 EXPUNGE"):])
                self.empty()

    def test_reads_parts(self):
        parts = ("MIME-Version: 1.0\r\nSubject: parts\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n"
                 "Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\nplain\r\n--i\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n"
                 "--i--\r\n--o\r\nContent-Type: message/rfc822\r\n\r\nSubject: within\r\n\r\nof the message\r\n--o--\r\n")
        for way in self.ways:
            with self.subTest(way=str(way)):
                with mailbox() as imap:
                    imap.append("INBOX", None, None, parts.encode())
                told = self.told(way, """
                    my $imap = opened(Compress => 1);
                    my ($uid) = $imap->messages;
                    my $structure = $imap->get_bodystructure($uid) or die $imap->LastError;
                    done($imap, { map { $_ => $imap->bodypart_string($uid, $_) } grep { /^[\\d.]+$/ } $structure->parts })""")
                self.assertEqual({part: told[part] for part in ("1.1", "1.2", "2.1")},
                                 {"1.1": "plain", "1.2": "<p>html</p>", "2.1": "of the message"})
                self.empty()

    def test_moves_to_another_account(self):
        """Flags go with it. Without compression: what this client copies itself it does not compress."""
        self.addCleanup(self.empty, "user2")
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.deliver()
                self.store(self.subject, "\\Flagged")
                self.told(way, """
                    my $imap = opened();
                    $user = "user2";
                    my $other = opened();
                    $imap->migrate($other, scalar $imap->messages, "INBOX") or die $imap->LastError;
                    $other->logout;
                    done($imap, [])""")
                with mailbox(user="user2") as imap:
                    (before, octets), after = imap.fetch("1", "(FLAGS BODY.PEEK[])")[1]
                    self.assertIn(b"\\Flagged", before + after)
                    self.assertEqual((subject_of(octets), body_of(octets)), (self.subject, body_of(self.message)))
                self.empty()
                self.empty("user2")
