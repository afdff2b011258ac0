#include <string>
#include <utility>

#include "tests/reports/sample.hpp"

namespace mailrig::reports {

namespace {

using namespace record;
using std::chrono::milliseconds;

class Every {
 public:
  Every() {
    RunStarted started;
    started.tool_version = "0.1.0";
    started.command = "mailrig check --host mx.example --repeat 3";
    started.kind = "check";
    started.started_at = "2026-01-15T10:00:00Z";
    started.seed = 42;
    started.repeat = 3;
    started.target = {{"smtp", "127.0.0.1:2525 (STARTTLS)"},
                      {"smtp greeting", "220 mx.example ESMTP"},
                      {"imap", "127.0.0.1:1143 (in the clear)"},
                      {"imap greeting", "* OK ready"}};
    started.capabilities = {{"smtp", {"PIPELINING", "SIZE 10485760", "AUTH PLAIN SCRAM-SHA-256", "STARTTLS"}},
                            {"imap", {"IMAP4rev1", "IDLE", "UIDPLUS", "AUTH=PLAIN", "STATUS=SIZE"}}};
    started.baseline = "known.toml";
    events_.emplace_back(started);
  }

  void begin(const std::string& id, const std::string& title, Reference clause,
             std::vector<std::string> needs = {}, std::uint32_t attempt = 1) {
    id_ = id;
    attempt_ = attempt;
    at_ += milliseconds(40);
    ScenarioStarted started;
    started.at = at_;
    started.id = id;
    started.title = title;
    started.file = "scenarios/" + id + ".toml";
    started.protocol = id.substr(0, id.find('/'));
    started.clauses = {std::move(clause)};
    started.needs = std::move(needs);
    started.attempt = attempt;
    events_.emplace_back(started);
  }
  void wire(const std::string& client, Direction direction, const std::string& bytes) {
    Wire wire;
    wire.at = at_ += std::chrono::microseconds(730);
    wire.scenario = id_;
    wire.client = client;
    wire.direction = direction;
    wire.bytes = bytes;
    wire.attempt = attempt_;
    events_.emplace_back(wire);
  }
  void finding(Reference clause, Finding kind, const std::string& wanted, const std::string& got,
               const std::string& why, const std::string& rule = "") {
    Judgement one;
    one.at = at_;
    one.scenario = id_;
    one.client = "phone";
    one.source = rule.empty() ? Judgement::Source::Expectation : Judgement::Source::Watcher;
    one.rule = rule;
    one.clause = std::move(clause);
    one.finding = kind;
    one.attempt = attempt_;
    if (rule.empty()) {
      one.file = "scenarios/" + id_ + ".toml";
      one.line = 12;
      one.column = 1;
    }
    one.wanted = wanted;
    one.got = got;
    one.why = why;
    events_.emplace_back(one);
  }
  void end(Verdict verdict, const std::string& reason = "") {
    ScenarioEnded ended;
    ended.at = at_ += milliseconds(2);
    ended.id = id_;
    ended.verdict = verdict;
    ended.reason = reason;
    ended.again = "mailrig check " + id_ + " --imap 127.0.0.1:1143 --user alice";
    ended.took = milliseconds(42);
    ended.attempt = attempt_;
    events_.emplace_back(ended);
  }
  void add(const Event& event) { events_.push_back(event); }
  std::vector<Event> take() {
    RunEnded ended;
    ended.at = at_ + milliseconds(10);
    ended.exit_code = 1;
    events_.emplace_back(ended);
    return std::move(events_);
  }

 private:
  std::vector<Event> events_;
  std::string id_;
  std::uint32_t attempt_ = 1;
  Elapsed at_{};
};

void add_failures(Every& every) {
  every.begin("imap/move/copyuid-first", "A MOVE reports where the message went before it reports it gone",
              {6851, "4.3", Level::Must}, {"imap:UIDPLUS"});
  every.wire("phone", Direction::Mark, "connected to 127.0.0.1:1143");
  every.wire("phone", Direction::Received, "* OK ready\r\n");
  every.wire("phone", Direction::Sent, "A1 UID MOVE 2 other\r\n");
  every.wire("phone", Direction::Received, "* 2 EXPUNGE\r\n");
  every.finding({6851, "4.3", Level::Must}, Finding::Violation,
                "S: * OK [COPYUID ${=validity} ${uid.2} ${=new}]", "* 2 EXPUNGE\\r\\n",
                "EXPUNGE came before COPYUID");
  every.wire("phone", Direction::Received, "* OK [COPYUID 7 2 1] moved\nA1 OK done\r\n");
  every.finding({3501, "7.4.1", Level::Must}, Finding::Quirk, "no EXPUNGE here", "* 2 EXPUNGE\\r\\n",
                "some clients lose count", "imap.expunge.while-fetching");
  every.wire("phone", Direction::Sent, "A2 LOGOUT\r\n");
  every.end(Verdict::Fail);
  every.begin("security/smtp-smuggling-lf-lf", "LF.LF is not the end of the data",
              {5321, "4.1.1.4", Level::Must});
  every.wire("sender", Direction::Sent, "DATA\r\n");
  every.wire("sender", Direction::Received, "354 go ahead\r\n");
  every.wire("sender", Direction::Sent, "Subject: a\r\n\r\nb\n.\nMAIL FROM:<evil@example.test>\r\n");
  every.wire("sender", Direction::Received, "250 2.0.0 queued\r\n250 2.1.0 ok\r\n");
  every.finding({5321, "4.1.1.4", Level::Must}, Finding::Exploitable, "silent 500ms",
                "250 2.0.0 queued\\r\\n", "what follows LF.LF is obeyed as commands");
  every.end(Verdict::Fail);
  every.begin("smtp/rcpt/too-many", "A hundred recipients are taken", {5321, "4.5.3.1.8", Level::Should});
  every.wire("sender", Direction::Received, "452 too many\r\n");
  every.finding({5321, "4.5.3.1.8", Level::Should}, Finding::Violation, "S: 250", "452 too many\\r\\n", "");
  every.finding({3207, "6", Level::Should}, Finding::Hardening, "TLS", "none",
                "the password went in the clear", "smtp.auth.without-tls");
  every.end(Verdict::Weak);
}

void add_others(Every& every) {
  every.begin("imap/noop/answered", "NOOP is answered", {3501, "6.1.2", Level::Must});
  Judgement held;
  held.scenario = "imap/noop/answered";
  held.held = true;
  every.add(held);
  every.end(Verdict::Pass);
  every.begin("smtp/size/told", "SIZE is told", {1870, "4", Level::Must}, {"smtp:SIZE"});
  every.end(Verdict::Pass);
  every.begin("imap/idle/ends", "IDLE ends with DONE", {2177, "3", Level::Must}, {"imap:IDLE"});
  every.end(Verdict::Pass);
  every.begin("smtp/vrfy/answered", "VRFY is answered", {5321, "3.5.1", Level::May});
  every.finding({5321, "3.5.1", Level::May}, Finding::Violation, "S: 250|252", "502 5.5.1 no\\r\\n",
                "VRFY is not offered");
  every.end(Verdict::Note);
  every.begin("imap/esearch/min-max", "ESEARCH tells MIN and MAX", {4731, "3.1", Level::Must},
              {"imap:ESEARCH"});
  every.end(Verdict::Skipped, "not offered: ESEARCH (imap)");
  every.add(TrialEnded{{}, "imap/esearch/min-max", {"imap:ESEARCH"}, Verdict::Pass, true, milliseconds(3)});
  every.begin("pop3/dele/marks", "DELE marks", {1939, "5", Level::Must});
  every.end(Verdict::Blocked, "set-up failed: wanted OK, got A3 NO [OVERQUOTA] full");
  every.begin("pop3/top/shows", "TOP shows", {1939, "7", Level::Must});
  every.end(Verdict::Broken, "no such template value");
}

}  // namespace

std::vector<Event> sample_every() {
  Every every;
  add_failures(every);
  add_others(every);
  for (const std::uint32_t attempt : {1U, 2U, 3U}) {
    every.begin("imap/idle/notify", "IDLE tells of new mail", {2177, "3", Level::Must}, {"imap:IDLE"},
                attempt);
    if (attempt == 2) {
      every.wire("phone", Direction::Received, "A1 NO\r\n");
      every.finding({2177, "3", Level::Must}, Finding::Violation, "S: * ${=n} EXISTS", "A1 NO\\r\\n",
                    "it did not come");
    }
    every.end(attempt == 2 ? Verdict::Fail : Verdict::Pass);
  }
  every.begin("imap/list/quoted", "A quote in a name is escaped", {3501, "9", Level::Must});
  every.finding({3501, "9", Level::Must}, Finding::Violation, "\\\"", "\"", "an unescaped quote");
  every.end(Verdict::Fail);
  every.add(Standing{"imap/list/quoted", Standing::What::Known, "reported upstream", "", "known.toml", 3, 5});
  return every.take();
}

}  // namespace mailrig::reports
