#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "harness/record/memory.hpp"
#include "harness/record/reader.hpp"
#include "harness/record/writer.hpp"

namespace mailrig::record {
namespace {

using std::chrono::nanoseconds;

Judgement judgement() {
  Judgement j;
  j.at = nanoseconds(5);
  j.scenario = "smtp/helo";
  j.client = "c";
  j.source = Judgement::Source::Watcher;
  j.rule = "smtp.reply.code-changed";
  j.clause = {5321, "4.2.1", Level::Should};
  j.finding = Finding::Hardening;
  j.file = "a.toml";
  j.line = 12;
  j.column = 3;
  j.wanted = "250";
  j.got = "550 \\x00";
  j.why = "why ü";
  return j;
}

Series series() {
  Series s;
  s.name = "imap FETCH";
  s.of = Series::Of::Scenario;
  for (int i = 1; i < 100; ++i) s.corrected.record(nanoseconds(i * 1000));
  s.uncorrected.record(nanoseconds(7));
  s.failed = 2;
  return s;
}

Tick tick() {
  Tick t;
  t.at = nanoseconds(1'000'000'000);
  t.phase = "measured";
  t.started = UINT64_MAX;
  t.finished = 2;
  t.failed = 3;
  t.commands = 4;
  t.bytes_sent = 5;
  t.bytes_received = 6;
  t.open_connections = 7;
  t.late_starts = 8;
  t.p50 = nanoseconds(9);
  t.p99 = nanoseconds(10);
  t.worst = nanoseconds(11);
  t.generator_lag = nanoseconds(12);
  return t;
}

LoadEnded load_ended() {
  LoadEnded l;
  l.at = nanoseconds(1);
  l.profile = "office";
  l.arrivals = "open, constant 200/s";
  l.wanted_per_second = 200;
  l.achieved_per_second = 199.875;
  l.measured = nanoseconds(30'000'000'000);
  l.started = 1;
  l.finished = 2;
  l.failed = 3;
  l.commands = 4;
  l.late_starts = 5;
  l.bytes_sent = 6;
  l.bytes_received = 7;
  l.connections = 8;
  l.generator_lag_worst = nanoseconds(9);
  l.generator_cpu = nanoseconds(10);
  l.errors = {{"timeout", 3}};
  l.objectives_missed = {"p99 < 10 ms"};
  return l;
}

std::vector<Event> one_of_each() {
  RunStarted started{"0.1.0",      "mailrig check --password «***»",
                     "check",      "2026-01-01T00:00:00Z",
                     42,           {},
                     {},           {},
                     10,           2,
                     "known.toml", "starttls"};
  started.target = {{"smtp", "127.0.0.1:2525"}, {"imap greeting", "* OK \"hi\" \\"}};
  started.capabilities = {{"smtp", {"PIPELINING", "SIZE"}}, {"imap", {}}};
  started.remarks = {"one account"};
  started.column = "starttls";
  std::string all_octets;
  for (int i = 0; i < 256; ++i) all_octets.push_back(static_cast<char>(i));
  Stage stage;
  stage.facts = {"imap", "uidplus"};
  stage.services = {{"imap", "starttls", true, false, true, {"IMAP4rev1"}, {"LOGINDISABLED"}}};
  stage.accounts = 4;
  stage.domain = "example.test";
  stage.host = "h";
  stage.sender = "s@h";
  stage.mailbox_prefix = "INBOX.";
  stage.placeholders = {"masked"};
  stage.reply = nanoseconds(10);
  stage.whole = nanoseconds(60);
  stage.received = 7;
  stage.unsolicited = 8;
  Transcript transcript{
      "smtp/helo", {{"user", "masked", "user@h", "hidden"}}, "t1", {{"message.1", all_octets}}, "too long"};
  return {
      started,
      stage,
      ScenarioStarted{nanoseconds(1),
                      "smtp/helo",
                      "Title ü",
                      "a.toml",
                      "smtp",
                      {{5321, "4.1.1.1", Level::May}},
                      {"smtp:SIZE", "!imap:MOVE"}},
      transcript,
      Wire{nanoseconds(2), "smtp/helo", "c", Direction::Received, all_octets},
      Wire{nanoseconds(-3), "smtp/helo", "", Direction::Mark, ""},
      judgement(),
      ScenarioEnded{nanoseconds(6), "smtp/helo", Verdict::Weak, "reason", "mailrig check smtp/helo",
                    nanoseconds(4)},
      Standing{"smtp/helo", Standing::What::Rarer, "why \"so\"", "3 of 10", "known.toml", 7, 9},
      TrialEnded{nanoseconds(6), "smtp/size", {"smtp:SIZE"}, Verdict::Pass, true, nanoseconds(2)},
      PhaseStarted{nanoseconds(7), "ramp"},
      tick(),
      series(),
      load_ended(),
      RunEnded{nanoseconds(8), 130, true, {"generator lagged"}, "imap: refused", {"mail of ann"}},
  };
}

std::string lines(const std::vector<Event>& events) {
  std::string text;
  for (const Event& event : events) {
    append_line(text, event);
    text.push_back('\n');
  }
  return text;
}

TEST(Record, ComesBackAsItWas) {
  const std::vector<Event> events = one_of_each();
  const Events back = parse_lines(lines(events));
  ASSERT_TRUE(back.errors.empty()) << back.errors[0].what;
  ASSERT_EQ(back.events.size(), events.size());
  // Equal lines are equal events: every member is in its line, no two values share a spelling.
  EXPECT_EQ(lines(back.events), lines(events));
  EXPECT_EQ(std::get<Wire>(back.events[4]).bytes, std::get<Wire>(events[4]).bytes);
  EXPECT_EQ(std::get<Tick>(back.events[11]).started, UINT64_MAX);
  EXPECT_EQ(std::get<Series>(back.events[12]).corrected.at(0.5), series().corrected.at(0.5));
  EXPECT_EQ(std::get<ScenarioEnded>(back.events[7]).verdict, Verdict::Weak);
}

TEST(Record, HasEveryEventOnOneLine) {
  for (const Event& event : one_of_each()) {
    std::string line;
    append_line(line, event);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_TRUE(line.starts_with("{\"event\":\""));
  }
}

TEST(Record, StaysUtf8WhateverTheTextHolds) {
  ScenarioStarted event;
  event.title = "bad \xFF octet";
  std::string line;
  append_line(line, event);
  const auto back = parse_line(line);
  ASSERT_TRUE(std::holds_alternative<Event>(back));
  EXPECT_EQ(std::get<ScenarioStarted>(std::get<Event>(back)).title, "bad \xEF\xBF\xBD octet");
}

TEST(Reader, SaysWhatIsWrongAndWhere) {
  struct Case {
    const char* text;
    const char* what;
  };
  for (
      const Case& c : {
          Case{"{", "no JSON"},
          Case{"[]", "no object with a key 'event'"},
          Case{"{\"event\":1}", "no object with a key 'event'"},
          Case{"{\"event\":\"nope\"}", "unknown event 'nope'"},
          Case{R"({"event":"phase","at":1})", "phase: key 'phase' is missing"},
          Case{R"({"event":"phase","at":"1","phase":"x"})", "phase: key 'at' has a wrong value"},
          Case{R"({"event":"phase","at":1.5,"phase":"x"})", "phase: key 'at' has a wrong value"},
          Case{R"({"event":"phase","at":1,"phase":"x","more":1})", "phase: an unknown key"},
          Case{R"({"event":"wire","at":1,"scenario":"","client":"","direction":"up","bytes":""})",
               "wire: key 'direction' has a wrong value"},
          Case{R"({"event":"wire","at":1,"scenario":"","client":"","direction":"sent","bytes":"\\q"})",
               "wire: key 'bytes' has a wrong value"},
          Case{
              R"({"event":"scenario_started","at":1,"id":"","title":"","file":"","protocol":"","clauses":[{"rfc":70000,"section":"","level":"MUST"}]})",
              "scenario_started: key 'rfc' has a wrong value"},
      }) {
    const Events read = parse_lines(std::string("{\"event\":\"phase\",\"at\":1,\"phase\":\"x\"}\n") + c.text);
    ASSERT_EQ(read.errors.size(), 1U) << c.text;
    EXPECT_EQ(read.errors[0].line, 2U);
    EXPECT_TRUE(read.errors[0].what.starts_with(c.what)) << read.errors[0].what;
    EXPECT_EQ(read.events.size(), 1U);
  }
}

TEST(Reader, TakesNoTruncatedLine) {
  for (const Event& event : one_of_each()) {
    std::string line;
    append_line(line, event);
    for (std::size_t cut = 0; cut < line.size(); cut += 3) {
      EXPECT_TRUE(std::holds_alternative<ReadError>(parse_line(std::string_view(line).substr(0, cut))));
    }
  }
}

TEST(Writer, WritesAFileThatIsReadBack) {
  const auto path =
      std::filesystem::temp_directory_path() / ("mailrig-record-" + std::to_string(::getpid()) + ".jsonl");
  {
    const auto writer = Writer::open(path.string());
    ASSERT_NE(writer, nullptr);
    Memory memory;
    Tee tee({*writer, memory});
    for (const Event& event : one_of_each()) tee.put(event);
    EXPECT_EQ(memory.events().size(), one_of_each().size());
    EXPECT_FALSE(writer->failed());
  }
  const Events back = read_file(path.string());
  std::filesystem::remove(path);
  EXPECT_TRUE(back.errors.empty());
  EXPECT_EQ(lines(back.events), lines(one_of_each()));
}

TEST(Writer, SaysNothingOpenedForABadPath) {
  EXPECT_EQ(Writer::open("/no/such/folder/x"), nullptr);
  EXPECT_EQ(read_file("/no/such/folder/x").errors.at(0).line, 0U);
}

}  // namespace
}  // namespace mailrig::record
