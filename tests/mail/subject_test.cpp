#include "harness/mail/subject.hpp"

#include <gtest/gtest.h>

#include "harness/mail/casemap.hpp"
#include "harness/mail/message_id.hpp"

namespace mailrig::mail {
namespace {

// RFC 5256 2.1, 5
TEST(BaseSubject, IsWhatRfc5256Extracts) {
  struct Case {
    const char *subject, *base;
    bool reply;
  };
  const Case cases[] = {{"hello", "hello", false},
                        {" Re: hello", "hello", true},
                        {"RE: re : Fwd: FW:hello", "hello", true},
                        {"Re [x] : hello", "hello", true},
                        {"[list] hello", "hello", false},
                        {"[list][b] Re: [c] hello", "hello", true},
                        {"[only]", "[only]", false},
                        {"[a] [only]", "[only]", false},
                        {"Re: [a] [only] ", "[only]", true},
                        {"hello (fwd) (FWD)\t", "hello", true},
                        {"[fwd: Re: hello (fwd)]", "hello", true},
                        {"[fwd: [fwd: hello]]", "hello", true},
                        {"[fwd: hello] x", "x", false},
                        {"hello\r\n  there\t \tyou", "hello there you", false},
                        {"Res: hello", "Res: hello", false},
                        {"ref hello", "ref hello", false},
                        {"re", "re", false},
                        {"Re:", "", true},
                        {"(fwd)", "", true},
                        {"[open hello", "[open hello", false},
                        {"[a[b] c", "[a[b] c", false},
                        {"=?UTF-8?Q?Re:_Gr=C3=BC=C3=9Fe?=",
                         "Gr\xC3\xBC\xC3\x9F"
                         "e",
                         true},
                        {"", "", false}};
  for (const Case& c : cases) {
    const BaseSubject read = base_subject(c.subject);
    EXPECT_EQ(read.text, c.base) << c.subject;
    EXPECT_EQ(read.reply_or_forward, c.reply) << c.subject;
  }
}

TEST(BaseSubject, OfALongRowOfBlobsIsFoundAtOnce) {
  std::string many;
  for (int i = 0; i < 200'000; ++i) many += "[x]";
  EXPECT_EQ(base_subject(many + " y").text, "y");
  EXPECT_EQ(base_subject(many).text, "[x]");
}

// RFC 5051 2, 3
TEST(UnicodeCasemap, TitlesAndDecomposes) {
  EXPECT_EQ(unicode_casemap("aBc1"), "ABC1");
  EXPECT_EQ(unicode_casemap("m\xC3\xBCller"), unicode_casemap("M\xC3\x9CLLER"));
  EXPECT_EQ(unicode_casemap("\xC3\xBC"), "U\xCC\x88");
  EXPECT_EQ(unicode_casemap("\xEF\xAC\x81"), "fi");  // a ligature has no title case of its own
  EXPECT_EQ(unicode_casemap("\xCE\xB1"), unicode_casemap("\xCE\x91"));
  EXPECT_EQ(unicode_casemap("a\xFF"), "A\xEF\xBF\xBD");
}

// RFC 5256 3
TEST(MessageIds, AreReadWithoutQuotes) {
  using Ids = std::vector<std::string>;
  EXPECT_EQ(message_ids(" <\"01KF8JCEOCBS0045PS\"@xxx.yyy.com>"), (Ids{"01KF8JCEOCBS0045PS@xxx.yyy.com"}));
  EXPECT_EQ(message_ids("<a@b>\r\n <c@d> (x) <e@f>"), (Ids{"a@b", "c@d", "e@f"}));
  EXPECT_EQ(message_ids("<none> <@x> <x@> someone@b <open@x"), Ids{});
  EXPECT_EQ(message_ids("<\"a\\\"b>\"@c>"), (Ids{"a\"b>@c"}));
  EXPECT_EQ(message_ids("<a <b@c>"), (Ids{"b@c"}));
}

}  // namespace
}  // namespace mailrig::mail
