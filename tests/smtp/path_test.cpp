#include "harness/smtp/path.hpp"

#include <gtest/gtest.h>

namespace mailrig::smtp {
namespace {

struct Row {
  std::string_view text;
  std::string_view local_part;
  std::string_view domain;
  std::string_view route = "";
};

// RFC 5321 2.3.11, 4.1.1.3, 4.1.2, 4.1.3, appendix C
constexpr Row kPaths[] = {
    {"<userx@y.foo.org>", "userx", "y.foo.org"},
    {"<@hosta.int,@jkl.org:userc@d.bar.org>", "userc", "d.bar.org", "@hosta.int,@jkl.org"},
    {"<\"Joe\\,Smith\"@example.org>", "\"Joe\\,Smith\"", "example.org"},
    {"<\"Abc@def\"@example.com>", "\"Abc@def\"", "example.com"},
    {"<\"\"@a>", "\"\"", "a"},
    {"<\"a b\\\"c\\\\\"@a>", "\"a b\\\"c\\\\\"", "a"},
    {"<!#$%&'*+-/=?^_`{|}~@a-b.c1>", "!#$%&'*+-/=?^_`{|}~", "a-b.c1"},
    {"<a.b.c@[123.255.37.2]>", "a.b.c", "[123.255.37.2]"},
    {"<a@[IPv6:2001:db8::1]>", "a", "[IPv6:2001:db8::1]"},
    {"<a@[IPv6:::ffff:192.0.2.1]>", "a", "[IPv6:::ffff:192.0.2.1]"},
    {"<a@[x-tag:any!thing]>", "a", "[x-tag:any!thing]"},
};

TEST(Path, ReadsWhatTheGrammarAllows) {
  for (const Row& row : kPaths) {
    for (const PathKind kind : {PathKind::Forward, PathKind::Reverse}) {
      wire::Cursor cursor(row.text);
      Path path;
      const Reason reason = take_path(cursor, kind, path);
      ASSERT_FALSE(reason) << row.text << ": " << *reason;
      EXPECT_TRUE(cursor.at_end());
      EXPECT_EQ(path.mailbox.local_part, row.local_part);
      EXPECT_EQ(path.mailbox.domain, row.domain);
      EXPECT_EQ(path.route, row.route);
      EXPECT_EQ(path.written, row.text);
    }
  }
}

bool reads(std::string_view text, PathKind kind) {
  wire::Cursor cursor(text);
  Path path;
  return !take_path(cursor, kind, path) && cursor.at_end();
}

TEST(Path, KnowsWhichOnesAreSpecial) {
  EXPECT_TRUE(reads("<>", PathKind::Reverse));
  EXPECT_FALSE(reads("<>", PathKind::Forward));
  EXPECT_TRUE(reads("<Postmaster>", PathKind::Forward));
  EXPECT_TRUE(reads("<postMASTER>", PathKind::Forward));
  EXPECT_FALSE(reads("<postmaster>", PathKind::Reverse));
}

TEST(Path, RefusesWhatTheGrammarDoesNotAllow) {
  for (const char* text : {"",
                           "<",
                           "a@b",
                           "<a>",
                           "<a@>",
                           "<@b>",
                           "<a@b",
                           "<a@b>>",
                           "< a@b>",
                           "<a @b>",
                           "<a@b >",
                           "<.a@b>",
                           "<a.@b>",
                           "<a..b@c>",
                           "<a@b..c>",
                           "<a@.b>",
                           "<a@b.>",
                           "<a@-b>",
                           "<a@b->",
                           "<a@b_c>",
                           "<a@[1.2.3]>",
                           "<a@[1.2.3.256]>",
                           "<a@[1.2.3.4>",
                           "<a@[IPv6:1::2::3]>",
                           "<a@[IPv6:]>",
                           "<a@[x:]>",
                           "<a@[]>",
                           "<\"a@b>",
                           "<\"a\\",
                           "<\"a\"b@c>",
                           "<@a,b:c@d>",
                           "<@a c@d>",
                           "<@a:>",
                           "<a@b@c>",
                           "<a\x01@b>",
                           "<\xC3@b>",
                           "<\"\xA9\"@b>",
                           "<a@\xED\xA0\x80>",
                           "<a@b\xC0\xAF"
                           "c>"}) {
    EXPECT_FALSE(reads(text, PathKind::Forward)) << text;
  }
}

// RFC 6531 3.3
TEST(Path, ReadsUtf8AndSaysThatItIsNotAscii) {
  for (const char* text : {"<\xC3\xA9@b>", "<\"\xC3\xA9 x\"@b>",
                           "<a@b\xC3\xBC"
                           "cher.example>"}) {
    wire::Cursor cursor(text);
    Path path;
    EXPECT_FALSE(take_path(cursor, PathKind::Forward, path)) << text;
    EXPECT_EQ(path.written, text);
    EXPECT_FALSE(path.mailbox.ascii());
  }
  wire::Cursor cursor("<a@b>");
  Path path;
  EXPECT_FALSE(take_path(cursor, PathKind::Forward, path));
  EXPECT_TRUE(path.mailbox.ascii());
}

TEST(Path, KeepsTheLimits) {
  const std::string local(kLocalPartLimit, 'a');
  EXPECT_TRUE(reads("<" + local + "@b>", PathKind::Forward));
  EXPECT_FALSE(reads("<" + local + "a@b>", PathKind::Forward));
  std::string domain = "b";
  while (domain.size() + 2 <= kPathLimit - 4) domain += ".b";
  EXPECT_TRUE(reads("<a@" + domain + ">", PathKind::Forward)) << domain.size();
  EXPECT_FALSE(reads("<a@" + domain + ".b.b>", PathKind::Forward));
}

TEST(Mailbox, ComparesQuotedFormsByValue) {
  EXPECT_EQ(local_value({"\"Joe\\,Smith\"", "a"}), "Joe,Smith");
  EXPECT_EQ(local_value({"\"u\\s\\er1\"", "a"}), "user1");
  EXPECT_EQ(local_value({"user1", "a"}), "user1");
}

TEST(Mailbox, IsAppendedWithTheLeastQuoting) {
  for (const auto& [value, written] :
       {std::pair{"user1", "user1@x"}, std::pair{"a b", "\"a b\"@x"}, std::pair{"a\"\\", "\"a\\\"\\\\\"@x"},
        std::pair{"", "\"\"@x"}, std::pair{"a..b", "\"a..b\"@x"}}) {
    std::string out;
    append_mailbox(out, value, "x");
    EXPECT_EQ(out, written);
  }
}

}  // namespace
}  // namespace mailrig::smtp
