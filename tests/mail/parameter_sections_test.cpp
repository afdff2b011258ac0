#include "harness/mail/parameter_sections.hpp"

#include <gtest/gtest.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

Parameters joined(Parameters parameters) {
  join_sections(parameters);
  return parameters;
}

TEST(ParameterSections, AreJoinedAsInTheExampleOfRfc2231) {  // 3
  EXPECT_EQ(joined({{"access-type", "URL"},
                    {"URL*0", "ftp://"},
                    {"URL*1", "cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar"}}),
            (Parameters{{"access-type", "URL"},
                        {"URL", "ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar"}}));
}

TEST(ParameterSections, KeepTheCharsetInFront) {  // 4.1
  EXPECT_EQ(joined({{"title*0*", "us-ascii'en'This%20is%20even%20more%20"},
                    {"title*1*", "%2A%2A%2Afun%2A%2A%2A%20"},
                    {"title*2", "isn't it!"}}),
            (Parameters{
                {"title*", "us-ascii'en'This%20is%20even%20more%20%2A%2A%2Afun%2A%2A%2A%20isn%27t%20it!"}}));
}

TEST(ParameterSections, MayComeInAnyOrderAndBetweenOthers) {  // 3
  EXPECT_EQ(joined({{"n*1", "b"}, {"x", "1"}, {"N*0", "a"}, {"n*2", "c"}}),
            (Parameters{{"n", "abc"}, {"x", "1"}}));
}

TEST(ParameterSections, StayAsTheyAreWithAGapOrTwiceOrWithoutAFirst) {
  for (const Parameters& parameters :
       {Parameters{{"n*0", "a"}, {"n*2", "c"}}, Parameters{{"n*0", "a"}, {"n*0", "b"}},
        Parameters{{"n*1", "b"}}, Parameters{{"n*0", "a"}, {"n*1*", "%20"}}, Parameters{{"n*00", "a"}},
        Parameters{{"*0", "a"}}, Parameters{{"n*", "a"}}, Parameters{{"n*x", "a"}},
        Parameters{{"n*9999", "a"}}}) {
    EXPECT_EQ(joined(parameters), parameters);
  }
}

TEST(ParameterSections, GiveAMultipartItsBoundary) {
  const Part tree = part_tree(
      "Content-Type: multipart/mixed; boundary*1=c; boundary*0=b\r\n\r\n--bc\r\n\r\nx\r\n--bc--\r\n");
  EXPECT_EQ(tree.parameters, (Parameters{{"boundary", "bc"}}));
  ASSERT_EQ(tree.parts.size(), 1U);
  EXPECT_EQ(tree.parts[0].end - tree.parts[0].body_begin, 1U);
}

TEST(ExtendedValue, IsDecodedToUtf8) {
  EXPECT_EQ(decode_extended_value("us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A"),
            "This is ***fun***");  // RFC 2231 4
  EXPECT_EQ(decode_extended_value("iso-8859-1''Gr%FC%DFe"),
            "Gr\xC3\xBC\xC3\x9F"
            "e");
  EXPECT_EQ(decode_extended_value("''plain"), "plain");
}

TEST(ExtendedValue, IsNothingIfItIsOfAnotherForm) {
  for (const char* value : {"plain", "utf-8'plain", "utf-8''100%", "utf-8''%4", "utf-8''%FF", "x-none''a"}) {
    EXPECT_EQ(decode_extended_value(value), std::nullopt) << value;
  }
}

}  // namespace
}  // namespace mailrig::mail
