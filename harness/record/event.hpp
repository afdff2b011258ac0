// The record: the event stream of a run. Every verdict and every report is a fold over it.
// On disk it is JSON Lines (record/writer, record/reader); in memory these structs.
// Times are since the run's start, in nanoseconds, from the steady clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "harness/record/histogram.hpp"
#include "harness/wire/clause.hpp"

namespace mailrig::record {

using Elapsed = std::chrono::nanoseconds;

// Owned form of Clause, for what comes from scenario files.
struct Reference {
  std::uint16_t rfc = 0;
  std::string section;
  Level level = Level::Must;
};

// Flaky is of a scenario whose attempts disagree (record/attempts.hpp); no one attempt has it.
enum class Verdict : std::uint8_t { Pass, Fail, Weak, Note, Skipped, Blocked, Broken, Flaky };
[[nodiscard]] std::string_view name(Verdict verdict);

// ---- of any run
struct RunStarted {
  std::string tool_version, command;  // argv, secrets masked
  std::string kind;                   // "check" or "load"
  std::string started_at;             // RFC 3339, UTC
  std::uint64_t seed = 0;
  // What the target is, in a line each: {"smtp", "127.0.0.1:2525 (STARTTLS)"}, {"imap greeting", …}
  std::vector<std::pair<std::string, std::string>> target;
  // Capabilities as found by the probe: {"smtp", {"PIPELINING", …}}
  std::vector<std::pair<std::string, std::vector<std::string>>> capabilities;
  std::vector<std::string> remarks;  // "one account: scenarios run one after another"
  std::uint32_t repeat = 1;          // attempts of each scenario
  std::uint32_t retry = 0;           // further attempts of one that failed, at most
  std::string baseline;              // file of known failures; empty: none
  std::string column;                // its name among runs side by side; empty: it was alone
};
struct RunEnded {
  Elapsed at{};
  int exit_code = 0;
  bool interrupted = false;
  std::vector<std::string> invalid;  // why the run does not count: a generator that lags, no target
  std::string gone;                  // the target went away: what was seen, and what was running
  std::vector<std::string> left;     // what of ours may still be at the target, and why
};

// ---- conformance. A scenario's attempts are numbered from 1; what they have in common is said of each.
struct ScenarioStarted {
  Elapsed at{};
  std::string id, title, file, protocol;
  std::vector<Reference> clauses;
  std::vector<std::string> needs;  // "imap:MOVE", "!imap:UIDPLUS", "imap:tls", "imap", "accounts:2"
  std::uint32_t attempt = 1;
};
// What one service of the target offers, as the probe found it.
struct StageService {
  std::string name, tls;                             // "imap"; "none", "starttls", "implicit"
  bool starttls = false;                             // offered in the clear
  bool clear = false, implicit = false;              // a second door is known, of this kind
  std::vector<std::string> capabilities, otherwise;  // conformance::Probed
};
// What the scenarios of a run were compiled for and judged by, the same for all. With it and their
// transcripts they can be judged again.
struct Stage {
  std::vector<std::string> facts;  // "imap", "imap starttls", "uidplus": see conformance/stage
  std::vector<StageService> services;
  std::uint64_t accounts = 0;
  std::string domain, host, sender, mailbox_prefix;
  std::vector<std::string> placeholders;        // what stands for the secrets, in whatever is kept
  std::chrono::nanoseconds reply{}, whole{};    // how long a reply may take, and a scenario
  std::uint64_t received = 0, unsolicited = 0;  // play::Limits
};
struct GivenAccount {
  std::string user, password, address;  // password: a placeholder
  std::string bearer{};                 // likewise
};
struct NamedBytes {
  std::string name, bytes;
};
// Comes before the Wire events of a scenario, if these are kept.
struct Transcript {
  std::string scenario;
  std::vector<GivenAccount> accounts;
  std::string token;
  // Variables whose value a secret stands in by chance: a message with the password among its words.
  std::vector<NamedBytes> values;
  std::string incomplete;  // why it can't be judged again; empty: it can
  std::uint32_t attempt = 1;
};
// What went over the wire, piece by piece, and what befell the connection. A scenario's events are in
// order: what came, then what was done about it.
enum class Direction : std::uint8_t {
  Sent,       // one write
  Received,   // one read
  Connected,  // bytes: "127.0.0.1:25", under implicit TLS with version and cipher behind
  Secured,    // TLS was begun: version and cipher
  Closed,     // not by us: "fin", "reset, …": drive/notes.hpp
  Did,        // by us: "start TLS", "close", "half-close", "reset", "stop reading": drive/notes.hpp
  Sasl,       // how our side of an exchange goes on, before its line: conformance/sasl_log.hpp
  Phase,      // "setup", "body", "cleanup" begins
  Timer,      // the time came that was waited for: bytes say which, in nanoseconds
  Overdue,    // it came, and what follows was told first
  Deadline,   // the whole scenario's time was up
  Mark        // for people
};
struct Wire {
  Elapsed at{};
  std::string scenario, client;
  Direction direction = Direction::Sent;
  std::string bytes;  // secrets replaced by placeholders as long as they are
  std::uint32_t attempt = 1;
};
// What kind of finding: design words that are never mixed into one count.
enum class Finding : std::uint8_t { Violation, Exploitable, Hardening, Quirk };
// One expectation, watcher or flaw that spoke. Passing ones are recorded without wanted/got.
struct Judgement {
  Elapsed at{};
  std::string scenario, client;
  enum class Source : std::uint8_t {
    Expectation,
    Watcher,
    Flaw,
    Setup,
    Cleanup,
    Shell,  // the target left the dialogue no way on
    Lost,   // no connection was to be had, or more came than is read: nothing is proved
    Fault   // our own mistake, or the scenario's
  } source = Source::Expectation;
  bool held = false;
  std::string rule;  // watcher's or flaw's name; empty for expectations
  Reference clause;
  Finding finding = Finding::Violation;
  std::string file;  // of the expectation
  std::uint32_t line = 0, column = 0;
  std::string wanted, got, why;  // byte-exact by visible escapes; why: one sentence
  // How it did not hold: the same on every run and machine.
  enum class Mismatch : std::uint8_t {
    None,      // it held
    Differs,   // something came in its place
    Missing,   // it did not come before what ends its group
    Late,      // nothing that fits came in time
    Closed,    // the connection ended first
    Unwanted,  // it should not have come
    Open,      // the connection should have ended
    Early      // it came too soon
  } mismatch = Mismatch::None;
  std::uint32_t attempt = 1;
};
struct ScenarioEnded {
  Elapsed at{};
  std::string id;
  Verdict verdict = Verdict::Broken;
  std::string reason;  // of skipped, blocked, broken; else empty
  std::string again;   // the command that runs just this one
  Elapsed took{};
  std::uint32_t attempt = 1;
};
// What the list of known failures says of a scenario, all its attempts taken together.
struct Standing {
  std::string id;
  enum class What : std::uint8_t {
    Known,    // it fails, and as listed
    Changed,  // it fails, and not as listed
    Fixed,    // it is listed and does not fail
    NoSuch,   // it is listed, and there is no such scenario
    Flaky,    // it failed as often as the list allows
    Rarer,    // it passed less often than the list allows
    Steady    // it is listed as flaky and never failed, over enough attempts to tell
  } what = What::Known;
  std::string reason;                   // the list's: why we live with it
  std::string detail;                   // how it changed; its rate
  std::string file;                     // the list …
  std::uint32_t line = 0, through = 0;  // … and the entry's first and last line in it
};

// A skipped scenario that was played all the same, to see whether the target does what it does not offer.
// Nothing else is recorded of it, and its verdict counts nowhere.
struct TrialEnded {
  Elapsed at{};
  std::string id;
  std::vector<std::string> unmet;  // capabilities that are not offered: "imap:MOVE"
  Verdict verdict = Verdict::Broken;
  bool positive = false;  // it wants its commands to succeed, so that a refusal can't be a pass
  Elapsed took{};
};

// ---- load
struct PhaseStarted {
  Elapsed at{};
  std::string phase;  // "ramp", "warm-up", "measured", "cool-down"
};
// Once a second, all threads added up.
struct Tick {
  Elapsed at{};
  std::string phase;
  std::uint64_t started = 0, finished = 0, failed = 0, commands = 0;  // since the last tick
  std::uint64_t bytes_sent = 0, bytes_received = 0;
  std::uint32_t open_connections = 0;
  std::uint64_t late_starts = 0;
  std::chrono::nanoseconds p50{}, p99{}, worst{};  // scenario latency, from the intended start
  std::chrono::nanoseconds generator_lag{};        // worst
};
// One latency series over the measured phase.
struct Series {
  std::string name;  // "smtp MAIL", "imap UID FETCH", or a scenario's id
  enum class Of : std::uint8_t { Command, Scenario } of = Of::Command;
  Histogram corrected;    // from the intended start (open) or from sending (closed, commands)
  Histogram uncorrected;  // from the actual start
  std::uint64_t failed = 0;
};
struct LoadEnded {
  Elapsed at{};
  std::string profile, arrivals;                          // "open, constant 200/s", "closed, 50 sessions"
  double wanted_per_second = 0, achieved_per_second = 0;  // wanted 0: closed
  std::chrono::nanoseconds measured{};
  std::uint64_t started = 0, finished = 0, failed = 0, commands = 0, late_starts = 0;
  std::uint64_t bytes_sent = 0, bytes_received = 0, connections = 0;
  std::chrono::nanoseconds generator_lag_worst{}, generator_cpu{};
  std::vector<std::pair<std::string, std::uint64_t>> errors;  // by kind
  std::vector<std::string> objectives_missed;
};

[[nodiscard]] std::string_view name(Finding finding);
[[nodiscard]] std::string_view name(Direction direction);
[[nodiscard]] std::string_view name(Judgement::Source source);
[[nodiscard]] std::string_view name(Judgement::Mismatch mismatch);
[[nodiscard]] std::string_view name(Standing::What what);
[[nodiscard]] std::string_view name(Series::Of of);

using Event = std::variant<RunStarted, Stage, ScenarioStarted, Transcript, Wire, Judgement, ScenarioEnded,
                           Standing, TrialEnded, PhaseStarted, Tick, Series, LoadEnded, RunEnded>;

// Where events go. Implementations: writer (file), Memory (vector), tee.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void put(const Event& event) = 0;
};

}  // namespace mailrig::record
