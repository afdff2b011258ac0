#include "harness/conformance/stage.hpp"

#include <gtest/gtest.h>

namespace mailrig::conformance {
namespace {

scenario::FixtureFacts every_second() {
  scenario::FixtureFacts facts;
  facts.of(Service::Smtp).there = true;
  facts.of(Service::Imap) = {.there = true, .auth_plain = true, .enables = true};
  facts.of(Service::Pop3).starttls = true;
  facts.uidplus = facts.utf8_accept = facts.top = facts.utf8 = true;
  facts.rev = scenario::Rev::Imap4rev2;
  return facts;
}

TEST(Stage, TellsFactsInWordsAndReadsThemBack) {
  const std::vector<std::string> words = words_of(every_second());
  EXPECT_EQ(words, (std::vector<std::string>{"smtp", "imap", "imap auth-plain", "imap enables-imap4rev2",
                                             "pop3 starttls", "uidplus", "utf8-accept", "top", "utf8",
                                             "imap4rev2"}));
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

TEST(Stage, BringsBackWhatTheTargetOffers) {
  Target target;
  target.facts = every_second();
  target.domain = "example.test";
  target.mailbox_prefix = "INBOX.";
  target.accounts.resize(3);
  drive::Address& address = target.drive.at(Service::Imap);
  address.offered = true;
  address.tls = net::TlsMode::StartTls;
  address.implicit = net::Endpoint{"h", 993};
  target.at(Service::Imap).starttls = true;
  target.at(Service::Imap).capabilities = {"IMAP4rev1", "AUTH=PLAIN"};
  PlayOptions options;
  options.limits.reply = std::chrono::seconds(3);
  record::Masker masker;
  masker.add("geheimnis");
  const record::Stage stage = stage_event(target, options, masker);
  EXPECT_EQ(stage.placeholders, std::vector<std::string>{"maskedmas"});

  const auto then = restage(stage);
  ASSERT_TRUE(then);
  EXPECT_EQ(words_of(then->target.facts), words_of(target.facts));
  EXPECT_TRUE(then->target.at(Service::Imap).offers("AUTH=PLAIN"));
  EXPECT_EQ(then->target.drive.at(Service::Imap).tls, net::TlsMode::StartTls);
  EXPECT_TRUE(then->target.drive.at(Service::Imap).implicit);
  EXPECT_FALSE(then->target.drive.at(Service::Pop3).offered);
  EXPECT_EQ(then->target.accounts.size(), 3U);
  EXPECT_EQ(then->target.mailbox_prefix, "INBOX.");
  EXPECT_EQ(then->options.limits.reply, std::chrono::seconds(3));
  EXPECT_EQ(then->masker.masked("PASS maskedmas"), "PASS «***»");
}

TEST(Stage, IsNotReadWhenItMakesNoSense) {
  record::Stage stage;
  EXPECT_TRUE(restage(stage));
  stage.services = {{"telepathy", "none", false, false, false, {}, {}}};
  EXPECT_FALSE(restage(stage));
  stage.services.clear();
  stage.accounts = 1'000'000'000'000;
  EXPECT_FALSE(restage(stage));
}

}  // namespace
}  // namespace mailrig::conformance
