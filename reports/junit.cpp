// JUnit XML as GitLab, GitHub and Jenkins read it: one suite a protocol, one case a scenario, its id the name
// and its folder the class. A fail is a failure; blocked and broken are errors; a weak one is a failure only
// if the run is strict; a load is one case that fails by its objectives. What GitLab shows of a failure, an
// error or a skip is its text, what Jenkins shows is its message: both are given. tests/reports/junit-*.xsd
// say what each reader takes.
#include <algorithm>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "harness/record/attempts.hpp"
#include "reports/matrix.hpp"
#include "reports/outcome.hpp"
#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kWireLimit = 2000;      // octets of one exchange
constexpr std::size_t kStoryLimit = 32'768;   // octets of one case: GitLab refuses a file of 30 MB
constexpr std::size_t kMessageLimit = 1'000;  // octets of an attribute

struct SuiteCounts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  std::chrono::nanoseconds time{};
  void add(const SuiteCounts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
    time += other.time;
  }
};

std::string seconds(std::chrono::nanoseconds time) {
  return fmt::format("{:.3f}", static_cast<double>(time.count()) / 1e9);
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

void set_counts(pugi::xml_node node, const SuiteCounts& counts) {
  set(node, "tests", std::to_string(counts.tests));
  set(node, "failures", std::to_string(counts.failures));
  set(node, "errors", std::to_string(counts.errors));
  set(node, "time", seconds(counts.time));
}

void add_property(pugi::xml_node properties, const std::string& name, const std::string& value) {
  pugi::xml_node property = properties.append_child("property");
  set(property, "name", shown_text(name));
  set(property, "value", shown_text(value));
}

void append_field(std::string& out, std::string_view label, const std::string& value) {
  if (!value.empty()) out += fmt::format("{:<8}{}\n", label, value);
}

// The whole story in text: findings, wire, the command to repeat it.
std::string story(const ScenarioResult& result) {
  std::string out;
  append_field(out, "verdict", std::string(name(result.verdict)));
  append_field(out, "reason", shown_text(result.reason));
  append_field(out, "again", shown_text(result.again));
  append_field(out, "explain", shown_explain(result));
  for (const record::Judgement& judgement : result.spoke) {
    append_field(out, "rule",
                 fmt::format("{}, {}, {}", shown_clause(judgement.clause), shown_finding(judgement),
                             shown_source(judgement)));
    append_field(out, "why", shown_text(judgement.why));
    append_field(out, "wanted", shown_text(judgement.wanted));
    append_field(out, "got", shown_text(judgement.got));
    append_field(out, "at", shown_place(judgement));
  }
  for (const record::Wire& wire : result.wire) {
    for (const std::string& line : shown_wire(wire.bytes, kWireLimit)) {
      out += fmt::format("{} {} {}\n", shown_text(wire.client), shown_direction(wire.direction), line);
    }
  }
  return shown_part(out, kStoryLimit);
}

// "imap/move/copyuid-first" is of class "mailrig.imap.move"; in the column "starttls" of several runs, of
// class "mailrig.starttls.imap.move".
std::string class_name(std::string column, const std::string& id) {
  const std::size_t slash = id.rfind('/');
  std::string folder = slash == std::string::npos ? "" : "." + shown_text(id.substr(0, slash));
  for (char& c : folder) c = c == '/' ? '.' : c;
  std::replace(column.begin(), column.end(), '.', '_');  // a point begins a part of the name
  return (column.empty() ? "mailrig" : "mailrig." + shown_text(column)) + folder;
}

class Junit {
 public:
  explicit Junit(const JunitOptions& options);
  void add(const Run& run);
  std::string take();

 private:
  SuiteCounts add_suite(const std::string& protocol);
  SuiteCounts add_stale();
  SuiteCounts add_load();
  pugi::xml_node begin_suite(const std::string& name);
  void add_case(pugi::xml_node suite, const ScenarioResult& result, SuiteCounts& counts) const;
  void add_place(pugi::xml_node node, const ScenarioResult& result) const;
  static void add_complaint(pugi::xml_node node, const char* kind, const ScenarioResult& result);
  static void add_attempts(pugi::xml_node node, const char* prefix, const ScenarioResult& result);
  void add_outcome(pugi::xml_node node, const ScenarioResult& result, SuiteCounts& counts) const;

  const Run* run_ = nullptr;  // that is being added
  const JunitOptions& options_;
  pugi::xml_document document_;
  pugi::xml_node root_;
  SuiteCounts all_;
};

Junit::Junit(const JunitOptions& options) : options_(options) {
  pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  root_ = document_.append_child("testsuites");
  set(root_, "name", "mailrig");
}

void Junit::add_complaint(pugi::xml_node node, const char* kind, const ScenarioResult& result) {
  pugi::xml_node complaint = node.append_child(kind);
  const std::string message = shown_text(result.title) + ": " + shown_complaint(result);
  set(complaint, "message", shown_part(message, kMessageLimit));
  const std::string clause = result.spoke.empty() ? "" : shown_clause(result.spoke.front().clause);
  set(complaint, "type", clause.empty() ? std::string(name(result.verdict)) : clause);
  complaint.text().set(story(result).c_str());
}

// Further attempts that did not pass, as Surefire writes them: "flaky…" before one that passed, "rerun…"
// behind the failure that counts.
void Junit::add_attempts(pugi::xml_node node, const char* prefix, const ScenarioResult& result) {
  const bool flaky = std::string_view(prefix) == "flaky";
  for (const AttemptResult& attempt : result.attempts) {
    const bool speaks = attempt.number == result.attempt;
    if (record::passed(attempt.verdict) || (speaks && !flaky)) continue;
    const bool failed = attempt.verdict == Verdict::Fail || attempt.verdict == Verdict::Weak;
    pugi::xml_node one = node.append_child((std::string(prefix) + (failed ? "Failure" : "Error")).c_str());
    set(one, "type", std::string(name(attempt.verdict)));
    set(one, "message",
        fmt::format(
            "attempt {} of {}: {}", attempt.number, result.attempts.size(),
            attempt.reason.empty() ? std::string(name(attempt.verdict)) : shown_text(attempt.reason)));
    if (speaks) one.append_child("stackTrace").text().set(story(result).c_str());
  }
}

void Junit::add_outcome(pugi::xml_node node, const ScenarioResult& result, SuiteCounts& counts) const {
  switch (outcome_of(result, options_.strict, run_->started.retry > 0)) {
    case Outcome::Failed:
      ++counts.failures;
      add_complaint(node, "failure", result);
      return add_attempts(node, "rerun", result);
    case Outcome::Error:
      ++counts.errors;
      add_complaint(node, "error", result);
      return add_attempts(node, "rerun", result);
    case Outcome::Skipped: {
      ++counts.skipped;
      std::string reason = result.reason.empty() ? "skipped" : shown_text(result.reason);
      if (result.known()) reason = "known: " + shown_standing(*result.standing);
      pugi::xml_node skipped = node.append_child("skipped");
      set(skipped, "message", reason);
      skipped.text().set(reason.c_str());
      return;
    }
    case Outcome::Passed:
      if (result.verdict == Verdict::Flaky) return add_attempts(node, "flaky", result);
      if (result.verdict != Verdict::Pass) node.append_child("system-out").text().set(story(result).c_str());
  }
}

// Surefire's schema knows neither where a case stands nor properties of its own.
void Junit::add_place(pugi::xml_node node, const ScenarioResult& result) const {
  if (options_.surefire) return;
  if (!result.file.empty()) {
    set(node, "file", shown_text(options_.workspace.inside(result.file).value_or(result.file)));
  }
  for (const record::Judgement& judgement : result.spoke) {
    if (judgement.line == 0 || judgement.file != result.file) continue;
    set(node, "line", std::to_string(judgement.line));
    break;
  }
  pugi::xml_node properties = node.append_child("properties");
  add_property(properties, "verdict", std::string(name(result.verdict)));
  for (const record::Reference& clause : result.clauses)
    add_property(properties, "clause", shown_clause(clause));
}

void Junit::add_case(pugi::xml_node suite, const ScenarioResult& result, SuiteCounts& counts) const {
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "name", shown_text(result.id));
  set(node, "classname", class_name(run_->started.column, result.id));
  set(node, "time", seconds(result.took));
  add_place(node, result);
  add_outcome(node, result, counts);
  ++counts.tests;
  counts.time += result.took;
}

pugi::xml_node Junit::begin_suite(const std::string& name) {
  pugi::xml_node suite = root_.append_child("testsuite");
  const std::string& column = run_->started.column;
  set(suite, "name", shown_text("mailrig " + (column.empty() ? "" : column + " ") + name));
  if (!run_->started.started_at.empty()) set(suite, "timestamp", shown_text(run_->started.started_at));
  pugi::xml_node properties = suite.append_child("properties");
  add_property(properties, "mailrig", run_->started.tool_version);
  add_property(properties, "command", run_->started.command);
  add_property(properties, "seed", std::to_string(run_->started.seed));
  for (const auto& [what, value] : run_->started.target) add_property(properties, what, value);
  return suite;
}

SuiteCounts Junit::add_suite(const std::string& protocol) {
  pugi::xml_node suite = begin_suite(protocol);
  SuiteCounts counts;
  for (const ScenarioResult& result : run_->scenarios) {
    if (result.protocol == protocol) add_case(suite, result, counts);
  }
  set_counts(suite, counts);
  set(suite, "skipped", std::to_string(counts.skipped));
  return counts;
}

// Where the list of known failures is out of date: a case of its own, for the scenario itself passes.
SuiteCounts Junit::add_stale() {
  SuiteCounts counts;
  pugi::xml_node suite;
  for (const record::Standing& standing : run_->standings) {
    if (!is_stale(standing)) continue;
    if (!suite) suite = begin_suite("baseline");
    pugi::xml_node node = suite.append_child("testcase");
    set(node, "name", shown_place(standing) + " " + shown_text(standing.id));
    set(node, "classname", class_name(run_->started.column, "baseline/"));
    set(node, "time", seconds({}));
    if (!options_.surefire) set(node, "file", shown_text(standing.file));
    if (!options_.surefire) set(node, "line", std::to_string(standing.line));
    pugi::xml_node failure = node.append_child("failure");
    set(failure, "message", shown_part(shown_standing(standing), kMessageLimit));
    set(failure, "type", "out of date");
    failure.text().set(shown_standing(standing).c_str());
    ++counts.tests;
    ++counts.failures;
  }
  if (!suite) return counts;
  set_counts(suite, counts);
  set(suite, "skipped", "0");
  return counts;
}

SuiteCounts Junit::add_load() {
  SuiteCounts counts{1, 0, 0, 0, run_time(*run_)};
  pugi::xml_node suite = begin_suite("load");
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "name", "load/" + shown_text(run_->load->ended.profile));
  set(node, "classname", "mailrig.load");
  set(node, "time", seconds(counts.time));
  const auto [error, complaints] = outcome_of_load(*run_);
  if (!complaints.empty()) {
    pugi::xml_node complaint = node.append_child(error ? "error" : "failure");
    set(complaint, "message", shown_part(shown_text(complaints.front()), kMessageLimit));
    set(complaint, "type", error ? "invalid" : "objective");
    std::string all;
    for (const std::string& why : complaints) all += shown_text(why) + "\n";
    complaint.text().set(all.c_str());
    ++(error ? counts.errors : counts.failures);
  }
  set_counts(suite, counts);
  set(suite, "skipped", "0");
  return counts;
}

struct StringWriter : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
};

void Junit::add(const Run& run) {
  run_ = &run;
  for (const Tally& tally : run.by_protocol) all_.add(add_suite(tally.name));
  all_.add(add_stale());
  if (run.load) all_.add(add_load());
}

std::string Junit::take() {
  set_counts(root_, all_);
  StringWriter writer;
  document_.save(writer, "  ");
  return std::move(writer.text);
}

}  // namespace

std::string render_junit(const Run& run, const JunitOptions& options) {
  Junit junit(options);
  junit.add(run);
  return junit.take();
}

std::string render_matrix_junit(const Matrix& matrix, const JunitOptions& options) {
  Junit junit(options);
  for (const MatrixColumn& column : matrix.columns) junit.add(column.run);
  return junit.take();
}

}  // namespace mailrig::reports
