// MESSAGELIMIT and SAVELIMIT (RFC 9738), INPROGRESS (RFC 9585), COMPRESS (RFC 4978) as a session answers it.
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct ImapMessageLimit : Rig {
  std::unique_ptr<Client> selected(int messages) {
    put_many(messages);
    auto client = logged_in();
    EXPECT_THAT((*client)("SELECT INBOX"), HasSubstr("a OK"));
    return client;
  }
};

TEST_F(ImapMessageLimit, IsAnnouncedWhereThereIsOne) {
  EXPECT_THAT((*connect())("CAPABILITY"), Not(HasSubstr("LIMIT=")));
  world.limits.messages_per_save = 7;
  EXPECT_THAT((*connect())("CAPABILITY"), HasSubstr(" SAVELIMIT=7"));
  world.limits.messages_per_command = 5;
  EXPECT_THAT((*connect())("CAPABILITY"), AllOf(HasSubstr(" MESSAGELIMIT=5"), Not(HasSubstr("SAVELIMIT"))));
}

TEST_F(ImapMessageLimit, LeavesWhatIsWithinItAlone) {
  world.limits.messages_per_command = 5;
  auto client = selected(5);
  for (const std::string_view command :
       {"FETCH 1:5 FLAGS", "SEARCH ALL", "STORE 1:5 +FLAGS (\\Seen)", "COPY 1:5 INBOX", "UID EXPUNGE 1:5"})
    EXPECT_THAT((*client)(command), AllOf(HasSubstr("a OK"), Not(HasSubstr("MESSAGELIMIT")))) << command;
}

TEST_F(ImapMessageLimit, FetchesTheLatestFromTheTop) {
  world.limits.messages_per_command = 2;
  auto client = selected(4);
  EXPECT_EQ((*client)("FETCH 1:4 (UID)"),
            "* 4 FETCH (UID 4)\r\n* 3 FETCH (UID 3)\r\na OK [MESSAGELIMIT 2 3] fetched\r\n");
  EXPECT_THAT((*client)("UID FETCH 1:4 (UID) (PARTIAL -1:-3)"), StartsWith("a NO [MESSAGELIMIT 2] "));
}

TEST_F(ImapMessageLimit, TellsItsCodeUntaggedWhereAnotherIsTagged) {
  world.limits.messages_per_command = 2;
  auto client = selected(4);
  EXPECT_THAT((*client)("STORE 1:4 (UNCHANGEDSINCE 1) +FLAGS (\\Seen)"),
              AllOf(HasSubstr("* NO [MESSAGELIMIT 2 3]"), HasSubstr("a OK [MODIFIED 3:4]")));
}

TEST_F(ImapMessageLimit, CountsWhatASearchLooksAt) {
  world.limits.messages_per_command = 2;
  auto client = selected(4);
  EXPECT_EQ((*client)("SEARCH DELETED"), "* SEARCH\r\na OK [MESSAGELIMIT 2 3] searched\r\n");
  EXPECT_EQ((*client)("SEARCH UID 1:2"), "* SEARCH 1 2\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH UIDBEFORE 3"), "* SEARCH 1 2\r\na OK searched\r\n");
  EXPECT_EQ((*client)("SEARCH UIDAFTER 3"), "* SEARCH 4\r\na OK searched\r\n");
  EXPECT_THAT((*client)("SEARCH UIDAFTER 0"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("SEARCH RETURN (SAVE) ALL"), HasSubstr("a OK [MESSAGELIMIT 2 3]"));
  EXPECT_EQ((*client)("SEARCH $"), "* SEARCH 3 4\r\na OK searched\r\n");
}

TEST_F(ImapMessageLimit, WithoutOneItsKeysAreUnknown) {
  auto client = selected(1);
  EXPECT_THAT((*client)("SEARCH UIDAFTER 1"), StartsWith("a BAD"));
}

TEST_F(ImapMessageLimit, CopiesAllOrNone) {
  world.limits.messages_per_save = 2;
  auto client = selected(3);
  EXPECT_THAT((*client)("COPY 1:3 INBOX"), StartsWith("a NO [MESSAGELIMIT 2 2] "));
  EXPECT_THAT((*client)("FETCH 1:3 (UID)"), HasSubstr("a OK fetched"));
}

TEST_F(ImapMessageLimit, ExpungesAllButByUidTheLatest) {
  world.limits.messages_per_command = 2;
  auto client = selected(5);
  (*client)("STORE 4:5 +FLAGS (\\Deleted)");
  (*client)("STORE 2:3 +FLAGS (\\Deleted)");
  (*client)("STORE 1 +FLAGS (\\Deleted)");
  EXPECT_THAT((*client)("UID EXPUNGE 1:5"), EndsWith("a OK [MESSAGELIMIT 2 4] expunged\r\n"));
  EXPECT_THAT((*client)("EXPUNGE"), EndsWith("a OK expunged\r\n"));
  EXPECT_THAT((*client)("NOOP"), Not(HasSubstr("EXISTS")));
}

TEST_F(ImapMessageLimit, ThreadsNoLargerMailbox) {
  world.limits.messages_per_command = 2;
  auto client = selected(3);
  EXPECT_THAT((*client)("THREAD REFERENCES UTF-8 ALL"), StartsWith("a NO [MESSAGELIMIT 2] "));
}

struct ImapProgress : ImapMessageLimit {};

TEST_F(ImapProgress, IsToldEachSoManyMessagesAndNotAtTheEnd) {
  world.limits.progress_messages = 2;
  auto client = selected(4);
  EXPECT_EQ((*client)("FETCH 1:4 (UID)"),
            "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n* OK [INPROGRESS (\"a\" 2 4)] still at it\r\n"
            "* 3 FETCH (UID 3)\r\n* 4 FETCH (UID 4)\r\na OK fetched\r\n");
}

TEST_F(ImapProgress, TellsNoTagThatWouldEndTheCode) {
  world.limits.progress_messages = 2;
  auto client = selected(3);
  EXPECT_THAT(client->raw("x] SEARCH ALL\r\n"), HasSubstr("* OK [INPROGRESS (NIL 2 3)]"));
}

TEST_F(ImapProgress, IsNotToldWhereItIsNotOffered) {
  world.limits.progress_messages = 1;
  EXPECT_EQ(world.offer.drop("INPROGRESS"), "");
  auto client = selected(3);
  EXPECT_THAT((*client)("SEARCH ALL"), Not(HasSubstr("INPROGRESS")));
}

struct ImapCompress : Rig {};

TEST_F(ImapCompress, IsForWhoIsLoggedIn) {
  EXPECT_THAT((*connect())("COMPRESS DEFLATE"), StartsWith("a BAD"));
  auto client = logged_in();
  EXPECT_EQ((*client)("compress deflate"), "a OK compressing\r\n");
  EXPECT_EQ(client->effect, Effect::Compress);
}

TEST_F(ImapCompress, KeepsWhatCameBehindItWhereverItIsCut) {
  const std::string_view talk = "a COMPRESS DEFLATE\r\n\x01\n\x02";
  for (std::size_t cut = 0; cut <= talk.size() - 3; ++cut) {
    auto client = logged_in();
    std::string got = client->raw(talk.substr(0, cut));
    if (client->effect != Effect::Compress) got += client->raw(talk.substr(cut));
    EXPECT_EQ(got, "a OK compressing\r\n") << cut;
    EXPECT_EQ(client->session().take_rest(), cut == talk.size() - 3 ? "" : talk.substr(talk.size() - 3))
        << cut;
    EXPECT_EQ(client->session().take_rest(), "");
  }
}

TEST_F(ImapCompress, IsRefusedASecondTimeAndByAnotherName) {
  auto client = logged_in();
  EXPECT_THAT((*client)("COMPRESS LZ77"), StartsWith("a BAD"));
  EXPECT_EQ(client->effect, Effect::None);
  EXPECT_THAT((*client)("COMPRESS"), StartsWith("a BAD"));
  EXPECT_THAT((*client)("COMPRESS DEFLATE"), StartsWith("a OK"));
  EXPECT_THAT((*client)("COMPRESS DEFLATE"), StartsWith("a BAD"));
  EXPECT_EQ(client->effect, Effect::None);
}

}  // namespace
}  // namespace mailrig::server
