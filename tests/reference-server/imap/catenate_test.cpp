// CATENATE (RFC 4469) and the URLs of messages (RFC 5092).
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct ImapCatenate : Rig {
  ImapCatenate() { put("Subject: one\r\nTo: x\r\n\r\nbody\r\n"); }
  // What a message that is only this URL holds; empty: it was refused.
  std::string fetched(Client& client, std::string_view url) {
    const std::string told = client("APPEND Sent CATENATE (URL \"" + std::string(url) + "\")");
    if (!told.starts_with("a OK")) return {};
    const auto sent = store->open(*accounts.find("user1"), "Sent");
    return *sent->messages().back().body.octets();
  }
};

TEST_F(ImapCatenate, ReadsUrlsAsFetchReadsSections) {
  auto client = selected();
  EXPECT_EQ(fetched(*client, "/INBOX/;UID=1"), "Subject: one\r\nTo: x\r\n\r\nbody\r\n");
  EXPECT_EQ(fetched(*client, "/INBOX;UIDVALIDITY=7/;UID=1/;section=TEXT"), "body\r\n");
  EXPECT_EQ(fetched(*client, "/inbox/;uid=1/;Section=HEADER.FIELDS%20(To)"), "To: x\r\n\r\n");
  EXPECT_EQ(fetched(*client, ";UID=1/;SECTION=1"), "body\r\n");
  EXPECT_EQ(fetched(*client, "/INBOX/;UID=1/;SECTION=TEXT/;PARTIAL=1.2"), "od");
  EXPECT_EQ(fetched(*client, "/INBOX/;UID=1/;SECTION=TEXT/;PARTIAL=2"), "dy\r\n");
}

TEST_F(ImapCatenate, TellsWhichUrlIsWrong) {
  auto client = logged_in();
  for (const char* text :
       {"/INBOX/;UID=9", "/none/;UID=1", "/INBOX;UIDVALIDITY=8/;UID=1", "/INBOX", "/INBOX/;UID=1/;SECTION=7",
        "/INBOX/;UID=1/;SECTION=FOO", "imap://x@y/INBOX/;UID=1", ";UID=1", "/INBOX/;UID=1/;SECTION=%0D"}) {
    const std::string url = text;
    EXPECT_EQ((*client)("APPEND Sent CATENATE (URL \"" + url + "\")"),
              "a NO [BADURL " + url + "] that URL can't be read\r\n");
  }
  EXPECT_THAT((*client)("STATUS Sent (MESSAGES)"), HasSubstr("(MESSAGES 0)"));
}

TEST_F(ImapCatenate, JoinsPartsInTheirOrder) {
  auto client = selected();
  EXPECT_THAT(client->raw("a APPEND Sent (\\Draft) CATENATE (TEXT {2+}\r\nx\n URL "
                          "\"/INBOX/;UID=1/;SECTION=TEXT\" TEXT {1+}\r\ny)\r\n"),
              StartsWith("a OK"));
  EXPECT_EQ(*store->open(*accounts.find("user1"), "Sent")->messages().back().body.octets(), "x\nbody\r\ny");
  EXPECT_THAT(client->raw("a REPLACE 1 INBOX CATENATE (TEXT {1+}\r\nz)\r\n"), HasSubstr("a OK"));
  EXPECT_THAT((*client)("APPEND Sent CATENATE ()"), StartsWith("a BAD"));
}

}  // namespace
}  // namespace mailrig::server
