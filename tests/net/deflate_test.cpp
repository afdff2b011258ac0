#include "harness/net/deflate.hpp"

#include <array>

#include <gtest/gtest.h>

namespace mailrig::net {
namespace {

// All that comes out of `bytes`; stops at a failure.
std::string inflated(Inflater& inflater, std::string_view bytes, std::size_t scratch_octets = 64) {
  std::string out;
  std::string scratch(scratch_octets, '\0');
  inflater.feed(bytes);
  for (;;) {
    switch (inflater.step(scratch)) {
      case Inflater::Step::Data:
        out += inflater.data();
        break;
      default:
        return out;
    }
  }
}

constexpr std::string_view kTalk = "* 23 EXISTS\r\n* 1 RECENT\r\n* 23 EXISTS\r\nA1 OK [READ-WRITE] done\r\n";

TEST(Deflate, GivesBackWhatWentInWhereverItIsCut) {
  Deflater deflater;
  std::string packed;
  deflater.append(kTalk, packed);
  for (std::size_t cut = 0; cut <= packed.size(); ++cut) {
    Inflater inflater;
    const std::string_view all = packed;
    std::string out = inflated(inflater, all.substr(0, cut), 7);
    out += inflated(inflater, all.substr(cut), 7);
    EXPECT_EQ(out, kTalk) << "cut at " << cut;
    EXPECT_TRUE(inflater.failure().empty());
  }
}

TEST(Deflate, LeavesNothingOfATurnForTheNext) {
  Deflater deflater;
  Inflater inflater;
  for (const std::string_view turn : {"A1 NOOP\r\n", "x", "A2 LOGOUT\r\n"}) {
    std::string packed;
    deflater.append(turn, packed);
    EXPECT_EQ(inflated(inflater, packed), turn);
  }
}

TEST(Deflate, RemembersAcrossTurns) {
  Deflater deflater;
  std::string first, again;
  deflater.append(kTalk, first);
  deflater.append(kTalk, again);
  EXPECT_LT(again.size(), first.size() / 2);
}

TEST(Deflate, WritesAHeaderOnlyWhenAskedTo) {
  std::string packed, headed;
  Deflater{}.append("A1 NOOP\r\n", packed);
  Deflater{DeflateForm::Zlib}.append("A1 NOOP\r\n", headed);
  EXPECT_EQ(headed.substr(2), packed);
  EXPECT_EQ(headed[0] & 0x0F, 8);  // CM (RFC 1950 2.2)
  EXPECT_EQ((static_cast<unsigned char>(headed[0]) * 256 + static_cast<unsigned char>(headed[1])) % 31,
            0);  // FCHECK
  EXPECT_TRUE(packed.ends_with(std::string_view("\x00\x00\xFF\xFF", 4)));
}

TEST(Deflate, WritesNothingForNothing) {
  Deflater deflater;
  std::string packed;
  deflater.append("", packed);
  EXPECT_EQ(packed, "");
}

TEST(Inflate, TakesTheLargestWindowThereIs) {
  // Stored blocks (RFC 1951 3.2.4), then a match that reaches 32768 octets back, with fixed codes.
  const std::string text(32768, 'q');
  std::string packed("\x00\x00\x80\xFF\x7F", 5);
  packed += text;
  Inflater inflater;
  EXPECT_EQ(inflated(inflater, packed, 16384), text);
  EXPECT_TRUE(inflater.failure().empty());
}

TEST(Inflate, GivesABombNoMoreThanItsScratchAtATime) {
  Deflater deflater;
  std::string packed;
  deflater.append(std::string(1024 * 1024, '\0'), packed);
  ASSERT_LT(packed.size(), 10'000U);
  Inflater inflater;
  std::array<char, 4096> scratch{};
  inflater.feed(packed);
  ASSERT_EQ(inflater.step(scratch), Inflater::Step::Data);
  EXPECT_EQ(inflater.data().size(), scratch.size());
  EXPECT_TRUE(inflater.owes());
}

TEST(Inflate, GoesOnWithWhatIsLeft) {
  Deflater deflater;
  std::string packed;
  deflater.append(kTalk, packed);
  Inflater inflater;
  std::array<char, 10> scratch{};
  std::string out;
  std::string kept = packed;
  for (int turn = 0; turn < 100 && (!kept.empty() || inflater.owes()); ++turn) {
    inflater.feed(kept);
    if (inflater.step(scratch) == Inflater::Step::Data) out += inflater.data();
    kept = std::string(inflater.rest());
  }
  EXPECT_EQ(out, kTalk);
}

TEST(Inflate, SaysWhatIsWrong) {
  struct Case {
    std::string_view packed, why;
  };
  for (const auto& [packed, why] : {
           Case{"A1 OK DEFLATE active\r\n", "invalid"},
           Case{"\x07", "invalid block type"},
           Case{std::string_view("\x01\x00\x00\xFF\xFFmore", 9),
                "octets behind the end of the deflate stream"},
       }) {
    Inflater inflater;
    EXPECT_EQ(inflated(inflater, packed), "");
    EXPECT_NE(inflater.failure().find(why), std::string::npos) << inflater.failure();
  }
}

TEST(Inflate, GivesWhatWasRightBeforeWhatIsWrong) {
  Deflater deflater;
  std::string packed;
  deflater.append("A1 OK\r\n", packed);
  packed += "\x07";
  Inflater inflater;
  EXPECT_EQ(inflated(inflater, packed), "A1 OK\r\n");
  EXPECT_EQ(inflater.failure(), "invalid block type");
}

TEST(Inflate, SaysAFailureOnce) {
  Inflater inflater;
  std::array<char, 64> scratch{};
  inflater.feed("\x07");
  EXPECT_EQ(inflater.step(scratch), Inflater::Step::Failed);
  inflater.feed("more");
  EXPECT_EQ(inflater.step(scratch), Inflater::Step::Idle);
}

}  // namespace
}  // namespace mailrig::net
