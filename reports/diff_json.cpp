// Schema: docs/RESULTS.md. Octets as the escapes of wire/visible.hpp.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "harness/record/utf8.hpp"
#include "reports/diff.hpp"
#include "reports/json_values.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

namespace json = boost::json;

using as_json::text;

json::value optional(const std::optional<std::string>& value) {
  return value ? json::value(text(*value)) : json::value(nullptr);
}

json::string octets(const std::string& bytes) {
  return text(record::escaped(bytes));
}

json::object side(const DiffSide& of) {
  json::array target;
  for (const auto& [what, value] : of.started.target)
    target.push_back({{"name", text(what)}, {"value", text(value)}});
  return {{"name", text(of.name)},
          {"started_at", text(of.started.started_at)},
          {"seed", of.started.seed},
          {"target", std::move(target)}};
}

json::object explanation(const Explanation& of) {
  return {{"reason", text(of.reason)},
          {"clause", text(of.clause)},
          {"id", text(of.id)},
          {"pattern", text(of.pattern)},
          {"place", text(of.place)}};
}

json::object group(const DiffGroup& of) {
  json::array places;
  for (const DiffPlace& place : of.places)
    places.push_back({{"scenario", text(place.scenario)}, {"client", text(place.client)}});
  const compare::Difference& example = of.example;
  json::object object{{"line", text(of.line)},
                      {"protocol", text(example.protocol)},
                      {"verb", text(example.verb)},
                      {"unit", text(example.unit)},
                      {"path", text(example.path)},
                      {"a", optional(example.a)},
                      {"b", optional(example.b)},
                      {"places", std::move(places)},
                      {"example",
                       {{"scenario", text(example.scenario)},
                        {"client", text(example.client)},
                        {"a_sent", octets(example.a_sent)},
                        {"a_received", octets(example.a_received)},
                        {"b_sent", octets(example.b_sent)},
                        {"b_received", octets(example.b_received)}}}};
  object["explained"] =
      of.explained == nullptr ? json::value(nullptr) : json::value(explanation(*of.explained));
  return object;
}

json::object verdict(const compare::Compared& of) {
  return {{"id", text(of.id)},
          {"title", text(of.title)},
          {"a", text(name(of.a))},
          {"b", text(name(of.b))},
          {"a_complaint", text(of.a_complaint)},
          {"b_complaint", text(of.b_complaint)}};
}

}  // namespace

std::string render_diff_json(const Diff& diff) {
  json::array differences, verdicts, not_compared, remarks, stale;
  for (const DiffGroup& each : diff.groups) differences.push_back(group(each));
  for (const compare::Compared& each : diff.verdicts) verdicts.push_back(verdict(each));
  for (const compare::NotCompared& each : diff.not_compared)
    not_compared.push_back({{"id", text(each.id)}, {"reason", text(each.reason)}});
  for (const std::string& each : diff.remarks) remarks.push_back(text(each));
  for (const Explanation* each : diff.stale) stale.push_back(explanation(*each));
  const json::object object{{"schema", kDiffSchema},
                            {"kind", "diff"},
                            {"tool", {{"name", "mailrig"}, {"version", text(diff.a.started.tool_version)}}},
                            {"exit_code", diff.exit_code},
                            {"a", side(diff.a)},
                            {"b", side(diff.b)},
                            {"compared", diff.compared},
                            {"unexplained", diff.unexplained()},
                            {"verdicts", std::move(verdicts)},
                            {"differences", std::move(differences)},
                            {"not_compared", std::move(not_compared)},
                            {"remarks", std::move(remarks)},
                            {"stale", std::move(stale)}};
  return json::serialize(object) + "\n";
}

}  // namespace mailrig::reports
