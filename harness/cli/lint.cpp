#include "harness/cli/lint.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/lint_file.hpp"
#include "harness/cli/lint_schema.hpp"
#include "harness/cli/scenarios_folder.hpp"

namespace mailrig::cli {

namespace {

namespace fs = std::filesystem;

struct LintOptions {
  std::vector<std::string> paths;
  std::string kind, scenarios, schema;
  bool strict = false, quiet = false, constructs = false;
};

// Every *.toml below a folder, in order; a file as it is.
std::vector<fs::path> find_files(const std::string& path, scenario::Diagnostics& mistakes) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) return {path};
  std::vector<fs::path> files;
  for (auto it = fs::recursive_directory_iterator(path, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (it->path().extension() == ".toml" && it->is_regular_file(error)) files.push_back(it->path());
  }
  if (error) mistakes.push_back({{path, 1, 1}, "can't be read: " + error.message()});
  std::sort(files.begin(), files.end());
  return files;
}

std::string count(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

// "checked 3 files (2 scenario, 1 profile), 4 scenarios: 1 mistake, no warnings"
std::string summary(const Linted& linted) {
  std::size_t files = 0;
  std::string kinds;
  for (const auto& [kind, number] : linted.files) {
    files += number;
    kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", number, info(kind).word);
  }
  return fmt::format("checked {}{}, {}: {}, {}\n", count(files, "file"),
                     kinds.empty() ? "" : " (" + kinds + ")", count(linted.scenarios, "scenario"),
                     count(linted.mistakes.size(), "mistake"), count(linted.warnings.size(), "warning"));
}

// A file that was found by its folder, and by where scenarios lie, is named as it was asked for.
void name_as_asked(const std::vector<std::string>& paths, const fs::path& root, scenario::Diagnostics& all) {
  if (root.empty()) return;
  const std::string whole = fs::absolute(root).lexically_normal().string();
  for (const std::string& path : paths) {
    std::string asked = fs::absolute(path).lexically_normal().string();
    if (asked.ends_with('/')) asked.pop_back();
    if (whole != asked && !whole.starts_with(asked + "/")) continue;
    for (scenario::Diagnostic& one : all) {
      const std::string file = fs::absolute(one.where.file).lexically_normal().string();
      if (file.starts_with(whole + "/"))
        one.where.file =
            (fs::path(path) / fs::path(file).lexically_relative(asked)).lexically_normal().string();
    }
    return;
  }
}

void deduplicate(scenario::Diagnostics& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const auto& a, const auto& b) {
    return std::tie(a.where.file, a.where.line, a.where.column) <
           std::tie(b.where.file, b.where.line, b.where.column);
  });
  const auto same = [](const auto& a, const auto& b) { return render(a) == render(b); };
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
}

// A fragment's mistake is told with who includes it, if anyone does.
void drop_what_includers_tell(scenario::Diagnostics& mistakes) {
  const auto itself = [](scenario::Diagnostic mistake) {
    mistake.where.included_by.clear();
    return render(mistake);
  };
  std::set<std::string> told;
  for (const scenario::Diagnostic& mistake : mistakes) {
    if (!mistake.where.included_by.empty()) told.insert(itself(mistake));
  }
  const auto again = [&](const scenario::Diagnostic& mistake) {
    return mistake.where.included_by.empty() && told.count(render(mistake)) != 0;
  };
  mistakes.erase(std::remove_if(mistakes.begin(), mistakes.end(), again), mistakes.end());
}

int lint(const LintOptions& options) {
  if (!options.schema.empty()) {
    fmt::print("{}", render_schema(info(kind_named(options.schema).value())));
    return kAllWell;
  }
  const fs::path root = find_scenarios(options.scenarios);
  std::vector<std::string> paths = options.paths;
  if (paths.empty() && !root.empty()) paths.push_back(root.string());
  Linted linted;
  FileLinter linter(root, linted);
  if (options.constructs) linter.count_constructs();
  for (const std::string& path : paths) {
    const fs::path folder = fs::is_directory(path) ? fs::path(path) : fs::path();
    for (const fs::path& file : find_files(path, linted.mistakes))
      linter.lint(file, folder, kind_named(options.kind));
  }
  name_as_asked(paths, root, linted.mistakes);
  name_as_asked(paths, root, linted.warnings);
  drop_what_includers_tell(linted.mistakes);
  deduplicate(linted.mistakes);
  deduplicate(linted.warnings);
  scenario::Diagnostics all = linted.mistakes;
  for (const scenario::Diagnostic& warning : linted.warnings)
    all.push_back({warning.where, "warning: " + warning.message});
  for (const auto& [construct, files] : linted.constructs) fmt::print("{:6}  {}\n", files, construct);
  fmt::print("{}{}", render(all), options.quiet ? std::string() : summary(linted));
  if (linted.files.empty() && linted.mistakes.empty()) {
    fmt::print(stderr, "no file to check: name files or folders\n");
    return kWrongUse;
  }
  return linted.mistakes.empty() && (!options.strict || linted.warnings.empty()) ? kAllWell : kWrongUse;
}

}  // namespace

void add_lint(Command app, Run& run) {
  Command sub = app.add_subcommand("lint", "Check scenarios and other files without sending anything");
  auto options = std::make_shared<LintOptions>();
  std::vector<std::string> kinds;
  for (const KindInfo& kind : file_kinds()) kinds.emplace_back(kind.word);
  sub.add_option("files", options->paths, "Files or folders; none: the scenarios folder, all that is in it");
  sub.add_option("--kind", options->kind, "What they are, where neither their place nor their keys tell")
      .is_member(kinds);
  sub.add_option("--scenarios", options->scenarios,
                 "Folder of the messages and scenarios that files outside of one name");
  sub.add_option("--schema", options->schema, "Print the JSON Schema of a kind of file, for editors")
      .is_member(kinds);
  sub.add_flag("--constructs", options->constructs,
               "Print what the scenario language has, and how many of the files use it");
  sub.add_flag("--strict", options->strict, "Warnings count as mistakes");
  sub.add_flag("-q,--quiet", options->quiet, "Mistakes and warnings alone");
  sub.callback([options, &run] { run = [options] { return lint(*options); }; });
}

}  // namespace mailrig::cli
