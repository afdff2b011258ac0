#include "harness/scenario/toml_text.hpp"

#include <gtest/gtest.h>
#include <toml++/toml.h>

namespace mailrig::scenario {
namespace {

TEST(TomlString, IsReadAgainAsItWas) {
  for (const std::string text : {"\nat-least = 666", "", "plain", "with \"quotes\"", "C:\\x", "two\nlines",
                                 "\x01\x7F", "grüße", "it's"}) {
    const toml::table read = toml::parse("key = " + toml_string(text));
    EXPECT_EQ(read["key"].value<std::string>(), text) << toml_string(text);
  }
}

}  // namespace
}  // namespace mailrig::scenario
