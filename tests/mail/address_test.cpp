#include <gtest/gtest.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

std::string shown(const std::optional<std::string>& text) {
  return text ? "\"" + *text + "\"" : "NIL";
}

std::string shown(const std::vector<Address>& list) {
  std::string out;
  for (const Address& a : list) {
    out += "(" + shown(a.display_name) + " " + shown(a.source_route) + " " + shown(a.mailbox) + " " +
           shown(a.host) + ")";
  }
  return out;
}

struct Case {
  const char* text;
  const char* wanted;
};

void expect_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(shown(parse_address_list(c.text)), c.wanted) << c.text;
}

TEST(AddressList, ReadsTheExamplesOfRfc5322) {
  expect_all({
      {"John Doe <jdoe@machine.example>", R"(("John Doe" NIL "jdoe" "machine.example"))"},
      {"\"Joe Q. Public\" <john.q.public@example.com>",
       R"(("Joe Q. Public" NIL "john.q.public" "example.com"))"},
      {"Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>",
       R"(("Mary Smith" NIL "mary" "x.test")(NIL NIL "jdoe" "example.org")("Who?" NIL "one" "y.test"))"},
      {"<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>",
       R"((NIL NIL "boss" "nil.test")("Giant; "Big" Box" NIL "sysservices" "example.net"))"},
      {"A Group:Ed Jones <joe@where.test>,joe@where.test,John <jdoe@one.test>;",
       R"((NIL NIL "A Group" NIL)("Ed Jones" NIL "joe" "where.test")(NIL NIL "joe" "where.test"))"
       R"(("John" NIL "jdoe" "one.test")(NIL NIL NIL NIL))"},
      {"Undisclosed recipients:;", R"((NIL NIL "Undisclosed recipients" NIL)(NIL NIL NIL NIL))"},
  });
}

TEST(AddressList, ReadsWhiteSpaceAndCommentsAnywhere) {  // RFC 5322 A.5
  expect_all({
      {"Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
       R"(("Pete" NIL "pete" "silly.test"))"},
      {"A Group(Some people)\r\n     :Chris Jones <c@(Chris's host.)public.example>,\r\n"
       "         joe@example.org,\r\n  John <jdoe@one.test> (my dear friend); (the end of the group)",
       R"((NIL NIL "A Group" NIL)("Chris Jones" NIL "c" "public.example")(NIL NIL "joe" "example.org"))"
       R"(("John" NIL "jdoe" "one.test")(NIL NIL NIL NIL))"},
      {"(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;",
       R"((NIL NIL "Hidden recipients" NIL)(NIL NIL NIL NIL))"},
  });
}

TEST(AddressList, ReadsObsoleteForms) {  // RFC 5322 A.6.1, A.6.3, 4.4
  expect_all({
      {"Joe Q. Public <john.q.public@example.com>", R"(("Joe Q. Public" NIL "john.q.public" "example.com"))"},
      {"Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example",
       R"(("Mary Smith" "@node.test" "mary" "example.net")(NIL NIL "jdoe" "test.example"))"},
      {"<@a.test,@b.test:joe@c.test>", R"((NIL "@a.test,@b.test" "joe" "c.test"))"},
      {"John Doe <jdoe@machine(comment).  example>", R"(("John Doe" NIL "jdoe" "machine.example"))"},
      {"john . doe @ example.com", R"((NIL NIL "john.doe" "example.com"))"},
      {"jdoe@example.com (John Doe)", R"(("John Doe" NIL "jdoe" "example.com"))"},
  });
}

// RFC 5322 3.4 knows of the name in a comment that follows an addr-spec without angle brackets; "the meaning
// of the information in a comment is unspecified", and addr-name holds the phrase (RFC 3501 9).
TEST(AddressList, TakesNoOtherCommentForAName) {
  expect_all({
      {"<jdoe@example.com> (John Doe)", R"((NIL NIL "jdoe" "example.com"))"},
      {"(John Doe) jdoe@example.com", R"((NIL NIL "jdoe" "example.com"))"},
      {"(John Doe) <jdoe@example.com>", R"((NIL NIL "jdoe" "example.com"))"},
  });
}

TEST(AddressList, TakesQuotingOff) {
  expect_all({
      {"\"john doe\"@example.com", R"((NIL NIL "john doe" "example.com"))"},
      {"\"a\\\\b\" <x@y>", R"(("a\b" NIL "x" "y"))"},
      {"joe@[192.0.2.1]", R"((NIL NIL "joe" "[192.0.2.1]"))"},
      {"=?UTF-8?Q?J=C3=BCrgen?= <j@x.test>", R"(("=?UTF-8?Q?J=C3=BCrgen?=" NIL "j" "x.test"))"},
  });
}

TEST(AddressList, MakesTheBestOfBrokenOnes) {
  expect_all({
      {"", ""},
      {" , ,, ", ""},
      {"(only a comment)", ""},
      {"postmaster", R"((NIL NIL "postmaster" ""))"},
      {"<>", R"((NIL NIL "" ""))"},
      {"<postmaster>", R"((NIL NIL "postmaster" ""))"},
      {"a@b.test <a@b.test>", R"(("a@b.test" NIL "a" "b.test"))"},
      {"joe <joe@x.test", R"(("joe" NIL "joe" "x.test"))"},
      {"joe@x.test>, b@c", R"((NIL NIL "joe" "x.test")(NIL NIL "b" "c"))"},
      {"a@b; c@d", R"((NIL NIL "a" "b")(NIL NIL "c" "d"))"},
      {"\"never closed <a@b>", R"((NIL NIL "never closed <a@b>" ""))"},
      {"(never closed a@b", ""},
      {"[list] x <a@b>", R"(("[list] x" NIL "a" "b"))"},
      {"group: a@b", R"((NIL NIL "group" NIL)(NIL NIL "a" "b")(NIL NIL NIL NIL))"},
      {"one: two: a@b;",
       R"((NIL NIL "one" NIL)(NIL NIL NIL NIL)(NIL NIL "two" NIL)(NIL NIL "a" "b")(NIL NIL NIL NIL))"},
      {"<joe@x y z>, b@c", R"((NIL NIL "joe" "x")(NIL NIL "b" "c"))"},
      {"@", R"((NIL NIL "" ""))"},
  });
}

TEST(AddressList, IsBoundedAndLinear) {
  EXPECT_EQ(parse_address_list(std::string(200'000, '(')).size(), 0U);
  EXPECT_EQ(parse_address_list(std::string(200'000, '<')).size(), 1U);
  std::string many;
  for (int i = 0; i < 30'000; ++i) many += "a@b,";
  EXPECT_EQ(parse_address_list(many).size(), 10'000U);
}

}  // namespace
}  // namespace mailrig::mail
