#include "tests/reports/sample.hpp"

#include <cmath>

namespace mailrig::reports {

namespace {

using namespace record;
using std::chrono::milliseconds;
using std::chrono::seconds;

RunStarted started(std::string kind) {
  RunStarted event;
  event.tool_version = "0.1.0";
  event.command = "mailrig " + kind + " --host mx.example --password «***»";
  event.kind = std::move(kind);
  event.started_at = "2026-01-15T10:00:00Z";
  event.seed = 42;
  event.target = {{"smtp", "127.0.0.1:2525 (STARTTLS)"},
                  {"imap", "127.0.0.1:1143 (in the clear)"},
                  {"imap greeting", "* OK <b>hi</b> & \"welcome\"\x1b[2J"}};
  event.capabilities = {{"smtp", {"PIPELINING", "SIZE 10485760", "8BITMIME"}},
                        {"imap", {"IMAP4rev1", "UIDPLUS"}}};
  event.remarks = {"one account: scenarios run one after another"};
  return event;
}

void add_scenario(std::vector<Event>& events, const std::string& id, const std::string& title,
                  Verdict verdict, const std::string& section, std::uint16_t rfc, std::string reason = "") {
  const std::string protocol = id.substr(0, id.find('/'));
  events.emplace_back(ScenarioStarted{milliseconds(100),
                                      id,
                                      title,
                                      "scenarios/" + id + ".toml",
                                      protocol,
                                      {{rfc, section, Level::Must}},
                                      {}});
  Judgement held;
  held.scenario = id;
  held.held = true;
  events.emplace_back(held);
  events.emplace_back(Wire{milliseconds(101), id, "c", Direction::Mark, "connected to 127.0.0.1:1143"});
  events.emplace_back(Wire{milliseconds(102), id, "c", Direction::Sent, "A1 LOGIN alice «***»\r\n"});
  events.emplace_back(Wire{milliseconds(103), id, "c", Direction::Received,
                           "* 2 EXPUNGE\r\nA1 OK <script>alert(1)</script>\x01\xff\r\n"});
  if (verdict == Verdict::Fail || verdict == Verdict::Weak) {
    Judgement spoke;
    spoke.at = milliseconds(104);
    spoke.scenario = id;
    spoke.client = "c";
    spoke.clause = {rfc, section, verdict == Verdict::Fail ? Level::Must : Level::Should};
    spoke.file = "scenarios/" + id + ".toml";
    spoke.line = 12;
    spoke.column = 4;
    spoke.wanted = "* OK [COPYUID ${=validity} ${uid.2} ${=new}]";
    spoke.got = "* 2 EXPUNGE\\r\\n";
    spoke.why = "EXPUNGE came before COPYUID & that is <wrong>";
    events.emplace_back(spoke);
    spoke.source = Judgement::Source::Watcher;
    spoke.rule = "imap.expunge.while-fetching";
    spoke.finding = Finding::Hardening;
    events.emplace_back(spoke);
  }
  events.emplace_back(ScenarioEnded{milliseconds(150), id, verdict, std::move(reason),
                                    "mailrig check " + id + " --imap 127.0.0.1:1143", milliseconds(50)});
}

Tick tick(int second, const std::string& phase) {
  Tick event;
  event.at = seconds(second);
  event.phase = phase;
  const bool paused = second == 20 || second == 21;
  event.started = 200;
  event.finished = paused ? 4 : second == 22 ? 560 : 195 + static_cast<std::uint64_t>(second * 7 % 11);
  event.failed = paused ? 3 : 0;
  event.commands = event.finished * 6;
  event.bytes_sent = 100'000;
  event.bytes_received = 400'000;
  event.open_connections = 20;
  event.p50 = std::chrono::microseconds(paused ? 900'000 : 1400 + second * 13 % 200);
  event.p99 = std::chrono::microseconds(paused ? 1'900'000 : 5200 + second * 77 % 1500);
  event.worst = event.p99 * 2;
  return event;
}

Series series(const std::string& name, Series::Of of, double scale) {
  Series made;
  made.name = name;
  made.of = of;
  for (int i = 1; i < 6000; ++i) {
    const double share = i / 6000.0;
    const auto ns = static_cast<std::int64_t>(scale * 1e6 * (0.4 - std::log(1 - share) / 2));
    made.uncorrected.record(std::chrono::nanoseconds(ns));
    made.corrected.record(std::chrono::nanoseconds(i > 5800 ? ns + (i - 5800) * 10'000'000LL : ns));
  }
  made.failed = 3;
  return made;
}

LoadEnded load_ended() {
  LoadEnded event;
  event.at = seconds(40);
  event.profile = "office";
  event.arrivals = "open, constant 200/s";
  event.wanted_per_second = 200;
  event.achieved_per_second = 199.6;
  event.measured = seconds(25);
  event.started = 5000;
  event.finished = 4990;
  event.failed = 6;
  event.commands = 29'940;
  event.late_starts = 12;
  event.bytes_sent = 2'500'000;
  event.bytes_received = 10'000'000;
  event.connections = 40;
  event.generator_lag_worst = milliseconds(3);
  event.generator_cpu = milliseconds(1830);
  event.errors = {{"timed out", 4}, {"closed by <peer>", 2}};
  event.objectives_missed = {"p99 below 50 ms: was 1.31 s"};
  return event;
}

}  // namespace

std::vector<Event> sample_check() {
  std::vector<Event> events;
  events.emplace_back(started("check"));
  for (int i = 1; i <= 30; ++i) {
    const std::string n = std::to_string(i);
    add_scenario(events, "smtp/pass-" + n, "An SMTP claim that held", Verdict::Pass, "4." + n, 5321);
    add_scenario(events, "imap/pass-" + n, "An IMAP claim that held", Verdict::Pass, "6.3." + n, 9051);
  }
  add_scenario(events, "imap/move/copyuid-first",
               "A MOVE reports where the message went before it reports it gone", Verdict::Fail, "4.3", 6851);
  add_scenario(events, "smtp/rcpt/too-many", "A hundred recipients are taken", Verdict::Weak, "4.5.3.1.8",
               5321);
  add_scenario(events, "pop3/uidl", "UIDL is stable", Verdict::Note, "7", 1939, "UIDL is optional");
  add_scenario(events, "imap/idle/notify", "IDLE tells", Verdict::Skipped, "3", 2177, "IDLE is not offered");
  add_scenario(events, "imap/idle/done", "IDLE ends", Verdict::Skipped, "3", 2177, "IDLE is not offered");
  add_scenario(events, "pop3/stls", "STLS works", Verdict::Skipped, "4", 2595, "STLS is not offered");
  add_scenario(events, "pop3/dele", "DELE marks", Verdict::Blocked, "5", 1939,
               "set-up failed: APPEND was refused");
  add_scenario(events, "pop3/top", "TOP shows", Verdict::Broken, "7", 1939, "no such template value");
  RunEnded ended;
  ended.at = milliseconds(4321);
  ended.exit_code = 1;
  events.emplace_back(ended);
  return events;
}

std::vector<Event> sample_hostile() {
  const std::string evil =
      "\r\n::error::gotcha\n##[error]gotcha\n  ...\n---\nnot ok 7 # TODO x\n````\n</details> <img src=x> "
      "<b>bold</b> | "
      "100% @all #1 ]]> \\ 'q' \"q\" , : key: value \x1b[2J\x01\xff\xEF\xBF\xBF\xE2\x80\xAE";
  std::vector<Event> events;
  events.emplace_back(started("check"));
  const std::string id = "imap/evil/" + evil;
  events.emplace_back(ScenarioStarted{milliseconds(1),
                                      id,
                                      evil,
                                      "scenarios/a,b:c.toml",
                                      "imap",
                                      {{9051, evil, Level::Must}},
                                      {"imap:" + evil}});
  events.emplace_back(Wire{milliseconds(2), id, "c", Direction::Received, evil});
  Judgement spoke;
  spoke.at = milliseconds(3);
  spoke.scenario = id;
  spoke.clause = {9051, evil, Level::Must};
  spoke.file = "scenarios/a,b:c.toml";
  spoke.line = 3;
  spoke.column = 1;
  spoke.rule = spoke.wanted = spoke.got = spoke.why = evil;
  events.emplace_back(spoke);
  events.emplace_back(ScenarioEnded{milliseconds(4), id, Verdict::Fail, evil, evil, milliseconds(3)});
  const std::string skipped = "imap/skipped/" + evil;
  events.emplace_back(ScenarioStarted{milliseconds(4), skipped, evil, "scenarios/b.toml", "imap", {}, {}});
  events.emplace_back(ScenarioEnded{milliseconds(4), skipped, Verdict::Skipped, evil, evil, milliseconds(0)});
  RunEnded ended;
  ended.at = milliseconds(5);
  events.emplace_back(ended);
  return events;
}

std::vector<Event> sample_load(int length) {
  std::vector<Event> events;
  events.emplace_back(started("load"));
  for (int second = 1; second <= length; ++second) {
    if (second == 1) events.emplace_back(PhaseStarted{seconds(0), "ramp"});
    if (second == 6) events.emplace_back(PhaseStarted{seconds(5), "warm-up"});
    if (second == 11) events.emplace_back(PhaseStarted{seconds(10), "measured"});
    if (second == 36) events.emplace_back(PhaseStarted{seconds(35), "cool-down"});
    events.emplace_back(tick(second, second > 10 && second < 36 ? "measured" : "ramp"));
  }
  events.emplace_back(series("load/deliver", Series::Of::Scenario, 2));
  events.emplace_back(series("load/read", Series::Of::Scenario, 3));
  events.emplace_back(series("smtp MAIL", Series::Of::Command, 0.3));
  events.emplace_back(series("smtp DATA", Series::Of::Command, 0.9));
  events.emplace_back(series("imap UID FETCH", Series::Of::Command, 1.4));
  events.emplace_back(load_ended());
  RunEnded ended;
  ended.at = seconds(length);
  ended.exit_code = 1;
  events.emplace_back(ended);
  return events;
}

}  // namespace mailrig::reports
