#include <gtest/gtest.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

std::string body_of(std::string_view message, const Part& part) {
  return std::string(message.substr(part.body_begin, part.end - part.body_begin));
}

// "multipart/mixed(text/plain[2] text/html[1])": types with counts of line ends.
std::string shape(const Part& part) {
  std::string out = part.type + "/" + part.subtype;
  if (part.parts.empty()) return out + "[" + std::to_string(part.lines) + "]";
  out += "(";
  for (const Part& child : part.parts) out += (&child == part.parts.data() ? "" : " ") + shape(child);
  return out + ")";
}

constexpr std::string_view kSimple =  // RFC 2046 5.1.1
    "From: Nathaniel Borenstein <nsb@bellcore.com>\r\n"
    "To: Ned Freed <ned@innosoft.com>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-type: multipart/mixed; boundary=\"simple boundary\"\r\n"
    "\r\n"
    "This is the preamble.  It is to be ignored.\r\n"
    "\r\n"
    "--simple boundary\r\n"
    "\r\n"
    "This is implicitly typed plain US-ASCII text.\r\n"
    "It does NOT end with a linebreak.\r\n"
    "--simple boundary\r\n"
    "Content-type: text/plain; charset=us-ascii\r\n"
    "\r\n"
    "This is explicitly typed plain US-ASCII text.\r\n"
    "It DOES end with a linebreak.\r\n"
    "\r\n"
    "--simple boundary--\r\n"
    "\r\n"
    "This is the epilogue.  It is also to be ignored.\r\n";

TEST(PartTree, ReadsTheExampleOfRfc2046) {
  const Part tree = part_tree(kSimple);
  ASSERT_EQ(tree.parts.size(), 2U);
  EXPECT_TRUE(tree.multipart());
  EXPECT_EQ(body_of(kSimple, tree.parts[0]),
            "This is implicitly typed plain US-ASCII text.\r\nIt does NOT end with a linebreak.");
  EXPECT_EQ(body_of(kSimple, tree.parts[1]),
            "This is explicitly typed plain US-ASCII text.\r\nIt DOES end with a linebreak.\r\n");
  EXPECT_EQ(shape(tree), "multipart/mixed(TEXT/PLAIN[1] text/plain[2])");
  EXPECT_EQ(tree.parts[0].parameters, (Parameters{{"CHARSET", "US-ASCII"}}));
  EXPECT_EQ(tree.end, kSimple.size());
}

TEST(PartTree, SkipsLinesThatAreNoFieldsAndDefaultsTheType) {
  const Part tree = part_tree("From: a@b\r\n\r\nhello\r\nworld");
  EXPECT_EQ(shape(tree), "TEXT/PLAIN[1]");
  EXPECT_EQ(tree.body_begin, 13U);
}

// RFC 3501 7.4.2 and RFC 9051 7.5.2 have a part in base64 of 4554 octets and 73 lines. 4554 is 73 lines of 60
// characters, and 28 more: their line end is the delimiter's, and they are not counted.
TEST(PartTree, CountsLinesAsTheSampleOfTheRfcs) {
  std::string message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n";
  for (int line = 0; line < 73; ++line) message += std::string(60, 'A') + "\r\n";
  message += std::string(28, 'A') + "\r\n--b--\r\n";
  const Part tree = part_tree(message);
  ASSERT_EQ(tree.parts.size(), 1U);
  EXPECT_EQ(tree.parts[0].end - tree.parts[0].body_begin, 4554U);
  EXPECT_EQ(tree.parts[0].lines, 73U);
}

TEST(PartTree, ReadsEveryMimeField) {
  const Part part = part_tree(
      "Content-Type: Application/X-Thing (a comment); name=\"a;b\\\"c\"; q=un=quoted ;\r\n x*0=y; flag; z = "
      "1\r\n"
      "Content-ID: <id@x>\r\nContent-Description: some\r\n thing\r\nContent-Transfer-Encoding: BASE64 "
      "(yes)\r\n"
      "Content-MD5: Q2hlY2s=\r\nContent-Disposition: attachment; filename=a.txt\r\n"
      "Content-Language: en, de (Deutsch)\r\nContent-Location: http://x/\r\n\r\n");
  EXPECT_EQ(part.type, "Application");
  EXPECT_EQ(part.subtype, "X-Thing");
  EXPECT_EQ(part.parameters, (Parameters{{"name", "a;b\"c"}, {"q", "un=quoted"}, {"x", "y"}, {"z", "1"}}));
  EXPECT_EQ(part.id, "<id@x>");
  EXPECT_EQ(part.description, "some thing");
  EXPECT_EQ(part.encoding, "BASE64");
  EXPECT_EQ(part.md5, "Q2hlY2s=");
  EXPECT_EQ(part.disposition, "attachment");
  EXPECT_EQ(part.disposition_parameters, (Parameters{{"filename", "a.txt"}}));
  EXPECT_EQ(part.languages, (std::vector<std::string>{"en", "de"}));
  EXPECT_EQ(part.location, "http://x/");
}

TEST(PartTree, TellsEmptyFieldsFromMissingOnes) {  // as RFC 3501 7.4.2 asks for those of the envelope
  const Part part = part_tree("Content-ID:\r\nContent-Description: \r\nContent-Disposition:\r\n\r\nx\r\n");
  EXPECT_EQ(part.id, "");
  EXPECT_EQ(part.description, "");
  EXPECT_EQ(part.disposition, std::nullopt);  // no type, no disposition
  EXPECT_EQ(part.location, std::nullopt);
}

// RFC 2046 5.1.1: body-part := MIME-part-headers [CRLF *OCTET], delimiter := CRLF "--" boundary.
TEST(PartTree, LeavesTheOneLineEndBehindAHeaderToTheDelimiter) {
  for (const char* type : {"text/plain", "message/rfc822", "multipart/mixed; boundary=c"}) {
    const std::string head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
    const std::string field = std::string("Content-Type: ") + type + "\r\n";
    const Part tree = part_tree(head + field + "\r\n--b--\r\n");
    ASSERT_EQ(tree.parts.size(), 1U) << type;
    EXPECT_EQ(tree.parts[0].body_begin, head.size() + field.size()) << type;
    EXPECT_EQ(tree.parts[0].end, head.size() + field.size()) << type;
  }
}

// boundary := 0*69<bchars> bcharsnospace: blanks may begin it.
TEST(PartTree, KeepsTheBlanksThatABoundaryBeginsWith) {
  const Part tree = part_tree(
      "Content-Type: multipart/mixed; boundary=\" b\"\r\n\r\n--b\r\n\r\n-- b\r\n\r\nx\r\n-- b--\r\n");
  EXPECT_EQ(shape(tree), "multipart/mixed(TEXT/PLAIN[0])");
}

TEST(PartTree, FallsBackToTextForABadType) {
  for (const char* type : {"", "text", "/plain", "text/", ";;", "(x)", "text/plain/more", "text/plain,",
                           "\"text\"/html", "t\xC3\xA4xt/html"}) {
    EXPECT_EQ(shape(part_tree(std::string("Content-Type: ") + type + "\r\n\r\nx\r\n")), "TEXT/PLAIN[1]")
        << type;
  }
}

constexpr std::string_view kNested =
    "Content-Type: multipart/mixed; boundary=foo\r\n\r\n"
    "--foo\r\nContent-Type: multipart/alternative; boundary=foobar\r\n\r\n"
    "--foobar\r\n\r\none\r\n--foobar\r\nContent-Type: text/html\r\n\r\ntwo\r\n--foobar--\r\n"
    "--foo\r\nContent-Type: image/png\r\n\r\nxyz\r\n--foo--\r\n";

TEST(PartTree, TellsBoundariesThatBeginAlikeApart) {
  EXPECT_EQ(shape(part_tree(kNested)),
            "multipart/mixed(multipart/alternative(TEXT/PLAIN[0] text/html[0]) image/png[0])");
}

struct Case {
  const char* title;
  std::string message;
  const char* wanted;
};

TEST(PartTree, ReadsBrokenMultiparts) {
  const std::string mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  const std::vector<Case> cases{
      {"no final delimiter", mixed + "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n",
       "multipart/mixed(TEXT/PLAIN[0] TEXT/PLAIN[1])"},
      {"inner has no final delimiter",
       mixed + "--b\r\nContent-Type: multipart/x; "
               "boundary=c\r\n\r\n--c\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n",
       "multipart/mixed(multipart/x(TEXT/PLAIN[0]) TEXT/PLAIN[0])"},
      {"no boundary parameter", "Content-Type: multipart/mixed\r\n\r\nx\r\ny\r\n",
       "multipart/mixed(TEXT/PLAIN[2])"},
      {"no delimiter at all", mixed + "x\r\n", "multipart/mixed(TEXT/PLAIN[1])"},
      {"only the final delimiter", mixed + "--b--\r\n", "multipart/mixed(TEXT/PLAIN[1])"},
      {"empty part", mixed + "--b\r\n--b\r\n\r\n--b--\r\n", "multipart/mixed(TEXT/PLAIN[0] TEXT/PLAIN[0])"},
      {"delimiter in a header", mixed + "--b\r\nContent-Type: text/html\r\n--b--\r\n",
       "multipart/mixed(text/html[0])"},
      {"padding behind the delimiter", mixed + "--b \t\r\n\r\nx\r\n--b-- \r\n",
       "multipart/mixed(TEXT/PLAIN[0])"},
      {"more behind the delimiter", mixed + "--bxyz\r\n\r\nx\r\n--b--z\r\nepilogue\r\n",
       "multipart/mixed(TEXT/PLAIN[0])"},
      {"delimiter after the final one", mixed + "--b\r\n\r\nx\r\n--b--\r\n--b\r\n\r\ny\r\n",
       "multipart/mixed(TEXT/PLAIN[0])"},
      {"bare LF", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n",
       "multipart/mixed(TEXT/PLAIN[0])"},
      {"part without a header", mixed + "--b\r\nno header here\r\n--b--\r\n",
       "multipart/mixed(TEXT/PLAIN[0])"},
      {"header only", "Content-Type: multipart/mixed; boundary=b\r\n", "multipart/mixed(TEXT/PLAIN[0])"},
      {"encoded message", "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nSGk=\r\n",
       "APPLICATION/OCTET-STREAM[1]"},
  };
  for (const Case& c : cases) EXPECT_EQ(shape(part_tree(c.message)), c.wanted) << c.title;
}

TEST(PartTree, OpensMessagesInMessages) {
  const std::string message =
      "Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nbody\r\n";
  const Part tree = part_tree(message);
  EXPECT_TRUE(tree.embedded_message());
  EXPECT_EQ(shape(tree), "message/rfc822(message/rfc822(TEXT/PLAIN[1]))");
  const Part& inner = tree.parts[0].parts[0];
  EXPECT_EQ(message.substr(inner.header_begin, inner.body_begin - inner.header_begin), "Subject: in\r\n\r\n");
  EXPECT_EQ(tree.lines, 5U);
}

TEST(PartTree, DefaultsToMessagesInADigest) {  // RFC 2046 5.1.5
  const Part tree = part_tree(
      "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: 1\r\n\r\none\r\n"
      "--b\r\n\r\nSubject: 2\r\n\r\ntwo\r\n--b--\r\n");
  EXPECT_EQ(shape(tree), "multipart/digest(MESSAGE/RFC822(TEXT/PLAIN[0]) MESSAGE/RFC822(TEXT/PLAIN[0]))");
}

TEST(PartTree, EndsAMessageAtTheDelimiterAroundIt) {
  const Part tree = part_tree(
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
      "Subject: cut off\r\n--b\r\n\r\nx\r\n--b--\r\n");
  EXPECT_EQ(shape(tree), "multipart/mixed(message/rfc822(TEXT/PLAIN[0]) TEXT/PLAIN[0])");
}

void expect_sound(const Part& part, std::size_t size, std::size_t depth) {
  EXPECT_LE(depth, kPartDepthLimit);
  EXPECT_LE(part.header_begin, part.body_begin);
  EXPECT_LE(part.body_begin, part.end);
  EXPECT_LE(part.end, size);
  if (part.multipart()) {
    EXPECT_FALSE(part.parts.empty());
  }
  if (part.embedded_message()) {
    EXPECT_EQ(part.parts.size(), 1U);
  }
  for (const Part& child : part.parts) {
    EXPECT_GE(child.header_begin, part.body_begin);
    EXPECT_LE(child.end, part.end);
    expect_sound(child, size, depth + 1);
  }
}

TEST(PartTree, IsSoundForEveryPrefix) {
  for (const std::string_view message : {kSimple, kNested}) {
    for (std::size_t cut = 0; cut <= message.size(); ++cut) {
      expect_sound(part_tree(message.substr(0, cut)), cut, 1);
    }
  }
}

TEST(PartTree, StopsAtItsDepthLimit) {
  std::string messages, multiparts;
  for (int i = 0; i < 200; ++i) {
    messages += "Content-Type: message/rfc822\r\n\r\n";
    const std::string b = "b" + std::to_string(i);
    multiparts += "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n";
  }
  expect_sound(part_tree(messages), messages.size(), 1);
  expect_sound(part_tree(multiparts), multiparts.size(), 1);
}

TEST(PartTree, StopsAtItsPartLimit) {
  std::string message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 30'000; ++i) message += "--b\r\n\r\n";
  const Part tree = part_tree(message);
  EXPECT_LE(tree.parts.size(), kPartLimit);
  expect_sound(tree, message.size(), 1);
}

}  // namespace
}  // namespace mailrig::mail
