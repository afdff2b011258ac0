#include "harness/wire/line.hpp"

#include <string>

#include <gtest/gtest.h>

#include "harness/wire/framer.hpp"

namespace mailrig::wire {
namespace {

using namespace std::string_literals;

struct Case {
  std::string line;
  const FlawInfo* flaw;
  std::size_t offset;
};

TEST(CheckLine, NamesEachFlawWhereItIs) {
  const Case cases[] = {
      {"ok\r\n", nullptr, 0},      {"ok\n", &kBareLf, 102},     {"o\rk\r\n", &kBareCr, 101},
      {"o\0k\r\n"s, &kNul, 101},   {"ok\r\r\n", &kBareCr, 102}, {"", nullptr, 0},
      {"a\nb\r\n", &kBareLf, 101},
  };
  for (const Case& c : cases) {
    Flaws flaws;
    check_line(c.line, 100, flaws);
    if (c.flaw == nullptr) {
      EXPECT_TRUE(flaws.empty()) << c.line;
      continue;
    }
    ASSERT_EQ(flaws.items().size(), 1U) << c.line;
    EXPECT_EQ(flaws.items()[0].info, c.flaw);
    EXPECT_EQ(flaws.items()[0].offset, c.offset);
  }
}

}  // namespace
}  // namespace mailrig::wire
