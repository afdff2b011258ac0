#include "harness/conformance/stage.hpp"

#include <gtest/gtest.h>

namespace mailrig::conformance {
namespace {

scenario::FixtureFacts every_second() {
  scenario::FixtureFacts facts;
  facts.of(Service::Smtp).there = true;
  facts.of(Service::Imap) = {true, false, true};
  facts.of(Service::Pop3).starttls = true;
  facts.uidplus = true;
  return facts;
}

TEST(Stage, TellsFactsInWordsAndReadsThemBack) {
  const std::vector<std::string> words = words_of(every_second());
  EXPECT_EQ(words, (std::vector<std::string>{"smtp", "imap", "imap auth-plain", "pop3 starttls", "uidplus"}));
  scenario::FixtureFacts facts;
  facts.literal_plus = true;
  ASSERT_TRUE(read_words(words, facts));
  EXPECT_EQ(words_of(facts), words);
  EXPECT_FALSE(facts.literal_plus);
}

TEST(Stage, KnowsNoWordOfAnotherVersion) {
  scenario::FixtureFacts facts;
  EXPECT_FALSE(read_words({"imap", "imap telepathy"}, facts));
}

TEST(Stage, HoldsPlaceholdersAndNoSecrets) {
  Target target;
  target.domain = "example.test";
  record::Masker masker;
  masker.add("geheimnis");
  const record::Stage stage = stage_event(target, PlayOptions{}, masker);
  EXPECT_EQ(stage.placeholders, std::vector<std::string>{"maskedmas"});
  EXPECT_EQ(stage.reply, std::chrono::seconds(10));
  EXPECT_EQ(stage.domain, "example.test");
}

}  // namespace
}  // namespace mailrig::conformance
