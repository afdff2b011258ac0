// Schema: docs/RESULTS.md.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "reports/json_values.hpp"
#include "reports/matrix.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

namespace json = boost::json;

using as_json::key;
using as_json::text;
using as_json::verdicts;

json::object column(const MatrixColumn& of) {
  json::array target;
  for (const auto& [what, value] : of.run.started.target)
    target.push_back({{"name", text(what)}, {"value", text(value)}});
  return {{"name", text(of.name)},
          {"ran", of.ran()},
          {"why_not", text(of.why_not)},
          {"exit_code", of.run.ended.exit_code},
          {"complete", of.run.whole},
          {"interrupted", of.run.ended.interrupted},
          {"command", text(of.run.started.command)},
          {"started_at", text(of.run.started.started_at)},
          {"seed", of.run.started.seed},
          {"took_ns", run_time(of.run).count()},
          {"target", std::move(target)},
          {"baseline", of.run.started.baseline.empty() ? json::value(nullptr)
                                                       : json::value(text(of.run.started.baseline))},
          {"verdicts", verdicts(of.run.counts)}};
}

json::value cell(const ScenarioResult* of) {
  if (of == nullptr) return nullptr;
  const bool complains = of->verdict != Verdict::Pass;
  return json::object{{"verdict", text(name(of->verdict))},
                      {"known", of->known()},
                      {"complaint", text(complains ? shown_complaint(*of) : "")},
                      {"again", text(of->again)}};
}

json::object row(const MatrixRow& of) {
  json::array cells;
  for (const ScenarioResult* each : of.cells) cells.push_back(cell(each));
  return {{"id", text(of.id)},
          {"title", text(of.title)},
          {"agreement", text(name(of.agreement))},
          {"otherwise", of.otherwise},
          {"cells", std::move(cells)}};
}

}  // namespace

std::string render_matrix_json(const Matrix& matrix) {
  json::array columns, rows;
  for (const MatrixColumn& each : matrix.columns) columns.push_back(column(each));
  for (const MatrixRow& each : matrix.rows) rows.push_back(row(each));
  json::object counts;
  for (std::size_t i = 0; i < kAgreements; ++i) {
    counts[key(name(static_cast<Agreement>(i)))] = matrix.counts.at(i);
  }
  const std::string version = matrix.columns.empty() ? "" : matrix.columns.front().run.started.tool_version;
  const json::object object{{"schema", kMatrixSchema},
                            {"kind", "matrix"},
                            {"tool", {{"name", "mailrig"}, {"version", text(version)}}},
                            {"exit_code", matrix.exit_code},
                            {"counts", std::move(counts)},
                            {"columns", std::move(columns)},
                            {"rows", std::move(rows)}};
  return json::serialize(object) + "\n";
}

}  // namespace mailrig::reports
