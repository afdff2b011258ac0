// if, repeat, at once: which steps they become.
#include <set>

#include <gtest/gtest.h>

#include "tests/scenario/support.hpp"

namespace mailrig::scenario {
namespace {

class OfferOf final : public Offer {
 public:
  explicit OfferOf(std::set<std::string> words) : words_(std::move(words)) {}
  [[nodiscard]] bool has(const Need& need) const override { return words_.count(need.capability) != 0; }

 private:
  std::set<std::string> words_;
};

// One letter a step: Send by its first word's letter, S, B(ranch), J(ump), A(t once), …
std::string outline(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    if (!text.empty()) text += ' ';
    if (const auto* send = std::get_if<Send>(&step.action)) {
      text += send->verb;
    } else if (const auto* expect = std::get_if<Expect>(&step.action)) {
      text += "S" + std::to_string(expect->expectations.size());
    } else if (const auto* branch = std::get_if<Branch>(&step.action)) {
      text += "?" + std::to_string(branch->otherwise);
    } else if (const auto* jump = std::get_if<Jump>(&step.action)) {
      text += ">" + std::to_string(jump->to);
    } else if (const auto* at_once = std::get_if<AtOnce>(&step.action)) {
      text += "@" + std::to_string(at_once->end);
    } else {
      text += "set";
    }
  }
  return text;
}

std::string outline_for(std::string_view dialogue, const std::set<std::string>& offered,
                        Rev rev = Rev::Imap4rev1) {
  FixtureFacts facts = all_services();
  facts.rev = rev;
  const Compiled compiled = compile_dialogue("imap/t", dialogue, "", facts, OfferOf(offered));
  return compiled.mistakes + outline(compiled.program.body);
}

TEST(If, SettlesWhatIsOfferedForTheTarget) {
  constexpr const char* kDialogue =
      "if offered MOVE\nC: MOVE 1 a\nS: OK\nelse if offered !UIDPLUS\nC: COPY 1 a\nS: OK\nelse\nC: EXPUNGE\n"
      "S: OK\nend";
  EXPECT_EQ(outline_for(kDialogue, {"MOVE"}), "MOVE S1");
  EXPECT_EQ(outline_for(kDialogue, {"MOVE", "UIDPLUS"}), "MOVE S1");
  EXPECT_EQ(outline_for(kDialogue, {}), "COPY S1");
  EXPECT_EQ(outline_for(kDialogue, {"UIDPLUS"}), "EXPUNGE S1");
}

TEST(If, SettlesTheRevisionOfTheRun) {
  constexpr const char* kDialogue = "C: NOOP\nS: * 3 EXISTS\nif rev imap4rev1\nS: * 0 RECENT\nend\nS: OK";
  EXPECT_EQ(outline_for(kDialogue, {}, Rev::Imap4rev1), "NOOP S3");
  EXPECT_EQ(outline_for(kDialogue, {}, Rev::Imap4rev2), "NOOP S2");
}

TEST(If, MayAddAnAlternativeByWhatIsOffered) {
  const Compiled compiled = imap("C: NOOP\nS: OK\nif offered X\nor S: NO\nend");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(action<Expect>(compiled, 1).expectations[0].any_of.size(), 2U);
}

TEST(If, MakesBranchesOfWhatIsKnownOnlyWhilePlaying) {
  EXPECT_EQ(
      outline_for("C: NOOP\nS: * ${=n} EXISTS\nS: OK|NO\nif answered OK\nC: CHECK\nS: OK\nelse if ${n} > 3\n"
                  "C: CLOSE\nS: OK\nelse\nC: IDLE\nS: +\nend\nC: LOGOUT",
                  {}),
      "NOOP S2 ?6 CHECK S1 >12 ?10 CLOSE S1 >12 IDLE S1 LOGOUT");
}

TEST(If, LeavesOutWhatIsDecidedAmongBranches) {
  constexpr const char* kDialogue =
      "C: NOOP\nS: OK|NO\nif offered X\nC: X\nelse if answered OK\nC: CHECK\nelse if offered Y\nC: "
      "Y\nelse\nC: IDLE\nend";
  EXPECT_EQ(outline_for(kDialogue, {"X", "Y"}), "NOOP S1 X");
  EXPECT_EQ(outline_for(kDialogue, {"Y"}), "NOOP S1 ?5 CHECK >6 Y");
  EXPECT_EQ(outline_for(kDialogue, {}), "NOOP S1 ?5 CHECK >6 IDLE");
}

TEST(If, NestsWithRepeat) {
  EXPECT_EQ(outline_for("repeat 2\nif ${i} > 1\nrepeat 2\nC: NOOP\nend\nelse\nC: CHECK\nend\nend", {}),
            "?4 NOOP NOOP >5 CHECK ?9 NOOP NOOP >10 CHECK");
}

TEST(If, AGroupDoesNotGoOnBehindABranch) {
  EXPECT_EQ(outline_for("C: NOOP\nS: * 1 EXISTS\nif answered OK\nS: * 2 EXISTS\nend\nS: OK", {}),
            "NOOP S1 ?4 S1 S1");
  const Compiled compiled = imap("C: NOOP\nS: OK|NO\nif answered OK\nC: NOOP\nS: OK\nend\nor S: NO");
  EXPECT_EQ(compiled.mistakes, "f.toml:12:1: 'or S:' follows the 'S:' line that it is an alternative of\n");
}

TEST(If, WhatEveryBranchBindsHasAValueBehindTheEnd) {
  constexpr const char* kDialogue =
      "C: NOOP\nS: OK|NO\nif answered OK\nset n = 1\nelse if answered NO\nif offered X\nset n = 2\nelse\nset "
      "n = 3\nend\n"
      "else\nC: NOOP\nS: * ${=n} EXISTS\nS: OK\nend\nC: X ${n}";
  EXPECT_EQ(imap(kDialogue).mistakes, "");
}

TEST(If, WhatWasBoundBeforeStaysBound) {
  EXPECT_EQ(imap("set n = 1\nif ${n} = 1\nset n = 2\nend\nC: X ${n}\nS: OK").mistakes, "");
}

TEST(If, WhatOneBranchBoundCanBeBoundBehindTheEnd) {
  EXPECT_EQ(imap("if offered X\nset n = 1\nend\nset n = 2\nC: X ${n}\nS: OK").mistakes, "");
}

TEST(If, NothingIsSetUpForABranchThatIsNotTaken) {
  constexpr const char* kDialogue = "if offered X\nC: SELECT ${mailbox}\nS: OK\nend\nC: NOOP\nS: OK";
  constexpr const char* kFacts = "start = { state = \"authenticated\" }";
  const auto makes_mailbox = [&](const Offer& offer) {
    const Compiled compiled = compile_dialogue("imap/t", kDialogue, kFacts, all_services(), offer);
    EXPECT_EQ(compiled.mistakes, "");
    return compiled.program.find_slot("mailbox").has_value();
  };
  EXPECT_TRUE(makes_mailbox(OfferOf({"X"})));
  EXPECT_FALSE(makes_mailbox(OfferOf({})));
}

TEST(Check, IsJudgedByItsOwnClause) {
  const Compiled compiled =
      imap("C: NOOP\nS: * ${=n} EXISTS\nS: OK\ncheck ${n} >= 3   # rfc7162 3.1.1 SHOULD");
  ASSERT_EQ(compiled.mistakes, "");
  const auto& check = action<Check>(compiled, 2);
  EXPECT_EQ(check.rule.clause.rfc, 7162);
  EXPECT_EQ(check.rule.level, Level::Should);
  EXPECT_EQ(check.source, "check ${n} >= 3");
  EXPECT_EQ(check.comparison.is, Comparison::Operator::GreaterOrEqual);
}

TEST(Check, ReadsQuotedValues) {
  const Compiled compiled = imap("check \"a # \\\"b${user}\" != ${user}");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(shown(action<Check>(compiled, 0).comparison.left, compiled.program), "a # \"b${user}");
}

constexpr const char* kTwo = "[clients]\nphone = \"imap\"\nlaptop = \"imap\"\n";

Compiled two(const std::string& dialogue) {
  return compile_text("imap/t", file_of(dialogue) + kTwo, all_services());
}

TEST(AtOnce, GivesEachClientItsOwnSteps) {
  const Compiled compiled =
      two("phone C: NOOP\nphone S: OK\nat once\nphone C: CHECK\nlaptop C: CLOSE\nphone S: OK\nlaptop S: OK\n"
          "repeat 2\nlaptop C: IDLE\nend\nend\nphone C: LOGOUT");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(outline(compiled.program.body), "NOOP S1 @9 CHECK S1 CLOSE S1 IDLE IDLE LOGOUT");
  const auto& at_once = action<AtOnce>(compiled, 2);
  ASSERT_EQ(at_once.threads.size(), 2U);
  EXPECT_EQ(at_once.threads[0].client, 0U);
  EXPECT_EQ(at_once.threads[0].begin, 3U);
  EXPECT_EQ(at_once.threads[0].end, 5U);
  EXPECT_EQ(at_once.threads[1].client, 1U);
  EXPECT_EQ(at_once.threads[1].end, 9U);
  EXPECT_EQ(compiled.program.threads, 2U);
}

TEST(AtOnce, AsksInEachThreadThatHasLinesInABranch) {
  const Compiled compiled =
      two("set n = 1\nat once\nif ${n} = 1\nphone C: CHECK\nlaptop C: CLOSE\nelse\nphone C: "
          "IDLE\nend\nlaptop C: NOOP\n"
          "if ${n} = 2\nlaptop C: LOGOUT\nend\nend");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(outline(compiled.program.body), "set @12 ?5 CHECK >6 IDLE ?9 CLOSE >9 NOOP ?12 LOGOUT");
}

TEST(AtOnce, WhatItBindsHasAValueBehindIt) {
  EXPECT_EQ(two("at once\nphone C: NOOP\nphone S: * ${=n} EXISTS\nphone S: OK\nphone C: X ${n}\nphone S: OK\n"
                "laptop C: NOOP\nlaptop S: * ${=m} EXISTS\nlaptop S: OK\nend\ncheck ${n} = ${m}")
                .mistakes,
            "");
}

}  // namespace
}  // namespace mailrig::scenario
