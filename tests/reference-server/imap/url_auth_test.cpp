// URLAUTH (RFC 4467): URLs that give what they name to whom they are made for.
#include "reference-server/deviation/url_auth.hpp"

#include "reference-server/session/imap/auth_url.hpp"
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

constexpr std::string_view kBase = "imap://user1@localhost/INBOX/;uid=1";
const std::string kData = "Subject: one\r\n\r\nbody\r\n";

struct ImapUrlAuth : Rig {
  ImapUrlAuth() {
    put(kData);
    owner = logged_in();
    other = connect();
    (*other)("LOGIN user2 pass");
  }
  // The URL that is made of this rump; empty: it was refused.
  std::string made(const std::string& rump) {
    const std::string said = (*owner)("GENURLAUTH \"" + rump + "\" INTERNAL");
    const std::size_t begin = said.find('"');
    if (!said.starts_with("* GENURLAUTH ") || begin == std::string::npos) return {};
    return said.substr(begin + 1, said.find('"', begin + 1) - begin - 1);
  }
  std::string made_for(const std::string& access, const std::string& within = {}) {
    return made(std::string(kBase) + within + ";urlauth=" + access);
  }
  // What the URL gives; "NIL".
  static std::string given(Client& client, const std::string& url) {
    std::string said = client("URLFETCH \"" + url + "\"");
    const std::string head = "* URLFETCH \"" + url + "\" ", tail = "\r\na OK fetched\r\n";
    EXPECT_THAT(said, StartsWith(head));
    EXPECT_THAT(said, EndsWith(tail));
    said = said.substr(head.size(), said.size() - head.size() - tail.size());
    return said.starts_with('{') ? said.substr(said.find('\n') + 1) : said;
  }
  std::unique_ptr<Client> owner, other;
};

TEST_F(ImapUrlAuth, GivesWhatTheUrlNames) {
  EXPECT_EQ(given(*other, made_for("anonymous")), kData);
  EXPECT_EQ(given(*other, made_for("AUTHUSER")), kData);
  EXPECT_EQ(given(*other, made_for("anonymous", "/;section=TEXT")), "body\r\n");
  EXPECT_EQ(given(*other, made_for("anonymous", "/;SECTION=TEXT/;PARTIAL=1.2")), "od");
  EXPECT_EQ(given(*other, made_for("anonymous", "/;section=7")), "\"\"");
  EXPECT_EQ(given(*owner, made("imap://user1;AUTH=*@[::1]:143/inbox;UIDVALIDITY=7/;UID=1;URLAUTH=anonymous")),
            kData);
}

TEST_F(ImapUrlAuth, TokensTellTheirAlgorithm) {
  EXPECT_THAT(made_for("anonymous"), MatchesRegex(".*;urlauth=anonymous:internal:01[0-9a-f]{64}"));
}

TEST_F(ImapUrlAuth, GivesNothingWhereAnOctetDiffers) {
  const std::string url = made_for("anonymous");
  for (std::size_t at = 0; at < url.size(); ++at) {
    std::string changed = url;
    changed[at] = changed[at] == '1' ? '2' : '1';
    EXPECT_EQ(given(*other, changed), "NIL") << changed;
  }
  // RFC 4467 6: nothing is decoded, and nothing folded.
  std::string folded = url;
  folded.replace(folded.find("INBOX"), 5, "inbox");
  EXPECT_EQ(given(*other, folded), "NIL");
  folded = url;
  folded.replace(folded.find("INBOX"), 5, "INBO%58");
  EXPECT_EQ(given(*other, folded), "NIL");
}

TEST_F(ImapUrlAuth, GivesNothingByWhatIsNoSuchUrl) {
  const std::string token = ":internal:01" + std::string(64, '0');
  for (const std::string& url :
       {std::string("x"), std::string("imap://"), std::string("imap://user1@h/INBOX"), std::string(kBase),
        "imap://user1@h/INBOX;urlauth=anonymous" + token,
        "imap://nobody@h/INBOX/;uid=1;urlauth=anonymous" + token,
        "imap://user1@h/none/;uid=1;urlauth=anonymous" + token, std::string(kBase) + ";urlauth=anonymous",
        std::string(kBase) + ";urlauth=anonymous:internal", std::string(kBase) + ";urlauth=friends" + token,
        std::string(kBase) + ";urlauth=user+" + token,
        std::string(kBase) + ";expire=soon;urlauth=anonymous" + token})
    EXPECT_EQ(given(*other, url), "NIL") << url;
}

TEST_F(ImapUrlAuth, GivesToWhomItIsFor) {
  EXPECT_EQ(given(*other, made_for("user+user2")), kData);
  EXPECT_EQ(given(*owner, made_for("user+user2")), "NIL");
  EXPECT_EQ(given(*other, made_for("user+nobody")), "NIL");
  EXPECT_EQ(given(*other, made_for("submit+user1")), "NIL");
  world.submit_user = "user2";
  EXPECT_EQ(given(*other, made_for("submit+user1")), kData);
  EXPECT_EQ(given(*other, made_for("submit+nobody")), "NIL");
  EXPECT_EQ(given(*owner, made_for("submit+user1")), "NIL");
}

TEST_F(ImapUrlAuth, GivesNothingBehindItsExpire) {
  // It is 2023-11-14T22:13:20Z.
  EXPECT_EQ(given(*other, made_for("anonymous", ";EXPIRE=2023-11-14T22:13:20Z")), kData);
  EXPECT_EQ(given(*other, made_for("anonymous", ";EXPIRE=2023-11-14T22:13:19Z")), "NIL");
  EXPECT_EQ(given(*other, made_for("anonymous", ";EXPIRE=2023-11-15T00:13:20.5+02:00")), kData);
}

TEST_F(ImapUrlAuth, RefusesRumpsByBad) {
  for (const std::string& rump :
       {std::string("x"), std::string(kBase), std::string("imap://localhost/INBOX/;uid=1;urlauth=anonymous"),
        std::string("imap://user2@localhost/INBOX/;uid=1;urlauth=anonymous"),
        std::string("imap://user1@localhost/none/;uid=1;urlauth=anonymous"),
        std::string("imap://user1@localhost/INBOX;urlauth=anonymous"),
        std::string(kBase) + ";urlauth=friends", std::string(kBase) + ";urlauth=anonymous:internal:00",
        std::string(kBase) + ";expire=x;urlauth=anonymous"})
    EXPECT_THAT((*owner)("GENURLAUTH \"" + rump + "\" INTERNAL"), StartsWith("a BAD")) << rump;
  EXPECT_THAT((*owner)("GENURLAUTH \"" + std::string(kBase) + ";urlauth=anonymous\" XSAMPLE"),
              StartsWith("a NO"));
  EXPECT_THAT((*connect())("URLFETCH x"), StartsWith("a BAD"));
}

TEST_F(ImapUrlAuth, ResetkeyRevokes) {
  const std::string url = made_for("anonymous");
  EXPECT_EQ((*owner)("RESETKEY INBOX INTERNAL"), "a OK [URLMECH INTERNAL] another key\r\n");
  EXPECT_EQ(given(*other, url), "NIL");
  const std::string next = made_for("anonymous");
  EXPECT_NE(next, url);
  EXPECT_EQ(given(*other, next), kData);
  EXPECT_EQ((*other)("RESETKEY"), "a OK all keys are gone\r\n");  // those of user2
  EXPECT_EQ(given(*other, next), kData);
  EXPECT_EQ((*owner)("RESETKEY"), "a OK all keys are gone\r\n");
  EXPECT_EQ(given(*other, next), "NIL");
  EXPECT_THAT((*owner)("RESETKEY none"), StartsWith("a NO"));
  EXPECT_THAT((*owner)("RESETKEY INBOX XSAMPLE"), StartsWith("a BAD"));
}

TEST_F(ImapUrlAuth, UrlmechIsTold) {
  auto laptop = selected();
  EXPECT_THAT((*logged_in())("EXAMINE INBOX"), HasSubstr("* OK [URLMECH INTERNAL] "));
  made_for("anonymous");
  EXPECT_EQ((*laptop)("NOOP"), "a OK nothing done\r\n");
  (*owner)("RESETKEY INBOX");
  EXPECT_EQ((*laptop)("NOOP"), "* OK [URLMECH INTERNAL] how URLs are authorized\r\na OK nothing done\r\n");
  EXPECT_EQ((*laptop)("NOOP"), "a OK nothing done\r\n");
}

// RFC 5464 4.1 has notes follow the messages of the INBOX; RFC 4467 2.2 has each mailbox have a key of its
// own.
TEST_F(ImapUrlAuth, EachMailboxHasItsKey) {
  const std::string url = made_for("anonymous");
  (*owner)("RENAME INBOX old");
  put(kData);
  std::string moved = url;
  EXPECT_EQ(given(*other, moved.replace(moved.find("INBOX"), 5, "old")), "NIL");
}

TEST_F(ImapUrlAuth, ReadsTimesOfRfc3339) {
  using imapd::parse_rfc3339;
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_rfc3339("1985-04-12t23:20:50.52z"), 482196050);
  EXPECT_EQ(parse_rfc3339("1996-12-19T16:39:57-08:00"), 851042397);
  for (const char* wrong : {"", "1970-01-01", "1970-01-01T00:00:00", "1970-02-30T00:00:00Z",
                            "1970-01-01T24:00:00Z", "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00+1:00",
                            "1970-01-01T00:00:00+01:00Z", "1970-01-01 00:00:00Z", "1970-1-01T00:00:00Z"})
    EXPECT_FALSE(parse_rfc3339(wrong).has_value()) << wrong;
}

TEST(UrlAuthDeviations, NamesAreTheTopics) {
  for (const Deviation* deviation : url_auth_deviations())
    EXPECT_TRUE(deviation->name.starts_with("imap.urlauth."));
}

}  // namespace
}  // namespace mailrig::server
