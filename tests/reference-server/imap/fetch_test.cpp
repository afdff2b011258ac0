#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct ImapFetch : Rig {
  std::string fetch(std::string_view items) {
    if (!client) client = selected();
    std::string said = (*client)("FETCH 1 " + std::string(items));
    const std::string end = ")\r\na OK fetched\r\n";
    EXPECT_THAT(said, testing::EndsWith(end));
    EXPECT_THAT(said, StartsWith("* 1 FETCH ("));
    return said.size() > 11 + end.size() ? said.substr(11, said.size() - 11 - end.size()) : said;
  }
  std::unique_ptr<Client> client;
};

// RFC 3501 8, the message of the sample session.
constexpr std::string_view kSample =
    "Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\r\n"
    "From: Terry Gray <gray@cac.washington.edu>\r\n"
    "Subject: IMAP4rev1 WG mtg summary and minutes\r\n"
    "To: imap@cac.washington.edu\r\n"
    "cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>\r\n"
    "Message-Id: <B27397-0100000@cac.washington.edu>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: TEXT/PLAIN; CHARSET=US-ASCII\r\n"
    "\r\n"
    "minutes\r\n";

TEST_F(ImapFetch, FullIsAsInTheRfcsSample) {
  put(kSample, {kSeen, {}}, "INBOX", 837596665, -420);
  EXPECT_EQ(
      fetch("FULL"),
      "FLAGS (\\Seen \\Recent) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 351 ENVELOPE "
      "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\" "
      "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
      "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
      "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
      "((NIL NIL \"imap\" \"cac.washington.edu\")) "
      "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL "
      "\"<B27397-0100000@cac.washington.edu>\") "
      "BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 9 1)");
}

TEST_F(ImapFetch, HeaderFields) {
  put(kSample);
  EXPECT_EQ(fetch("BODY.PEEK[HEADER.FIELDS (to SUBJECT)]"),
            "BODY[HEADER.FIELDS (to SUBJECT)] {78}\r\n"
            "Subject: IMAP4rev1 WG mtg summary and minutes\r\nTo: imap@cac.washington.edu\r\n\r\n");
  EXPECT_THAT(fetch("BODY.PEEK[HEADER.FIELDS.NOT (Date From Subject To Cc Message-Id MIME-Version)]"),
              HasSubstr("{46}\r\nContent-Type: TEXT/PLAIN; CHARSET=US-ASCII\r\n\r\n"));
  EXPECT_EQ(fetch("BODY.PEEK[HEADER.FIELDS (X-None)]"), "BODY[HEADER.FIELDS (X-None)] {2}\r\n\r\n");
}

// RFC 3501 6.4.5: the blank line is included "except in the case of a message which has no body and no blank
// line".
TEST_F(ImapFetch, HeaderFieldsOfAMessageWithoutABlankLine) {
  put("From: a@b\r\nSubject: s");
  EXPECT_EQ(fetch("BODY.PEEK[HEADER.FIELDS (From)]"), "BODY[HEADER.FIELDS (From)] {11}\r\nFrom: a@b\r\n");
  EXPECT_EQ(fetch("BODY.PEEK[HEADER.FIELDS.NOT (From)]"),
            "BODY[HEADER.FIELDS.NOT (From)] {10}\r\nSubject: s");
}

// RFC 2231 6.
TEST_F(ImapFetch, BodyStructureHasContinuationsJoined) {
  put("Content-Type: text/plain; name*0*=utf-8''Gr%C3%BC; name*1=\"n.txt\"\r\nContent-Disposition: inline; "
      "filename*0=a; filename*1=b\r\n\r\nx");
  const std::string structure = fetch("BODYSTRUCTURE");
  EXPECT_THAT(structure, HasSubstr("(\"name*\" \"utf-8''Gr%C3%BCn.txt\")"));
  EXPECT_THAT(structure, HasSubstr("(\"inline\" (\"filename\" \"ab\"))"));
}

// RFC 3501 6.4.5, the shape of its example of part numbers.
constexpr std::string_view kNested =
    "Subject: outer\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
    "--a\r\nContent-Type: text/plain\r\n\r\none\r\n"
    "--a\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n"
    "--a\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: inner\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\n\r\nthree-one\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <x>\r\n\r\nthree-two\r\n--b--\r\n"
    "--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: plain\r\n\r\nfour\r\n"
    "--a--\r\n";

TEST_F(ImapFetch, PartsByNumber) {
  put(kNested);
  struct Case {
    const char *section, *value;
  };
  const Case cases[] = {
      {"1", "{3}\r\none"},
      {"1.MIME", "{28}\r\nContent-Type: text/plain\r\n\r\n"},
      {"2", "{4}\r\nAAEC"},
      {"3.HEADER.FIELDS (Subject)", "{18}\r\nSubject: inner\r\n\r\n"},
      {"3.1", "{9}\r\nthree-one"},
      {"3.2", "{9}\r\nthree-two"},
      {"3.2.MIME", "{59}\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <x>\r\n\r\n"},
      {"4", "{22}\r\nSubject: plain\r\n\r\nfour"},
      {"4.TEXT", "{4}\r\nfour"},
      {"4.HEADER", "{18}\r\nSubject: plain\r\n\r\n"},
      {"4.1", "{4}\r\nfour"},
      {"5", "NIL"},
      {"1.1", "NIL"},
      {"1.TEXT", "NIL"},
      {"4.2", "NIL"}};
  for (const Case& c : cases) {
    const std::string section = c.section;
    EXPECT_EQ(fetch("BODY.PEEK[" + section + "]"), "BODY[" + section + "] " + c.value);
  }
}

TEST_F(ImapFetch, BodyStructureOfNestedParts) {
  put(kNested);
  EXPECT_EQ(fetch("BODYSTRUCTURE"),
            "BODYSTRUCTURE ((\"text\" \"plain\" NIL NIL NIL \"7BIT\" 3 0 NIL NIL NIL NIL)"
            "(\"application\" \"octet-stream\" NIL NIL NIL \"base64\" 4 NIL NIL NIL NIL)"
            "(\"message\" \"rfc822\" NIL NIL NIL \"7BIT\" 159 "
            "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL) "
            "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 9 0 NIL NIL NIL NIL)"
            "(\"text\" \"html\" (\"charset\" \"utf-8\") \"<x>\" NIL \"7BIT\" 9 0 NIL NIL NIL NIL)"
            " \"mixed\" (\"boundary\" \"b\") NIL NIL NIL) 11 NIL NIL NIL NIL)"
            "(\"message\" \"rfc822\" NIL NIL NIL \"7BIT\" 22 (NIL \"plain\" NIL NIL NIL NIL NIL NIL NIL NIL) "
            "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 4 0 NIL NIL NIL NIL) 2 NIL NIL "
            "NIL NIL)"
            " \"mixed\" (\"boundary\" \"a\") NIL NIL NIL)");
}

TEST_F(ImapFetch, PartOneOfAPlainMessageIsItsText) {
  put("Subject: x\r\n\r\nhello\r\n");
  EXPECT_EQ(fetch("BODY.PEEK[1]"), "BODY[1] {7}\r\nhello\r\n");
  EXPECT_EQ(fetch("BODY.PEEK[2]"), "BODY[2] NIL");
  EXPECT_EQ(fetch("(RFC822.HEADER)"), "RFC822.HEADER {14}\r\nSubject: x\r\n\r\n");
}

TEST_F(ImapFetch, PartialAtAndPastTheEnd) {
  put("0123456789");
  struct Case {
    const char *partial, *value;
  };
  const Case cases[] = {{"0.4", "BODY[]<0> {4}\r\n0123"},
                        {"6.4", "BODY[]<6> {4}\r\n6789"},
                        {"8.100", "BODY[]<8> {2}\r\n89"},
                        {"10.1", "BODY[]<10> \"\""},
                        {"4000000000.4000000000", "BODY[]<4000000000> \"\""}};
  for (const Case& c : cases) EXPECT_EQ(fetch("BODY.PEEK[]<" + std::string(c.partial) + ">"), c.value);
}

TEST_F(ImapFetch, ReadingTheTextSetsSeenAndTells) {
  put("S: x\r\n\r\nhi");
  EXPECT_EQ(fetch("BODY.PEEK[TEXT]"), "BODY[TEXT] {2}\r\nhi");
  EXPECT_EQ(fetch("RFC822.SIZE"), "RFC822.SIZE 10");
  EXPECT_EQ(fetch("BODY[TEXT]"), "BODY[TEXT] {2}\r\nhi FLAGS (\\Seen \\Recent)");
  EXPECT_EQ(fetch("(FLAGS BODY[TEXT])"), "FLAGS (\\Seen \\Recent) BODY[TEXT] {2}\r\nhi");
  EXPECT_EQ(fetch("RFC822.TEXT"), "RFC822.TEXT {2}\r\nhi");
}

TEST_F(ImapFetch, FlagsAskedForAreThoseAfterwards) {
  put("x");
  EXPECT_EQ(fetch("(FLAGS RFC822)"), "FLAGS (\\Seen \\Recent) RFC822 {1}\r\nx");
}

TEST_F(ImapFetch, UidFetchAlwaysTellsTheUid) {
  put_many(3);
  client = selected();
  EXPECT_EQ((*client)("UID FETCH 2:* (RFC822.SIZE)"),
            "* 2 FETCH (UID 2 RFC822.SIZE 18)\r\n* 3 FETCH (UID 3 RFC822.SIZE 18)\r\na OK fetched\r\n");
  EXPECT_EQ((*client)("UID FETCH 99 (UID)"), "a OK fetched\r\n");
  // RFC 3501 6.4.8: "*" is the last, whatever the other end.
  EXPECT_EQ((*client)("UID FETCH 99:* (UID)"), "* 3 FETCH (UID 3)\r\na OK fetched\r\n");
}

TEST_F(ImapFetch, SetsInAnyOrderAndOnlyWhatExists) {
  put_many(3);
  client = selected();
  EXPECT_EQ((*client)("FETCH 3:2,2 UID"), "* 2 FETCH (UID 2)\r\n* 3 FETCH (UID 3)\r\na OK fetched\r\n");
  EXPECT_THAT((*client)("FETCH 3:4 UID"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("FETCH 0 UID"), StartsWith("a BAD"));
}

TEST_F(ImapFetch, EightBitGoesAsLiteral) {
  put("Subject: \xE4\r\nFrom: \"a \\\"b\\\"\" <x@y>\r\n\r\n");
  EXPECT_THAT(fetch("ENVELOPE"), StartsWith("ENVELOPE (NIL {1}\r\n\xE4 ((\"a \\\"b\\\"\" NIL \"x\" \"y\"))"));
}

}  // namespace
}  // namespace mailrig::server
