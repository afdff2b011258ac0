#include <gtest/gtest.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

TEST(Transfer, DecodesBase64) {
  EXPECT_EQ(decode_transfer("SGVsbG8=", "BASE64"), "Hello");
  EXPECT_EQ(decode_transfer("SGVs\r\nbG8h\r\n", "base64"), "Hello!");
  EXPECT_EQ(decode_transfer("S G*V-sbG8", "base64"), "Hello");
  EXPECT_EQ(decode_transfer("SGk=SGk=", "base64"), "HiHi");
  EXPECT_EQ(decode_transfer("", "base64"), "");
}

TEST(Transfer, DecodesTheQuotedPrintableOfRfc2045) {  // 6.7
  EXPECT_EQ(decode_transfer("Now's the time =\r\nfor all folk to come=\r\n to the aid of their country.",
                            "quoted-printable"),
            "Now's the time for all folk to come to the aid of their country.");
  EXPECT_EQ(decode_transfer("a=3Db=20\r\nc  \r\n=C3=bc\r\n", "Quoted-Printable"), "a=b \r\nc\r\nü\r\n");
}

TEST(Transfer, KeepsWrongEscapes) {
  EXPECT_EQ(decode_transfer("100=% =G1 =4", "quoted-printable"), "100=% =G1 =4");
  EXPECT_EQ(decode_transfer("end=", "quoted-printable"), "end");
}

TEST(Transfer, LeavesTheOthersAlone) {
  for (const char* encoding : {"7bit", "8bit", "binary", "x-unknown", ""}) {
    EXPECT_EQ(decode_transfer("a=3D b\n", encoding), "a=3D b\n");
  }
}

}  // namespace
}  // namespace mailrig::mail
