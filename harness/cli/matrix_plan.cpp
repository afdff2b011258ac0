#include <algorithm>
#include <array>
#include <span>

#include "harness/cli/matrix.hpp"
#include "harness/scenario/condition.hpp"
#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/keys.hpp"

namespace mailrig::cli {

namespace {

struct Axis {
  std::string_view name;
  std::span<const std::string_view> values;
  std::string_view what, meant;
};
constexpr std::array<Axis, 2> kAxes{
    {{"tls", scenario::kTlsWords, "TLS mode", "none, starttls or implicit"},
     {"rev", scenario::kRevWords, "revision of IMAP", "imap4rev1 or imap4rev2"}}};
// Chosen values, by axis.
using Chosen = std::array<std::vector<std::string>, kAxes.size()>;

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = std::min(text.find(at), text.size());
    parts.emplace_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string read_values(const Axis& axis, std::string_view list, std::vector<std::string>& into) {
  std::string complaints;
  for (std::string& value : split(list, ',')) {
    if (std::find(axis.values.begin(), axis.values.end(), value) == axis.values.end()) {
      complaints += "--axis: '" + value + "' is no " + std::string(axis.what) +
                    scenario::did_you_mean(scenario::nearest(value, axis.values)) + "; meant is " +
                    std::string(axis.meant) + "\n";
    } else if (std::find(into.begin(), into.end(), value) != into.end()) {
      complaints += "--axis: '" + value + "' is there twice\n";
    } else {
      into.push_back(std::move(value));
    }
  }
  return complaints;
}

// Of each axis its values, each once.
std::string read_axes(const std::vector<std::string>& axes, Chosen& chosen) {
  std::string complaints;
  for (const std::string& axis : axes) {
    const std::size_t equals = axis.find('=');
    const auto found = std::find_if(kAxes.begin(), kAxes.end(), [&](const Axis& each) {
      return each.name == std::string_view(axis).substr(0, equals);
    });
    if (found == kAxes.end() || equals == std::string::npos) {
      complaints += "--axis: '" + axis +
                    "' is no axis; meant is tls=none,starttls,implicit or rev=imap4rev1,imap4rev2\n";
      continue;
    }
    complaints += read_values(*found, std::string_view(axis).substr(equals + 1),
                              chosen[static_cast<std::size_t>(found - kAxes.begin())]);
  }
  return complaints;
}

// The servers, a column each before axes come into it.
std::string read_servers(const TargetOptions& target, const MatrixOptions& matrix, const Chosen& chosen,
                         std::vector<ColumnPlan>& servers) {
  const std::string again = target.again(chosen[0].empty(), chosen[1].empty());
  if (matrix.targets.empty()) {
    ColumnPlan plan;
    std::string complaints = target.resolve(plan.spec);
    plan.target_words = again;
    servers.push_back(std::move(plan));
    return complaints;
  }
  std::vector<conformance::NamedTarget> named;
  std::string complaints = target.resolve_all(matrix.targets, named);
  for (conformance::NamedTarget& each : named) {
    ColumnPlan plan;
    plan.name = std::move(each.name);
    plan.baseline = std::move(each.baseline);
    plan.server = servers.size();
    plan.spec = std::move(each.spec);
    plan.target_words = " --targets " + shell_quoted(matrix.targets) + again;
    servers.push_back(std::move(plan));
  }
  return complaints;
}

// Each column once for each value of the axis.
std::vector<ColumnPlan> spread(std::vector<ColumnPlan> columns, std::size_t axis,
                               const std::vector<std::string>& values) {
  if (values.empty()) return columns;
  std::vector<ColumnPlan> plans;
  for (const ColumnPlan& column : columns) {
    for (const std::string& value : values) {
      ColumnPlan plan = column;
      plan.name += (plan.name.empty() ? "" : "-") + value;
      if (kAxes[axis].name == "tls") {
        plan.spec.tls = conformance::parse_tls_mode(value);
        plan.spec.tls_or_left_out = true;
      } else {
        plan.spec.rev = scenario::rev_named(value);
        plan.spec.rev_or_left_out = true;
      }
      plan.target_words += " --axis " + std::string(kAxes[axis].name) + "=" + value;
      plans.push_back(std::move(plan));
    }
  }
  return plans;
}

// Each column's own list: the one that its server's table names goes before the flag.
std::string name_lists(const RatchetOptions& ratchet, std::vector<ColumnPlan>& plans) {
  std::string complaints;
  bool any = false;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    std::string& list = plans[i].baseline;
    list = list_of(list.empty() ? ratchet.file() : list, plans[i].name);
    if (list.empty()) continue;
    any = true;
    const auto end = plans.begin() + static_cast<std::ptrdiff_t>(i);
    const auto same =
        std::find_if(plans.begin(), end, [&](const ColumnPlan& other) { return other.baseline == list; });
    if (same == end) continue;
    complaints += "'" + same->name + "' and '" + plans[i].name + "' would share the list " + list +
                  "; each column has its own: known/{column}.toml\n";
  }
  if (ratchet.update() && !any)
    complaints += "--update-baseline: no list is named: --baseline known/{column}.toml\n";
  return complaints;
}

std::string keep_chosen(const std::vector<std::string>& chosen, std::vector<ColumnPlan>& plans) {
  if (chosen.empty()) return {};
  std::vector<std::string_view> names;
  for (const ColumnPlan& plan : plans) names.push_back(plan.name);
  std::string complaints;
  for (const std::string& name : chosen) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    complaints += "--column: there is no '" + name + "'" +
                  scenario::did_you_mean(scenario::nearest(name, std::span<const std::string_view>(names))) +
                  "\n";
  }
  if (!complaints.empty()) return complaints;
  std::erase_if(plans, [&](const ColumnPlan& plan) {
    return std::find(chosen.begin(), chosen.end(), plan.name) == chosen.end();
  });
  return {};
}

}  // namespace

void MatrixOptions::add(Command app) {
  const std::string group = "Several columns";
  app.add_option("--axis", axes,
                 "tls=none,starttls,implicit: the suite through each of these TLS modes, a column each; "
                 "rev=imap4rev1,imap4rev2: by each of these revisions of IMAP")
      .allow_extra_args(false)
      .group(group);
  app.add_option("--targets", targets, "TOML file with a [[target]] for each server, a column each")
      .group(group);
  app.add_option("--column", columns, "Only this column, by its name; may be repeated")
      .allow_extra_args(false)
      .group(group);
}

std::string plan_columns(const TargetOptions& target, const MatrixOptions& matrix,
                         const RatchetOptions& ratchet, std::vector<ColumnPlan>& plans) {
  Chosen chosen;
  std::string complaints = read_axes(matrix.axes, chosen);
  if (!chosen[0].empty() && target.chooses_tls()) complaints += "--axis tls=… and --tls exclude each other\n";
  if (!chosen[1].empty() && target.chooses_rev()) complaints += "--axis rev=… and --rev exclude each other\n";
  complaints += read_servers(target, matrix, chosen, plans);
  if (!complaints.empty()) return complaints;
  for (std::size_t axis = 0; axis < kAxes.size(); ++axis)
    plans = spread(std::move(plans), axis, chosen[axis]);
  if (!matrix.targets.empty()) {
    for (ColumnPlan& plan : plans) plan.target_words += " --column " + plan.name;
  }
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const auto same = [&](const ColumnPlan& other) { return other.name == plans[i].name; };
    if (std::find_if(plans.begin(), plans.begin() + static_cast<std::ptrdiff_t>(i), same) !=
        plans.begin() + static_cast<std::ptrdiff_t>(i))
      complaints += matrix.targets + ": two columns would be named '" + plans[i].name + "'\n";
  }
  if (complaints.empty()) complaints = name_lists(ratchet, plans);
  return complaints.empty() ? keep_chosen(matrix.columns, plans) : complaints;
}

}  // namespace mailrig::cli
