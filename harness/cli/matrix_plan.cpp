#include <algorithm>
#include <array>

#include <CLI/CLI.hpp>

#include "harness/cli/matrix.hpp"
#include "harness/scenario/diagnostic.hpp"

namespace mailrig::cli {

namespace {

constexpr std::string_view kTlsAxis = "tls";
constexpr std::array<std::string_view, 3> kTlsModes{"none", "starttls", "implicit"};

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = std::min(text.find(at), text.size());
    parts.emplace_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

// The values of the one axis that there is; each once.
std::string read_axes(const std::vector<std::string>& axes, std::vector<std::string>& modes) {
  std::string complaints;
  for (const std::string& axis : axes) {
    const std::size_t equals = axis.find('=');
    if (axis.substr(0, equals) != kTlsAxis || equals == std::string::npos) {
      complaints += "--axis: '" + axis + "' is no axis; meant is tls=none,starttls,implicit\n";
      continue;
    }
    for (std::string& mode : split(std::string_view(axis).substr(equals + 1), ',')) {
      const std::span<const std::string_view> known(kTlsModes);
      if (std::find(known.begin(), known.end(), mode) == known.end()) {
        complaints += "--axis: '" + mode + "' is no TLS mode" +
                      scenario::did_you_mean(scenario::nearest(mode, known)) +
                      "; meant is none, starttls or implicit\n";
      } else if (std::find(modes.begin(), modes.end(), mode) != modes.end()) {
        complaints += "--axis: '" + mode + "' is there twice\n";
      } else {
        modes.push_back(std::move(mode));
      }
    }
  }
  return complaints;
}

// The servers, a column each before TLS modes come into it.
std::string read_servers(const TargetOptions& target, const MatrixOptions& matrix,
                         std::vector<ColumnPlan>& servers) {
  const bool axis = !matrix.axes.empty();
  if (matrix.targets.empty()) {
    ColumnPlan plan;
    std::string complaints = target.resolve(plan.spec);
    plan.target_words = target.again(!axis);
    servers.push_back(std::move(plan));
    return complaints;
  }
  std::vector<conformance::NamedTarget> named;
  std::string complaints = target.resolve_all(matrix.targets, named);
  for (conformance::NamedTarget& each : named) {
    ColumnPlan plan;
    plan.name = std::move(each.name);
    plan.server = servers.size();
    plan.spec = std::move(each.spec);
    plan.target_words = " --targets " + shell_quoted(matrix.targets) + target.again(!axis);
    servers.push_back(std::move(plan));
  }
  return complaints;
}

void add_modes(const ColumnPlan& server, const std::vector<std::string>& modes,
               std::vector<ColumnPlan>& plans) {
  for (const std::string& mode : modes) {
    ColumnPlan plan = server;
    plan.name += (plan.name.empty() ? "" : "-") + mode;
    plan.spec.tls = conformance::parse_tls_mode(mode);
    plan.spec.tls_or_left_out = true;
    plan.target_words += " --axis tls=" + mode;
    plans.push_back(std::move(plan));
  }
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

void MatrixOptions::add(CLI::App& app) {
  const std::string group = "Several columns";
  app.add_option("--axis", axes,
                 "tls=none,starttls,implicit: the suite through each of these TLS modes, a column each")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--targets", targets, "TOML file with a [[target]] for each server, a column each")
      ->group(group);
  app.add_option("--column", columns, "Only this column, by its name; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
}

std::string plan_columns(const TargetOptions& target, const MatrixOptions& matrix,
                         std::vector<ColumnPlan>& plans) {
  std::vector<std::string> modes;
  std::vector<ColumnPlan> servers;
  std::string complaints = read_axes(matrix.axes, modes);
  if (!modes.empty() && target.chooses_tls()) complaints += "--axis tls=… and --tls exclude each other\n";
  complaints += read_servers(target, matrix, servers);
  if (!complaints.empty()) return complaints;
  for (const ColumnPlan& server : servers) {
    if (modes.empty()) {
      plans.push_back(server);
    } else {
      add_modes(server, modes, plans);
    }
  }
  if (!matrix.targets.empty()) {
    for (ColumnPlan& plan : plans) plan.target_words += " --column " + plan.name;
  }
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const auto same = [&](const ColumnPlan& other) { return other.name == plans[i].name; };
    if (std::find_if(plans.begin(), plans.begin() + static_cast<std::ptrdiff_t>(i), same) !=
        plans.begin() + static_cast<std::ptrdiff_t>(i))
      complaints += matrix.targets + ": two columns would be named '" + plans[i].name + "'\n";
  }
  return complaints.empty() ? keep_chosen(matrix.columns, plans) : complaints;
}

}  // namespace mailrig::cli
