#include <gtest/gtest.h>

#include "reports/reports.hpp"
#include "tests/reports/sample.hpp"

namespace mailrig::reports {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count_lines(const std::string& text, std::string_view beginning) {
  std::size_t count = 0;
  for (std::size_t at = 0; at != std::string::npos; at = text.find('\n', at)) {
    if (at > 0) ++at;
    if (std::string_view(text).substr(at).starts_with(beginning)) ++count;
  }
  return count;
}

TEST(Tap, PlansWhatItTells) {
  const std::string tap = render_tap(fold(sample_check()));
  EXPECT_TRUE(tap.starts_with("TAP version 14\n1..68\n"));
  EXPECT_EQ(count_lines(tap, "ok ") + count_lines(tap, "not ok "), 68U);
}

TEST(Tap, MapsEachVerdict) {
  const std::string tap = render_tap(fold(sample_check()));
  EXPECT_EQ(count_lines(tap, "not ok "), 3U);  // fail, blocked, broken
  EXPECT_TRUE(has(tap, " - imap/move/copyuid-first: A MOVE reports where the message went before it"));
  EXPECT_TRUE(has(tap, " - imap/idle/done: IDLE ends # SKIP IDLE is not offered\n"));
  EXPECT_TRUE(has(tap, " - pop3/uidl: UIDL is stable\n  ---\n  verdict: 'note'\n"));
  EXPECT_EQ(count_lines(render_tap(fold(sample_check()), {true}), "not ok "), 4U);  // weak, too
}

TEST(Tap, TellsAFailureWhole) {
  const std::string tap = render_tap(fold(sample_check()));
  for (const char* part :
       {"    - rule: 'RFC 6851 4.3 MUST'\n", "      wanted: '* OK [COPYUID ${=validity} ${uid.2} ${=new}]'\n",
        "      at: 'scenarios/imap/move/copyuid-first.toml:12:4'\n", "  duration_ms: 50.000\n",
        "    c C: A1 LOGIN alice «***»\\r\\n\n", "  again: 'mailrig check imap/move/copyuid-first --imap"}) {
    EXPECT_TRUE(has(tap, part)) << part;
  }
}

TEST(Tap, EscapesWhatWouldBeADirectiveOrAnEndOfTheBlock) {
  const std::string tap = render_tap(fold(sample_hostile()));
  EXPECT_FALSE(has(tap, "\n...\n"));
  EXPECT_EQ(count_lines(tap, "  ..."), count_lines(tap, "  ---"));
  EXPECT_TRUE(has(tap, "ok 1 - imap/evil/\\\\r\\\\n::error::gotcha"));
  EXPECT_TRUE(has(tap, "not ok 7 \\# TODO x"));
  EXPECT_EQ(count_lines(tap, "ok ") + count_lines(tap, "not ok "), 2U);
  for (const char c : tap) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
}

TEST(Tap, BailsOutOfARunThatIsNotWhole) {
  std::vector<record::Event> events = sample_check();
  events.pop_back();
  EXPECT_TRUE(render_tap(fold(events)).ends_with("Bail out! the record ends before the run does\n"));
  EXPECT_TRUE(has(render_tap(fold({})), "\n1..0 # SKIP nothing was run\n"));
}

TEST(Tap, MakesALoadOnePoint) {
  const std::string tap = render_tap(fold(sample_load()));
  EXPECT_TRUE(has(tap, "\n1..1\n"));
  EXPECT_TRUE(has(tap, "not ok 1 - load/office\n  ---\n  verdict: 'objective missed'\n"));
}

}  // namespace
}  // namespace mailrig::reports
