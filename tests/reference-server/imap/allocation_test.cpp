// A warm session answers the commands of every day without asking for memory.
#include "tests/reference-server/imap/count_allocations.hpp"
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

struct ImapAllocations : Rig {};

TEST_F(ImapAllocations, NoneOnceWarm) {
  put_many(50);
  const auto session = make_imap_session(world, {});
  std::string output;
  const auto say = [&](std::string_view line) {
    output.clear();
    EXPECT_EQ(session->feed(line, output), Effect::None);
  };
  say("a LOGIN user1 pass\r\nb SELECT INBOX\r\n");
  const std::string_view commands[] = {"a NOOP\r\n",
                                       "a CHECK\r\n",
                                       "a FETCH 1:* (FLAGS UID RFC822.SIZE)\r\n",
                                       "a UID FETCH 10:20,3 BODY.PEEK[]\r\n",
                                       "a STORE 3:5 +FLAGS (\\Seen)\r\n",
                                       "a UID STORE 3:5 -FLAGS.SILENT (\\Seen)\r\n",
                                       "a SEARCH UNSEEN\r\n",
                                       "a UID SEARCH 1:10 NOT DELETED\r\n",
                                       "a STATUS INBOX (MESSAGES UNSEEN)\r\n",
                                       "a IDLE\r\nDONE\r\n"};
  for (const std::string_view command : commands) {
    for (int i = 0; i < 3; ++i) say(command);
    const std::size_t before = allocations();
    say(command);
    EXPECT_EQ(allocations() - before, 0U) << command;
  }
}

}  // namespace
}  // namespace mailrig::server
