// The corpus: what is said of each message in its README is so.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>

#include "harness/mail/message.hpp"
#include "mailrig_source_dir.hpp"

namespace mailrig::mail {
namespace {

const std::filesystem::path kCorpus = std::filesystem::path(MAILRIG_SOURCE_DIR) / "scenarios/corpus";

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::map<std::string, std::string> corpus() {
  std::map<std::string, std::string> messages;
  for (const auto& entry : std::filesystem::directory_iterator(kCorpus)) {
    if (entry.path().extension() == ".eml") messages[entry.path().stem().string()] = content(entry.path());
  }
  return messages;
}

std::string shape(const Part& part) {
  if (part.parts.empty()) return part.subtype;
  std::string out = part.subtype + "(";
  for (const Part& child : part.parts) out += (&child == part.parts.data() ? "" : " ") + shape(child);
  return out + ")";
}

TEST(Corpus, IsExplainedMessageByMessage) {
  const std::string readme = content(kCorpus / "README.md");
  const auto messages = corpus();
  EXPECT_GE(messages.size(), 25U);
  for (const auto& [name, octets] : messages) {
    EXPECT_NE(readme.find("| `" + name + "` | " + std::to_string(octets.size()) + " | "), std::string::npos)
        << name;
  }
  EXPECT_EQ(static_cast<std::size_t>(std::count(readme.begin(), readme.end(), '\n')), messages.size() + 7);
}

TEST(Corpus, HasCrlfLinesOfAtMost998AndNoNul) {
  for (const auto& [name, octets] : corpus()) {
    EXPECT_TRUE(octets.ends_with("\r\n")) << name;
    EXPECT_EQ(octets.find('\0'), std::string::npos) << name;
    std::size_t begin = 0;
    for (std::size_t lf = octets.find('\n'); lf != std::string::npos; lf = octets.find('\n', begin)) {
      EXPECT_TRUE(lf > 0 && octets[lf - 1] == '\r') << name;
      EXPECT_LE(lf - begin, 999U) << name;
      begin = lf + 1;
    }
    EXPECT_EQ(std::count(octets.begin(), octets.end(), '\r'), std::count(octets.begin(), octets.end(), '\n'))
        << name;
  }
}

TEST(Corpus, HasThePartsThatItSays) {
  auto messages = corpus();
  const std::map<std::string, std::string> wanted{
      {"plain", "PLAIN"},
      {"noheader", "PLAIN"},
      {"multipart", "mixed(plain x-notes)"},
      {"alternative", "alternative(plain html)"},
      {"nested", "mixed(related(alternative(plain html) gif) plain)"},
      {"forwarded", "mixed(PLAIN rfc822(mixed(PLAIN rfc822(PLAIN))))"},
      {"rfc822", "rfc822(PLAIN)"},
      {"digest", "digest(RFC822(PLAIN) RFC822(PLAIN))"},
      {"attachment", "mixed(PLAIN octet-stream)"},
      {"unclosed", "mixed(PLAIN alternative(PLAIN))"},
      {"noboundary", "mixed(PLAIN)"},
  };
  for (const auto& [name, parts] : wanted) EXPECT_EQ(shape(part_tree(messages[name])), parts) << name;
}

TEST(Corpus, IsTwentyDeep) {
  const Part tree = part_tree(corpus()["deep"]);
  int depth = 0;
  for (const Part* part = &tree; part->multipart(); part = part->parts.data()) ++depth;
  EXPECT_EQ(depth, 20);
}

TEST(Corpus, HasTheEnvelopesThatItSays) {
  auto messages = corpus();
  const auto envelope = [&](const std::string& name) {
    std::size_t body = 0;
    return envelope_of(parse_header(messages[name], body));
  };
  EXPECT_EQ(envelope("recipients").to.size(), 120U);
  EXPECT_EQ(envelope("duplicates").to.size(), 2U);
  EXPECT_EQ(envelope("groups").to.size(), 6U);
  EXPECT_EQ(envelope("groups").cc.size(), 2U);
  EXPECT_EQ(envelope("nodate").date, std::nullopt);
  EXPECT_EQ(envelope("noheader").subject, std::nullopt);
  EXPECT_EQ(envelope("addresses").cc.at(1).mailbox, "joe.blow");
  EXPECT_EQ(decode_words(*envelope("words").subject), "Grüße aus Köln und mehr");
  EXPECT_EQ(parse_rfc5322_date(*envelope("olddate").date)->unix_seconds, 880124106);
  EXPECT_FALSE(parse_rfc5322_date(*envelope("baddate").date));
}

}  // namespace
}  // namespace mailrig::mail
