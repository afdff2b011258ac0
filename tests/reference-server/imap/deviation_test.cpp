#include <set>

#include "reference-server/deviation/imap.hpp"
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

TEST(ImapDeviations, NamesAreUniqueAndCarryTheirClause) {
  std::set<std::string_view> names;
  for (const Deviation* deviation : imap_deviations()) {
    EXPECT_TRUE(deviation->name.starts_with("imap.")) << deviation->name;
    EXPECT_TRUE(names.insert(deviation->name).second) << deviation->name;
    EXPECT_NE(deviation->clause.rfc, 0) << deviation->name;
    EXPECT_FALSE(deviation->what.empty()) << deviation->name;
  }
  EXPECT_GE(names.size(), 120U);
}

// What two clients send; "p " is the phone, "l " the laptop, "T" means that the phone's TLS is up, "W" that
// the phone is woken. Each act begins with a new server.
using Act = std::vector<std::string>;

const std::vector<Act>& acts() {
  static const std::vector<Act> kActs = {
      {"p a CAPABILITY", "p a FETCH 1 FLAGS", "p a LIST \"\" *", "p a AUTHENTICATE PLAIN", "p *", "p a XYZZY",
       "p a SELECT", "p a LOGIN user1 wrong", "p a LOGIN user1 pass", "p a LOGIN user2 pass",
       "p a FETCH 1 FLAGS", "p a ID NIL", "p a NAMESPACE", "p a ENABLE X", "p a LOGIN {2000000000}",
       "p a LOGOUT"},
      {"p a LOGIN {2000000000}"},
      {"p a STARTTLS\r\nb CAPABILITY", "T", "p c CAPABILITY", "p d STARTTLS"},
      {"p a LOGIN {5+}\r\nuser1 {4}", "p pass", "p a SELECT INBOX", "p a SELECT none", "p a CHECK",
       "p a EXAMINE INBOX", "p a STORE 1 +FLAGS (\\Seen)", "p a EXPUNGE", "p a CLOSE", "p a SELECT INBOX",
       "p a CLOSE", "p a CHECK", "p a SELECT INBOX", "p a STORE 1 +FLAGS (\\Deleted)", "p a CLOSE",
       "p a SELECT INBOX"},
      {"p a LOGIN user1 pass", "p a EXAMINE INBOX", "l a LOGIN user1 pass", "l a SELECT INBOX",
       "p a SELECT INBOX", "p a STATUS INBOX (MESSAGES UNSEEN)", "p a STATUS none (MESSAGES)"},
      {"p a LOGIN user1 pass",   "p a CREATE x",          "p a CREATE x",       "p a CREATE INBOX",
       "p a DELETE x",           "p a LIST \"\" x",       "p a DELETE INBOX",   "p a DELETE y",
       "p a CREATE x",           "p a CREATE z",          "p a RENAME x z",     "p a RENAME y u",
       "p a APPEND x {1+}\r\nq", "p a SUBSCRIBE z",       "p a LSUB \"\" z",    "p a UNSUBSCRIBE Sent",
       "p a LSUB \"\" *",        "p a CREATE \"q\\\"q\"", "p a CREATE a/&AOQ-", "p a LIST \"\" inbox",
       "p a LIST \"\" \"\"",     "p a LIST \"\" %",       "p a LIST \"\" *"},
      {"p a LOGIN user1 pass", "p a SELECT INBOX",
       "p a APPEND INBOX (\\Flagged) \"17-Jul-1996 02:44:25 -0700\" {5+}\r\nhello",
       "p a APPEND none {1+}\r\nx", "p a FETCH 4 (FLAGS INTERNALDATE RFC822.SIZE BODY[])", "p a COPY 4 none",
       "p a MOVE 4 none", "p a COPY 4 Sent", "p a MOVE 4 Junk", "p a SELECT Sent",
       "p a FETCH 1 (FLAGS INTERNALDATE)"},
      {"p a LOGIN user1 pass", "p a SELECT INBOX", "p a FETCH 1 BODY.PEEK[]", "p a FETCH 1 FLAGS",
       "p a FETCH 2 BODY[]", "p a FETCH 2 FLAGS", "p a FETCH 3 BODY.PEEK[]<2.3>",
       "p a FETCH 3 BODY.PEEK[]<999.1>", "p a FETCH 1 (ENVELOPE BODYSTRUCTURE)", "p a FETCH 3:2 UID",
       "p a FETCH 9 UID", "p a UID FETCH 1 FLAGS", "p a UID FETCH 9 FLAGS",
       "p a FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]", "p a FETCH 1 BODY.PEEK[1]"},
      {"p a LOGIN user1 pass",
       "p a SELECT INBOX",
       "p a STORE 1 +FLAGS.SILENT (\\Seen)",
       "p a STORE 1 +FLAGS (\\Flagged)",
       "p a STORE 1 +FLAGS ($Work)",
       "p a STORE 1 +FLAGS (\\Recent)",
       "p a SEARCH OR SEEN DELETED",
       "p a SEARCH NOT SEEN",
       "p a SEARCH SINCE 9-Sep-2001",
       "p a SEARCH SUBJECT ONE",
       "p a SEARCH CHARSET X ALL",
       "p a SEARCH BCC x",
       "p a SEARCH LARGER 19",
       "p a SEARCH SMALLER 19",
       "p a SEARCH RETURN (MIN) ALL",
       "p a STORE 1,3 FLAGS (\\Deleted)",
       "p a UID EXPUNGE 1",
       "p a UID SEARCH ALL",
       "p a UNSELECT",
       "p a SELECT INBOX",
       "p a EXPUNGE",
       "p a APPEND INBOX {1+}\r\nx"},
      {"p a AUTHENTICATE PLAIN AHVzZXIxAHBhc3M=", "p b NOOP"},
      {"p a AUTHENTICATE PLAIN", "p =AHVzZXIxAHBhc3M="},
      {"p a LOGIN user1 pass", "p a SELECT INBOX", "l a LOGIN user1 pass", "l a SELECT INBOX",
       "l a STORE 1:2 +FLAGS (\\Deleted)", "l a EXPUNGE", "l a STORE 1 +FLAGS (\\Flagged)",
       "l a STORE 1 +FLAGS (\\Recent)", "p a FETCH 3 UID", "p a NOOP", "p a IDLE",
       "l a APPEND INBOX {1+}\r\nx", "W", "p b NOOP"}};
  return kActs;
}

std::string played(const Act& act, std::string_view deviation) {
  struct Stage : Rig {
    void TestBody() override {}
  } stage;
  if (!deviation.empty()) {
    EXPECT_EQ(stage.deviations.add(deviation), "");
  }
  stage.put(
      "Subject: one\r\nFrom: \xE4 <a@b>\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n1\r\n--x\r\n\r\n2\r\n--x--\r\n");
  stage.put("Subject: two\r\n\r\ntext two", {kDeleted, {}});
  stage.put("Subject: three\r\n\r\n3");
  const auto phone = stage.connect();
  const auto laptop = stage.connect();
  std::string out = phone->greeting;
  for (const std::string& line : act) {
    if (line == "T") {
      phone->session().secured();
    } else if (line == "W") {
      out += phone->wake();
    } else {
      out += (line.front() == 'p' ? phone : laptop)->raw(line.substr(2) + "\r\n");
    }
  }
  return out;
}

TEST(ImapDeviations, EachIsSeenInWhatIsSaid) {
  std::vector<std::string> right;
  for (const Act& act : acts()) right.push_back(played(act, {}));
  for (const Deviation* deviation : imap_deviations()) {
    bool seen = false;
    for (std::size_t i = 0; i < acts().size() && !seen; ++i) {
      seen = played(acts()[i], deviation->name) != right[i];
    }
    EXPECT_TRUE(seen) << deviation->name;
  }
}

TEST(ImapDeviations, CountedOnesEnd) {
  const Act act = {"p a NOOP", "p b NOOP"};
  EXPECT_THAT(played(act, "imap.reply.tag-wrong:1"),
              testing::EndsWith("aX OK nothing done\r\nb OK nothing done\r\n"));
}

}  // namespace
}  // namespace mailrig::server
