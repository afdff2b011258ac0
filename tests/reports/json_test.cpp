#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "reports/reports.hpp"
#include "tests/reports/sample.hpp"

namespace mailrig::reports {
namespace {

namespace json = boost::json;

json::value parsed(const std::vector<record::Event>& events) {
  return json::parse(render_json(fold(events)));
}

TEST(Json, CarriesItsSchemaAndTheVerdicts) {
  const json::value report = parsed(sample_check());
  EXPECT_EQ(report.at("schema").as_int64(), kJsonSchema);
  EXPECT_EQ(report.at("tool").at("version").as_string(), "0.1.0");
  EXPECT_EQ(report.at("verdicts").at("pass").to_number<int>(), 60);
  EXPECT_EQ(report.at("verdicts").at("total").to_number<int>(), 68);
  EXPECT_EQ(report.at("exit_code").to_number<int>(), 1);
  EXPECT_EQ(report.at("took_ns").to_number<std::int64_t>(), 4'321'000'000);
  EXPECT_EQ(report.at("capabilities").at("smtp").at(0).as_string(), "PIPELINING");
  EXPECT_EQ(report.at("target").at(0).at("name").as_string(), "smtp");
  EXPECT_TRUE(report.at("load").is_null());
}

TEST(Json, CarriesEachScenarioWithItsFindingsAndWire) {
  const json::value report = parsed(sample_check());
  for (const json::value& scenario : report.at("scenarios").as_array()) {
    if (scenario.at("id").as_string() != "imap/move/copyuid-first") continue;
    EXPECT_EQ(scenario.at("verdict").as_string(), "fail");
    EXPECT_EQ(scenario.at("clauses").at(0).at("rfc").to_number<int>(), 6851);
    const json::value& finding = scenario.at("findings").at(0);
    EXPECT_EQ(finding.at("clause").at("level").as_string(), "MUST");
    EXPECT_EQ(finding.at("line").to_number<int>(), 12);
    EXPECT_EQ(scenario.at("wire").at(2).at("bytes").as_string(),
              "* 2 EXPUNGE\\r\\nA1 OK <script>alert(1)</script>\\x01\\xFF\\r\\n");
    EXPECT_EQ(scenario.at("wire").at(1).at("direction").as_string(), "sent");
    return;
  }
  FAIL() << "the scenario is not there";
}

TEST(Json, CarriesTheLoad) {
  const json::value load = parsed(sample_load()).at("load");
  EXPECT_EQ(load.at("finished").to_number<int>(), 4990);
  EXPECT_EQ(load.at("ticks").as_array().size(), 40U);
  EXPECT_EQ(load.at("errors").at("timed out").to_number<int>(), 4);
  const auto run = fold(sample_load());
  EXPECT_EQ(load.at("all_scenarios").at("corrected").at("p99_ns").to_number<std::int64_t>(),
            run.load->all_scenarios.corrected.at(0.99).count());
  EXPECT_EQ(load.at("series").at(0).at("of").as_string(), "command");
}

TEST(Json, TakesHostileText) {
  std::vector<record::Event> events = sample_check();
  std::get<record::RunStarted>(events.front()).capabilities = {{"smtp", {"\xFF\xFE \"quote\"\n"}}};
  EXPECT_EQ(parsed(events).at("capabilities").at("smtp").at(0).as_string(),
            "\xEF\xBF\xBD\xEF\xBF\xBD \"quote\"\n");
  EXPECT_NO_THROW((void)parsed({}));
}

}  // namespace
}  // namespace mailrig::reports
