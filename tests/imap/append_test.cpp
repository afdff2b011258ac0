#include "harness/imap/append.hpp"

#include <gtest/gtest.h>

#include "harness/imap/mutf7.hpp"

namespace mailrig::imap {
namespace {

// RFC 3501 5.1.3: "~peter/mail/" and Japanese and Chinese names.
TEST(ModifiedUtf7, ConvertsBothWays) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"INBOX", "INBOX"},
      {"~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
       "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
      {"a&b", "a&-b"},
      {"Entw\xc3\xbcrfe", "Entw&APw-rfe"},
      {"\xf0\x9f\x98\x80", "&2D3eAA-"},
      {"tab\there", "tab&AAk-here"},
  };
  for (const auto& [utf8, wire] : table) {
    std::string out;
    append_mutf7(out, utf8);
    EXPECT_EQ(out, wire);
    EXPECT_EQ(utf8_from_mutf7(wire), utf8) << wire;
  }
}

TEST(ModifiedUtf7, RefusesWhatIsNotWellFormed) {
  for (const std::string wire :
       {"&", "&Jjo", "&Jjo!", "&AGE-", "&2D0-", "&3gA-", "&U,BTFw-&ZeVnLIqe-", "\xc3\xbc", "&A-", "&AAA-"}) {
    EXPECT_FALSE(utf8_from_mutf7(wire).has_value()) << wire;
  }
}

TEST(MailboxName, IsReadFromTheWire) {
  EXPECT_EQ(mailbox_from_wire("inBox"), "INBOX");
  EXPECT_EQ(mailbox_from_wire("inbox/a"), "inbox/a");
  EXPECT_EQ(mailbox_from_wire("Entw&APw-rfe"), "Entw\xc3\xbcrfe");
  EXPECT_EQ(mailbox_from_wire("Entw\xc3\xbcrfe"), "Entw\xc3\xbcrfe");
  EXPECT_FALSE(mailbox_from_wire("Entw\xfcrfe").has_value());
  EXPECT_FALSE(mailbox_from_wire("a&b").has_value());
}

std::string astring(std::string_view value) {
  std::string out;
  append_astring(out, value);
  return out;
}

TEST(Append, ChoosesAtomQuotedOrLiteral) {
  EXPECT_EQ(astring("INBOX"), "INBOX");
  EXPECT_EQ(astring("a]b"), "a]b");
  EXPECT_EQ(astring(""), "\"\"");
  EXPECT_EQ(astring("nil"), "\"nil\"");
  EXPECT_EQ(astring("a b"), "\"a b\"");
  EXPECT_EQ(astring("a\"b\\"), "\"a\\\"b\\\\\"");
  EXPECT_EQ(astring("a\r\nb"), "{4}\r\na\r\nb");
  EXPECT_EQ(astring("\xc3\xbc"), "{2}\r\n\xc3\xbc");
  EXPECT_EQ(astring("a%"), "\"a%\"");
}

TEST(Append, QuotesUtf8WhereItMay) {
  std::string out;
  for (const char* text : {"\xc3\xbc", "a", "\xe4", "\xc3\xbc\r\n"}) append_utf8_string(out, text);
  EXPECT_EQ(out, "\"\xc3\xbc\"\"a\"{1}\r\n\xe4{4}\r\n\xc3\xbc\r\n");
}

TEST(Append, WritesNstringsAndFlagLists) {
  std::string out;
  append_nstring(out, std::nullopt);
  append_nstring(out, "x");
  append_flag_list(out, std::vector<std::string_view>{"\\Seen", "$Junk"});
  append_flag_list(out, {});
  append_mailbox(out, "\xc3\xbc b");
  EXPECT_EQ(out, "NIL\"x\"(\\Seen $Junk)()\"&APw- b\"");
}

}  // namespace
}  // namespace mailrig::imap
