// JUnit XML as Jenkins, GitLab and GitHub read it: one suite a protocol, one case a scenario, its id
// the name and its folder the class. A fail is a failure; blocked and broken are errors; a weak one
// is a failure only if the run is strict; a load is one case that fails by its objectives.
#include <fmt/format.h>
#include <pugixml.hpp>

#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kWireLimit = 2000;  // octets of one exchange

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
  return fmt::format("{:.6f}", static_cast<double>(time.count()) / 1e9);
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

void set_counts(pugi::xml_node node, const SuiteCounts& counts) {
  set(node, "tests", std::to_string(counts.tests));
  set(node, "failures", std::to_string(counts.failures));
  set(node, "errors", std::to_string(counts.errors));
  set(node, "skipped", std::to_string(counts.skipped));
  set(node, "time", seconds(counts.time));
}

void append_field(std::string& out, std::string_view label, const std::string& value) {
  if (!value.empty()) out += fmt::format("{:<8}{}\n", label, value);
}

// The whole story in text: findings, wire, the command to repeat it.
std::string story(const ScenarioResult& result) {
  std::string out;
  append_field(out, "reason", shown_text(result.reason));
  for (const record::Judgement& judgement : result.spoke) {
    append_field(out, "rule", shown_clause(judgement.clause) + ", " + shown_source(judgement));
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
  append_field(out, "again", shown_text(result.again));
  return out;
}

void add_complaint(pugi::xml_node node, const char* kind, const ScenarioResult& result) {
  pugi::xml_node complaint = node.append_child(kind);
  set(complaint, "message", shown_text(result.title) + ": " + shown_complaint(result));
  const std::string clause = result.spoke.empty() ? "" : shown_clause(result.spoke.front().clause);
  set(complaint, "type", clause.empty() ? std::string(name(result.verdict)) : clause);
  complaint.text().set(story(result).c_str());
}

// "imap/move/copyuid-first" is of class "mailrig.imap.move".
std::string class_name(const std::string& id) {
  const std::size_t slash = id.rfind('/');
  std::string folder = slash == std::string::npos ? "" : "." + shown_text(id.substr(0, slash));
  for (char& c : folder) c = c == '/' ? '.' : c;
  return "mailrig" + folder;
}

void add_outcome(pugi::xml_node node, const ScenarioResult& result, bool strict, SuiteCounts& counts) {
  switch (result.verdict) {
    case Verdict::Pass:
      return;
    case Verdict::Fail:
      ++counts.failures;
      return add_complaint(node, "failure", result);
    case Verdict::Blocked:
    case Verdict::Broken:
      ++counts.errors;
      return add_complaint(node, "error", result);
    case Verdict::Skipped:
      ++counts.skipped;
      set(node.append_child("skipped"), "message", shown_text(result.reason));
      return;
    case Verdict::Weak:
      if (strict) {
        ++counts.failures;
        return add_complaint(node, "failure", result);
      }
      break;
    case Verdict::Note:
      break;
  }
  node.append_child("system-out")
      .text()
      .set((std::string(name(result.verdict)) + "\n" + story(result)).c_str());
}

SuiteCounts add_suite(pugi::xml_node root, const Run& run, const std::string& protocol, bool strict) {
  pugi::xml_node suite = root.append_child("testsuite");
  set(suite, "name", shown_text("mailrig " + protocol));
  set(suite, "timestamp", shown_text(run.started.started_at));
  SuiteCounts counts;
  for (const ScenarioResult& result : run.scenarios) {
    if (result.protocol != protocol) continue;
    pugi::xml_node node = suite.append_child("testcase");
    set(node, "name", shown_text(result.id));
    set(node, "classname", class_name(result.id));
    set(node, "time", seconds(result.took));
    if (!result.file.empty()) set(node, "file", shown_text(result.file));
    ++counts.tests;
    counts.time += result.took;
    add_outcome(node, result, strict, counts);
  }
  set_counts(suite, counts);
  return counts;
}

SuiteCounts add_load(pugi::xml_node root, const Run& run) {
  const record::LoadEnded& ended = run.load->ended;
  SuiteCounts counts{1, 0, 0, 0, run_time(run)};
  pugi::xml_node suite = root.append_child("testsuite");
  set(suite, "name", "mailrig load");
  set(suite, "timestamp", shown_text(run.started.started_at));
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "name", "load/" + shown_text(ended.profile));
  set(node, "classname", "mailrig.load");
  set(node, "time", seconds(counts.time));
  std::vector<std::string> complaints = run.ended.invalid;
  if (!run.load->whole) complaints.emplace_back("the run ended before its load did");
  const bool error = !complaints.empty();
  if (!error) complaints = ended.objectives_missed;
  if (!complaints.empty()) {
    pugi::xml_node complaint = node.append_child(error ? "error" : "failure");
    set(complaint, "message", shown_text(complaints.front()));
    set(complaint, "type", error ? "invalid" : "objective");
    std::string all;
    for (const std::string& why : complaints) all += shown_text(why) + "\n";
    complaint.text().set(all.c_str());
    ++(error ? counts.errors : counts.failures);
  }
  set_counts(suite, counts);
  return counts;
}

struct StringWriter : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
};

}  // namespace

std::string render_junit(const Run& run, const JunitOptions& options) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  set(root, "name", "mailrig");
  SuiteCounts all;
  for (const Tally& tally : run.by_protocol) all.add(add_suite(root, run, tally.name, options.strict));
  if (run.load) all.add(add_load(root, run));
  set_counts(root, all);
  StringWriter writer;
  document.save(writer, "  ");
  return std::move(writer.text);
}

}  // namespace mailrig::reports
