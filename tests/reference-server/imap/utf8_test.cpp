// UTF8=ACCEPT (RFC 6855): names, strings and messages in UTF-8, and what those see who have not enabled it.
#include "reference-server/deviation/utf8.hpp"

#include "harness/wire/utf8.hpp"
#include "reference-server/session/imap/surrogate.hpp"
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kMessage =
    "From: J\xc3\xbcrgen <j\xc3\xbcrgen@ex\xc3\xa4mple.test>\r\n"
    "To: Bob <bob@example.test>, Ann\xc3\xa9 <anne@example.test>\r\n"
    "Subject: Gr\xc3\xbc\xc3\x9f"
    "e\r\n"
    "X-Note: \xc3\xbc\r\n"
    "Content-Type: text/plain; name=\"\xc3\xbc.txt\"; charset=utf-8\r\n"
    "\r\n"
    "Gr\xc3\xbc\xc3\x9f"
    "e\r\n";

std::string with_utf8(std::string_view octets) {
  return "UTF8 (~{" + std::to_string(octets.size()) + "+}\r\n" + std::string(octets) + ")";
}

struct ImapUtf8 : Rig {
  ImapUtf8() {
    phone = logged_in();
    (*phone)("ENABLE UTF8=ACCEPT");
    laptop = logged_in();
  }
  std::unique_ptr<Client> phone, laptop;  // the laptop knows nothing of it
};

TEST_F(ImapUtf8, IsEnabledInAnyCase) {
  EXPECT_EQ((*laptop)("ENABLE utf8=Accept"), "* ENABLED UTF8=ACCEPT\r\na OK done\r\n");
  EXPECT_THAT((*selected())("ENABLE UTF8=ACCEPT"), StartsWith("a BAD"));
}

TEST_F(ImapUtf8, NamesAreUtf8) {
  EXPECT_THAT((*phone)("CREATE \"Entw\xc3\xbcrfe & mehr\""), StartsWith("a OK"));
  EXPECT_THAT((*phone)("LIST \"\" Entw*"), HasSubstr("\"Entw\xc3\xbcrfe & mehr\"\r\n"));
  EXPECT_THAT((*phone)("SUBSCRIBE \"Entw\xc3\xbcrfe & mehr\""), StartsWith("a OK"));
  EXPECT_THAT((*phone)("LSUB \"\" Entw*"), HasSubstr("\"Entw\xc3\xbcrfe & mehr\"\r\n"));
  EXPECT_THAT((*laptop)("LIST \"\" Entw*"), HasSubstr("\"Entw&APw-rfe &- mehr\"\r\n"));
  EXPECT_THAT((*laptop)("SELECT \"Entw&APw-rfe &- mehr\""), HasSubstr("a OK"));
}

TEST_F(ImapUtf8, RefusesNamesWithControls) {
  for (const char* name : {"a\xc2\x80", "a\xc2\x9f", "a\xe2\x80\xa8", "a\xe2\x80\xa9"})
    EXPECT_THAT((*phone)("CREATE \"" + std::string(name) + "\""), StartsWith("a NO")) << name;
  EXPECT_THAT((*phone)("CREATE \"a\xc2\xa0\""), StartsWith("a OK"));
}

TEST_F(ImapUtf8, RefusesWhatIsNoUtf8) {
  for (const char* octets : {"\xff", "\xc3(", "\xed\xa0\x80", "\xc0\xaf", "a\\\"\xe4"})
    EXPECT_THAT((*phone)("STATUS \"" + std::string(octets) + "\" (MESSAGES)"), StartsWith("a BAD")) << octets;
}

// Section 5: LOGIN has none of it.
TEST_F(ImapUtf8, StringsAreAsciiUntilItIsEnabled) {
  EXPECT_THAT((*laptop)("STATUS \"\xc3\xbc\" (MESSAGES)"), StartsWith("a BAD"));
  EXPECT_THAT((*connect())("LOGIN \"\xc3\xbc\" x"), StartsWith("a BAD"));
}

TEST_F(ImapUtf8, NamesAndPasswordsGoByAuthenticate) {
  accounts.add({"j\xc3\xbcrgen", "p\xc3\xa4", {"j\xc3\xbcrgen@example.test"}});
  EXPECT_THAT((*connect(true))("AUTHENTICATE PLAIN AGrDvHJnZW4AcMOk"), HasSubstr("a OK"));
}

TEST_F(ImapUtf8, SearchNamesNoCharset) {
  put(kMessage);
  (*phone)("SELECT INBOX");
  EXPECT_THAT((*phone)("SEARCH CHARSET UTF-8 ALL"), StartsWith("a BAD"));
  EXPECT_THAT((*phone)("SORT (DATE) US-ASCII ALL"), StartsWith("a BAD"));
  EXPECT_THAT((*phone)("THREAD REFERENCES ISO-8859-1 ALL"), StartsWith("a BAD"));
  EXPECT_THAT((*phone)("SORT (DATE) utf-8 ALL"), StartsWith("* SORT 1\r\na OK"));
  EXPECT_THAT((*phone)("SEARCH SUBJECT \"GR\xc3\x9c\""), StartsWith("* SEARCH 1\r\na OK"));
}

TEST_F(ImapUtf8, AppendTakesUtf8FromWhoHasEnabledIt) {
  EXPECT_THAT((*phone)("APPEND Sent (\\Seen) " + with_utf8(kMessage)), StartsWith("a OK"));
  EXPECT_THAT((*phone)("APPEND Sent {" + std::to_string(kMessage.size()) + "+}\r\n" + std::string(kMessage)),
              StartsWith("a OK"));
  EXPECT_THAT(
      (*phone)("APPEND Sent CATENATE (" + with_utf8("Subject: \xc3\xbc\r\n\r\n") + " TEXT {1+}\r\nx)"),
      StartsWith("a OK"));
  EXPECT_THAT((*phone)("APPEND Sent {1+}\r\nx " + with_utf8(kMessage)), StartsWith("a OK"));
  EXPECT_THAT((*laptop)("APPEND Sent " + with_utf8(kMessage)), StartsWith("a NO [CANNOT]"));
  EXPECT_THAT((*laptop)("APPEND Sent {14+}\r\nSubject: \xe4\r\n\r\n"), StartsWith("a NO [CANNOT]"));
  EXPECT_THAT((*laptop)("APPEND Sent {16+}\r\nSubject: a\r\n\r\n\xc3\xbc"), StartsWith("a OK"));
  EXPECT_THAT((*phone)("STATUS Sent (MESSAGES)"), HasSubstr("(MESSAGES 6)"));
}

// RFC 9051 6.3.12 lets a message have such a header.
TEST_F(ImapUtf8, AppendTakesUtf8ByImap4rev2) {
  (*laptop)("ENABLE IMAP4rev2");
  EXPECT_THAT((*laptop)("APPEND Sent {" + std::to_string(kMessage.size()) + "+}\r\n" + std::string(kMessage)),
              StartsWith("a OK"));
}

TEST_F(ImapUtf8, MessagesAreShownAsTheyAre) {
  put(kMessage);
  (*phone)("SELECT INBOX");
  EXPECT_THAT((*phone)("FETCH 1 (RFC822.SIZE BODY.PEEK[])"), HasSubstr(std::string(kMessage)));
  EXPECT_THAT((*phone)("FETCH 1 ENVELOPE"),
              HasSubstr("\"Gr\xc3\xbc\xc3\x9f"
                        "e\" ((\"J\xc3\xbcrgen\" NIL \"j\xc3\xbcrgen\" \"ex\xc3\xa4mple.test\"))"));
  EXPECT_THAT((*phone)("FETCH 1 BODYSTRUCTURE"), HasSubstr("\"\xc3\xbc.txt\""));
}

TEST_F(ImapUtf8, OthersAreShownASurrogate) {
  put(kMessage);
  (*laptop)("SELECT INBOX");
  const std::string header = (*laptop)("FETCH 1 BODY.PEEK[HEADER]");
  EXPECT_TRUE(wire::is_ascii(header)) << header;
  EXPECT_THAT(header,
              HasSubstr("From: =?UTF-8?B?SsO8cmdlbg==?= <invalid@internationalized-address.invalid>\r\n"));
  EXPECT_THAT(header,
              HasSubstr("To: Bob <bob@example.test>,\r\n =?UTF-8?B?QW5uw6k=?= <anne@example.test>\r\n"));
  EXPECT_THAT(header, HasSubstr("Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"));
  EXPECT_THAT(header, HasSubstr("name=\"_.txt\"; charset=utf-8\r\n"));
  EXPECT_THAT(header, Not(HasSubstr("X-Note")));
  EXPECT_TRUE(wire::is_ascii((*laptop)("FETCH 1 (ENVELOPE BODYSTRUCTURE)")));
  EXPECT_THAT((*laptop)("FETCH 1 BODY.PEEK[TEXT]"), HasSubstr("{9}\r\nGr\xc3\xbc\xc3\x9f"
                                                              "e\r\n"));
}

TEST_F(ImapUtf8, ASurrogateHasItsOwnSize) {
  put(kMessage);
  (*laptop)("SELECT INBOX");
  const std::string surrogate = imapd::surrogate_of(kMessage);
  EXPECT_EQ((*laptop)("FETCH 1 (RFC822.SIZE BODY.PEEK[])"),
            "* 1 FETCH (RFC822.SIZE " + std::to_string(surrogate.size()) + " BODY[] {" +
                std::to_string(surrogate.size()) + "}\r\n" + surrogate + ")\r\na OK fetched\r\n");
}

// A Latin-1 header is no internationalized message (RFC 6532 3).
TEST_F(ImapUtf8, WhatIsNoUtf8IsShownAsItIs) {
  put("Subject: \xe4\r\n\r\nx\r\n");
  (*laptop)("SELECT INBOX");
  EXPECT_THAT((*laptop)("FETCH 1 BODY.PEEK[HEADER]"), HasSubstr("Subject: \xe4\r\n"));
}

TEST_F(ImapUtf8, IsNotKnownWhereItIsNotOffered) {
  ASSERT_EQ(world.offer.drop("UTF8=ACCEPT"), "");
  put(kMessage);
  auto client = selected();
  EXPECT_THAT((*client)("FETCH 1 BODY.PEEK[HEADER]"), HasSubstr("J\xc3\xbcrgen"));
  EXPECT_THAT((*client)("APPEND Sent {14+}\r\nSubject: \xe4\r\n\r\n"), StartsWith("a OK"));
  EXPECT_EQ((*logged_in())("ENABLE UTF8=ACCEPT"), "* ENABLED\r\na OK done\r\n");
}

TEST(Surrogate, GoesThroughThePartsAndTheirMessages) {
  const std::string message =
      "Subject: \xc3\xbc\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
      "--b\r\nContent-Description: \xc3\xa4\r\n\r\n\xc3\xb6\r\n"
      "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: \xc3\x9f\r\nReceived: \xc3\x9f\r\n\r\n\xc3\xa9\r\n"
      "--b--\r\n";
  EXPECT_EQ(imapd::surrogate_of(message),
            "Subject: =?UTF-8?B?w7w=?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            "--b\r\nContent-Description: =?UTF-8?B?w6Q=?=\r\n\r\n\xc3\xb6\r\n"
            "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: =?UTF-8?B?w58=?=\r\n\r\n\xc3\xa9\r\n"
            "--b--\r\n");
}

TEST(Surrogate, PartsNoCharacter) {
  std::string subject;
  for (int i = 0; i < 40; ++i) subject += "\xe6\x97\xa5";
  const std::string out = imapd::surrogate_of("Subject: a" + subject + "\r\n\r\n");
  EXPECT_EQ(mail::decode_words(mail::unfold(out.substr(0, out.size() - 4))), "Subject: a" + subject);
  EXPECT_EQ(out.find("?=\r\n =?"), std::string("Subject: =?UTF-8?B?").size() + 60);
}

TEST(Surrogate, KeepsGroups) {
  EXPECT_EQ(
      imapd::surrogate_of("To: Fr\xc3\xbchling: a@b.test, \xc3\xbc@b.test;, \"x, y\" <c@d.test>\r\n\r\n"),
      "To: =?UTF-8?B?RnLDvGhsaW5n?=: <a@b.test>,\r\n =?UTF-8?B?w7xAYi50ZXN0?= "
      "<invalid@internationalized-address.invalid>;,\r\n \"x, y\" <c@d.test>\r\n\r\n");
}

TEST(Utf8Deviations, NamesAreTheTopics) {
  for (const Deviation* deviation : utf8_deviations()) EXPECT_TRUE(deviation->name.starts_with("imap.utf8."));
}

}  // namespace
}  // namespace mailrig::server
