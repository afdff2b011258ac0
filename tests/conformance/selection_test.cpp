#include "harness/conformance/selection.hpp"

#include <gtest/gtest.h>

namespace mailrig::conformance {
namespace {

TEST(Glob, StarsStayWithinAFolder) {
  struct Row {
    const char* pattern;
    const char* id;
    bool matches;
  };
  static constexpr Row kRows[] = {
      {"imap/move/copyuid-first", "imap/move/copyuid-first", true},
      {"imap", "imap/move/copyuid-first", true},
      {"imap/move/", "imap/move/copyuid-first", true},
      {"imap/mov", "imap/move/copyuid-first", false},
      {"imap/**", "imap/move/copyuid-first", true},
      {"imap/*", "imap/move/copyuid-first", true},  // a folder: what is below it
      {"imap/*", "smtp/data/end", false},
      {"*/starttls/*", "imap/starttls/injection", true},
      {"*/starttls/*", "a/b/starttls/injection", false},
      {"**/starttls/*", "a/b/starttls/injection", true},
      {"**", "smtp/x", true},
      {"smtp/d?ta", "smtp/data", true},
      {"smtp?data", "smtp/data", false},
      {"**/*-first", "imap/move/copyuid-first", true},
      {"", "smtp/x", false},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(matches_glob(row.pattern, row.id), row.matches) << row.pattern << " on " << row.id;
  }
}

TEST(Rfc, SectionNamesWhatIsBelowIt) {
  EXPECT_TRUE(matches_rfc("9051", 9051, "6.3"));
  EXPECT_TRUE(matches_rfc("rfc9051#6.3", 9051, "6.3"));
  EXPECT_TRUE(matches_rfc("9051#6.3", 9051, "6.3.2"));
  EXPECT_FALSE(matches_rfc("9051#6.3", 9051, "6.30"));
  EXPECT_FALSE(matches_rfc("9051#6.3", 3501, "6.3"));
  EXPECT_FALSE(matches_rfc("nine", 9051, ""));
}

scenario::Scenario imap_scenario() {
  scenario::Scenario scenario;
  scenario.id = "imap/move/first";
  scenario.service = Service::Imap;
  scenario.clauses = {{6851, "4.3"}};
  scenario.tags = {"slow"};
  scenario.clients = {{"imap", Service::Imap, 1, scenario::State::Selected, false, {}}};
  return scenario;
}

TEST(Selection, EveryKindMustAgree) {
  const scenario::Scenario scenario = imap_scenario();
  Selection selection;
  EXPECT_TRUE(selected(selection, scenario));
  selection.protocols = {"imap"};
  selection.rfcs = {"6851"};
  selection.tags = {"slow"};
  EXPECT_TRUE(selected(selection, scenario));
  selection.excluded = {"imap/move"};
  EXPECT_FALSE(selected(selection, scenario));
}

TEST(Selection, TellsWhatAPatternMayHaveMeant) {
  const std::vector<ScenarioPtr> all = {std::make_shared<scenario::Scenario>(imap_scenario())};
  Selection selection;
  selection.patterns = {"imap/move/frist"};
  EXPECT_EQ(unmatched(selection, all),
            "no scenario matches 'imap/move/frist'; did you mean 'imap/move/first'?\n");
  selection = {};
  selection.rfcs = {"6851", "rfc", "6851#99"};
  selection.tags = {"slwo", "slow"};
  EXPECT_EQ(unmatched(selection, all),
            "no scenario stands on 'rfc'; meant is an RFC or a section of it: 9051#6.3\n"
            "no scenario stands on '6851#99'; meant is an RFC or a section of it: 9051#6.3\n"
            "no scenario has the tag 'slwo'; did you mean 'slow'?\n");
}

TEST(Skipped, WhereTheOtherRevisionAsksForIt) {
  scenario::Scenario scenario = imap_scenario();
  Target target;
  target.drive.at(Service::Imap).offered = true;
  scenario.rev = scenario::Rev::Imap4rev2;
  EXPECT_EQ(why_skipped(scenario, target),
            "asked by IMAP4rev2 alone, and the run judges by IMAP4rev1 (--rev)");
  target.facts.rev = scenario::Rev::Imap4rev2;
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
}

TEST(Skipped, SaysWhy) {
  scenario::Scenario scenario = imap_scenario();
  Target target;
  EXPECT_EQ(why_skipped(scenario, target), "the target has no imap");
  target.drive.at(Service::Imap).offered = true;
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
  scenario::Diagnostics mistakes;
  const auto need = [&](const char* word) {
    scenario.needs = {{}};
    scenario.needs[0].service = Service::Imap;
    scenario.needs[0].capability = word;
    return why_skipped(scenario, target);
  };
  EXPECT_EQ(need("MOVE"), "not offered: MOVE (imap)");
  target.at(Service::Imap).capabilities = {"IMAP4rev1", "MOVE", "AUTH=PLAIN"};
  EXPECT_EQ(need("MOVE"), std::nullopt);
  EXPECT_EQ(need("AUTH PLAIN"), std::nullopt);
  scenario.needs[0].capability = "MOVE";
  scenario.needs[0].absent = true;
  EXPECT_EQ(why_skipped(scenario, target), "only where not offered: MOVE (imap)");
  scenario.needs.clear();
  scenario.accounts = 2;
  EXPECT_EQ(why_skipped(scenario, target), "needs 2 accounts, has 0");
}

TEST(Skipped, WithoutTheDoorThatAClientAsksFor) {
  scenario::Scenario scenario = imap_scenario();
  Target target;
  drive::Address& imap = target.drive.at(Service::Imap);
  imap = drive::Address{{"h", 143}, net::TlsMode::None, true};
  imap.clear = imap.endpoint;
  scenario.clients[0].tls = scenario::TlsStart::Implicit;
  EXPECT_EQ(why_skipped(scenario, target),
            "begins under TLS, and no such address of imap is known (--imaps)");
  imap.implicit = net::Endpoint{"h", 993};
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
  EXPECT_EQ(imap.door(scenario::TlsStart::Implicit)->port, 993);
  EXPECT_EQ(imap.door(scenario::TlsStart::Default)->port, 143);

  imap = drive::Address{{"h", 993}, net::TlsMode::Implicit, true};
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
  scenario.clients[0].tls = scenario::TlsStart::None;
  EXPECT_EQ(why_skipped(scenario, target),
            "begins in the clear, and imap is known by implicit TLS alone (--imap)");
  imap.clear = net::Endpoint{"h", 143};
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
  EXPECT_EQ(imap.door(scenario::TlsStart::None)->port, 143);
  scenario.clients[0].tls = scenario::TlsStart::StartTls;
  EXPECT_EQ(why_skipped(scenario, target), "not offered: STARTTLS (imap)");
  target.at(Service::Imap).starttls = true;
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
}

TEST(WhyNot, AScenarioMayNotShowAPasswordToOtherHosts) {
  scenario::Program program;
  program.clients = {{"imap", Service::Imap, 1, scenario::TlsStart::None, {}}};
  Target target;
  target.drive.at(Service::Imap) = drive::Address{{"mx.example", 143}, net::TlsMode::StartTls, true};
  EXPECT_EQ(why_not(program, target), "");
  program.bares_secret = true;
  EXPECT_EQ(why_not(program, target),
            "would show the password in the clear: --i-may-send-passwords-in-the-clear");
  target.passwords_in_the_clear = true;
  EXPECT_EQ(why_not(program, target), "");
  target.passwords_in_the_clear = false;
  target.drive.at(Service::Imap) = drive::Address{{"127.0.0.1", 143}, net::TlsMode::None, true};
  EXPECT_EQ(why_not(program, target), "");
}

TEST(WhyNot, ATokenIsNeededWhereOneIsShown) {
  scenario::Program program;
  scenario::Authenticate exchange;
  exchange.mechanism = "XOAUTH2";
  scenario::Step step;
  step.action = exchange;
  program.body = {step};
  Target target;
  target.accounts = {{"user1", "pass", "user1@example.test"}};
  EXPECT_EQ(why_not(program, target), "needs an OAuth token: --bearer");
  target.accounts[0].bearer = "t";
  EXPECT_EQ(why_not(program, target), "");
}

TEST(Skipped, WhereThereIsNothingToCheckACertificateAgainst) {
  scenario::Scenario scenario = imap_scenario();
  scenario.clients[0].choice.verified = true;
  Target target;
  target.drive.at(Service::Imap).offered = true;
  EXPECT_EQ(why_skipped(scenario, target),
            "checks the certificate: --ca-file or --verify-certificate says against what");
  target.verifies = true;
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
}

TEST(Probed, KnowsWhatIsOfferedOtherwise) {
  using net::TlsMode;
  using scenario::TlsStart;
  Probed probed;
  probed.capabilities = {"STARTTLS"};
  probed.otherwise = {"AUTH=PLAIN"};
  EXPECT_FALSE(probed.offers("AUTH=PLAIN", TlsStart::Default, TlsMode::None));
  EXPECT_FALSE(probed.offers("AUTH=PLAIN", TlsStart::None, TlsMode::None));
  EXPECT_TRUE(probed.offers("AUTH=PLAIN", TlsStart::StartTls, TlsMode::None));
  EXPECT_TRUE(probed.offers("STARTTLS", TlsStart::StartTls, TlsMode::None));
  EXPECT_TRUE(probed.offers("AUTH=PLAIN", TlsStart::Implicit, TlsMode::None));
  EXPECT_FALSE(probed.offers("STARTTLS", TlsStart::Implicit, TlsMode::None));
}

TEST(Skipped, NotWhereOneOfItsConnectionsIsOffered) {
  scenario::Scenario scenario = imap_scenario();
  scenario.clients.push_back(scenario.clients.front());
  scenario.clients[0].tls = scenario::TlsStart::Implicit;
  scenario.clients[1].name = "second";
  scenario.needs = {{}};
  scenario.needs[0].service = Service::Imap;
  scenario.needs[0].capability = "STARTTLS";
  Target target;
  drive::Address& imap = target.drive.at(Service::Imap);
  imap = drive::Address{{"h", 143}, net::TlsMode::None, true};
  imap.clear = imap.endpoint;
  imap.implicit = net::Endpoint{"h", 993};
  target.at(Service::Imap).capabilities = {"STARTTLS", "LOGINDISABLED"};
  target.at(Service::Imap).starttls = true;
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
  scenario.clients[1].tls = scenario::TlsStart::Implicit;
  EXPECT_EQ(why_skipped(scenario, target), "not offered: STARTTLS (imap)");
  scenario::Line upgrade;
  upgrade.verb = scenario::Verb::StartTls;
  upgrade.client = "second";
  scenario.lines = {upgrade};
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
}

TEST(Skipped, ComparesNoOctetsWithWhatSmtpDelivered) {
  scenario::Scenario scenario = imap_scenario();
  scenario.clients = {{"pop3", Service::Pop3, 1, scenario::State::Transaction, false, {}}};
  scenario.messages = {{"plain", ""}};
  Target target;
  target.drive.at(Service::Pop3).offered = target.drive.at(Service::Smtp).offered = true;
  scenario::Line line;
  line.verb = scenario::Verb::Expect;
  scenario.lines = {line};
  for (const auto& [text, skipped] :
       {std::pair{"+OK ${number.1} ${size:message.1}", true}, std::pair{"message ${message.1}", true},
        std::pair{"message ${top.1}", true}, std::pair{"+OK ${number.1}", false}}) {
    scenario.lines[0].text = text;
    EXPECT_EQ(why_skipped(scenario, target).has_value(), skipped) << text;
  }
  target.drive.at(Service::Imap).offered = true;
  scenario.lines[0].text = "message ${message.1}";
  EXPECT_EQ(why_skipped(scenario, target), std::nullopt);
}

TEST(Probed, ReadsKeywordsWithArguments) {
  Probed probed;
  probed.capabilities = {"SIZE 1000", "AUTH PLAIN LOGIN", "SASL SCRAM-SHA-256", "PIPELINING"};
  EXPECT_TRUE(probed.offers("size"));
  EXPECT_TRUE(probed.offers("AUTH LOGIN"));
  EXPECT_TRUE(probed.offers("AUTH=PLAIN"));
  EXPECT_TRUE(probed.offers("SASL SCRAM-SHA-256"));
  EXPECT_FALSE(probed.offers("AUTH PLA"));
  EXPECT_FALSE(probed.offers("PIPE"));
}

}  // namespace
}  // namespace mailrig::conformance
