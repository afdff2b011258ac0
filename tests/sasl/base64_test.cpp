#include <gtest/gtest.h>

#include "harness/sasl/sasl.hpp"

namespace mailrig::sasl {
namespace {

struct Pair {
  const char* octets;
  const char* text;
};
// RFC 4648 10
constexpr Pair kVectors[] = {{"", ""},
                             {"f", "Zg=="},
                             {"fo", "Zm8="},
                             {"foo", "Zm9v"},
                             {"foob", "Zm9vYg=="},
                             {"fooba", "Zm9vYmE="},
                             {"foobar", "Zm9vYmFy"}};

TEST(Base64, KeepsTheVectorsOfRfc4648) {
  for (const Pair& pair : kVectors) {
    EXPECT_EQ(base64(pair.octets), pair.text);
    EXPECT_EQ(unbase64(pair.text), pair.octets);
  }
}

TEST(Base64, CarriesEveryOctet) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(unbase64(base64(all)), all);
}

TEST(Base64, RefusesWhatIsNotExact) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9", "Zm9v\r\n", "Zm9 ",
                           "Z=8=", "Zm8=Zm8=", "Zm-_", "*", "="}) {
    EXPECT_FALSE(unbase64(text)) << text;
  }
}

}  // namespace
}  // namespace mailrig::sasl
