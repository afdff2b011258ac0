#include "harness/cli/explanation.hpp"

#include <gtest/gtest.h>

#include "tests/scenario/support.hpp"

namespace mailrig::cli {
namespace {

TEST(Wrapped, CutsNoWordAndCountsCharacters) {
  EXPECT_EQ(wrapped("one two three", 2, 0, 8), "one two\n  three");
  EXPECT_EQ(wrapped("one two three", 4, 4, 12), "one two\n    three");
  EXPECT_EQ(wrapped("grüße grüße", 0, 0, 11), "grüße grüße");
  EXPECT_EQ(wrapped("a-word-that-is-too-long b", 1, 0, 5), "a-word-that-is-too-long\n b");
  EXPECT_EQ(wrapped("", 4, 0, 10), "");
}

TEST(Wrapped, KeepsWhatIsAligned) {
  EXPECT_EQ(wrapped("S: OK      # MUST", 0, 0, 40), "S: OK      # MUST");
}

scenario::Scenario of(const std::string& id, const std::string& facts,
                      const std::string& dialogue = "C: NOOP\nS: OK") {
  const scenario::Compiled compiled = scenario::compile_dialogue(id, dialogue, facts);
  EXPECT_EQ(compiled.mistakes, "");
  return compiled.scenarios.at(0);
}

TEST(SetUp, IsToldInWords) {
  EXPECT_EQ(set_up_in_words(of("imap/x", "start = { messages = [\"plain \\\\Seen\", \"dots\"] }")),
            std::vector<std::string>{
                "imap: logged in, with a mailbox of its own selected that holds plain (\\Seen) and dots"});
  EXPECT_EQ(
      set_up_in_words(of("imap/x", "start = { state = \"connected\", tls = \"implicit\" }")),
      std::vector<std::string>{"imap: connected, and nothing read yet, under TLS from the first octet"});
  EXPECT_EQ(set_up_in_words(of("imap/x",
                               "mailboxes = { other = [\"plain\"] }\nstart = { state = \"authenticated\" }",
                               "C: SELECT ${other}\nS: OK")),
            (std::vector<std::string>{"imap: logged in", "a mailbox ${other} that holds plain"}));
}

TEST(Explanation, SaysWhatBreaksItAndWhyItMatters) {
  scenario::Requirements requirements;
  requirements[9051].push_back({"1.2", "MUST", "server", "NOOP does nothing", "", {1}, true});
  requirements[9051].push_back({"1.2", "MUST", "client", "not ours", "", {2}, true});
  scenario::Scenario scenario =
      of("imap/x", "why = \"Clients poll with it.\"\nneeds = [\"MOVE\", \"!UIDPLUS\"]");
  scenario.catches = {"imap.move.not-told", "no.such.deviation"};
  const std::string text = render_explanation(scenario, requirements, "C: NOOP\nS: OK    # MUST\n");
  for (const char* part : {"imap/x\n  t\n", "stands on   RFC 9051 1.2, MUST\n", "- MUST: NOOP does nothing\n",
                           "why         Clients poll with it.\n",
                           "breaks it   MOVE tells no EXPUNGE (imap.move.not-told; RFC 6851 4.3)\n           "
                           " no.such.deviation\n",
                           "needs       MOVE and no UIDPLUS, else it is skipped\n",
                           "\ndialogue\n    C: NOOP\n    S: OK    # MUST\n"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nin\n" << text;
  }
  EXPECT_EQ(text.find("not ours"), std::string::npos);
}

TEST(Section, ListsWhatIsAskedAndWhoAsksItInOrder) {
  scenario::Requirements requirements;
  requirements[9051].push_back({"6.10", "MUST", "server", "ten", "", {1}, true});
  requirements[9051].push_back({"6.9", "SHOULD", "server", "nine", "", {2}, false});
  requirements[9051].push_back({"7", "MUST", "server", "seven", "", {3}, true});
  const scenario::Scenario scenario = of("imap/x", "", "C: NOOP\nS: OK    # rfc9051 6.10 MUST");
  const std::vector<conformance::ScenarioPtr> all{std::make_shared<const scenario::Scenario>(scenario)};
  EXPECT_EQ(
      render_section("9051#6", all, requirements),
      "RFC 9051 6.9\n  SHOULD     server: nine (no dialogue can show it)\n  no scenario stands on it\n\n"
      "RFC 9051 6.10\n  MUST       server: ten\n  imap/x                                   t\n\n");
  EXPECT_EQ(render_section("5321", all, requirements), "");
}

}  // namespace
}  // namespace mailrig::cli
