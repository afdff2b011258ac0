#include <gtest/gtest.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

MessageSpec sized(std::size_t size, std::uint64_t seed = 1) {
  MessageSpec spec;
  spec.size = size;
  spec.seed = seed;
  return spec;
}

TEST(Generate, GivesExactlyTheSizeAsked) {
  for (std::size_t size = 200; size < 900; ++size) EXPECT_EQ(generate(sized(size)).size(), size);
  for (std::size_t size : {1024U, 10'240U, 65'536U, 1'000'003U, 8U << 20}) {
    EXPECT_EQ(generate(sized(size, size)).size(), size);
  }
}

TEST(Generate, IsTheSameForTheSameSeed) {
  EXPECT_EQ(generate(sized(4000, 7)), generate(sized(4000, 7)));
  EXPECT_NE(generate(sized(4000, 7)), generate(sized(4000, 8)));
}

TEST(Generate, HasOnlyShortCrlfLinesWithDotsAtSomeStarts) {
  const std::string message = generate(sized(50'000));
  std::size_t dots = 0;
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t lf = message.find('\n', at);
    ASSERT_NE(lf, std::string::npos);
    ASSERT_EQ(message[lf - 1], '\r');
    EXPECT_LE(lf - 1 - at, 78U);
    EXPECT_FALSE(message.substr(at, 5) == "From ");
    if (message[at] == '.') ++dots;
    at = lf + 1;
  }
  EXPECT_GT(dots, 20U);
  EXPECT_NE(message.find("\r\n.\r\n"), std::string::npos);
}

TEST(Generate, IsAMessage) {
  std::size_t body = 0;
  const std::string message = generate(sized(500));
  const Envelope envelope = envelope_of(parse_header(message, body));
  EXPECT_EQ(envelope.from.at(0).mailbox, "sender");
  EXPECT_TRUE(parse_rfc5322_date(*envelope.date));
  EXPECT_LT(body, 250U);
}

TEST(Generate, GivesTheHeaderAloneWhenTooSmall) {
  EXPECT_TRUE(generate(sized(1)).ends_with("\r\n\r\n"));
}

}  // namespace
}  // namespace mailrig::mail
