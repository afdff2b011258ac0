#include "harness/cli/lint_file.hpp"

#include "harness/cli/lint_smells.hpp"
#include "harness/cli/load_plan.hpp"
#include "harness/cli/target_options.hpp"
#include "harness/conformance/baseline.hpp"
#include "harness/scenario/fragment.hpp"
#include "harness/scenario/load_folder.hpp"
#include "harness/scenario/messages.hpp"

namespace mailrig::cli {

namespace fs = std::filesystem;

namespace {

scenario::Requirements load_requirements(const fs::path& root) {
  scenario::Requirements all;
  std::error_code error;
  for (auto it = fs::directory_iterator(root / "requirements", error);
       !error && it != fs::directory_iterator(); it.increment(error)) {
    std::string content;
    scenario::Diagnostics told_elsewhere;
    const std::uint16_t rfc = scenario::rfc_of(it->path());
    if (rfc == 0 || !read_whole(it->path().string(), content)) continue;
    all.emplace(rfc, scenario::read_requirements(it->path().string(), content, told_elsewhere));
  }
  return all;
}

// Its path below the scenarios folder, or the one that was named, without the ending. Else its name, and
// before it that of its folder if that is a protocol's.
std::string id_of(const fs::path& file, const fs::path& below) {
  const fs::path whole = fs::absolute(file).lexically_normal();
  fs::path id =
      below.empty() ? whole.filename() : whole.lexically_relative(fs::absolute(below).lexically_normal());
  const std::string parent = whole.parent_path().filename().string();
  if (below.empty() && scenario::service_named(parent)) id = parent / id;
  return id.replace_extension().generic_string();
}

bool lies_below(const fs::path& file, const fs::path& root) {
  if (root.empty()) return false;
  const fs::path relative =
      fs::absolute(file).lexically_normal().lexically_relative(fs::absolute(root).lexically_normal());
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

const FileLinter::Folder& FileLinter::folder(const fs::path& root) {
  const auto [found, fresh] = folders_.try_emplace(root);
  if (!fresh) return found->second;
  found->second.library =
      std::make_shared<const scenario::Library>(scenario::load_library(root, linted_.mistakes));
  scenario::Diagnostics told;
  found->second.for_load = std::make_shared<const scenario::Library>(
      library_for_load(root, std::move(make_messages(load::Profile()).at(0)), told));
  found->second.requirements = load_requirements(root);
  return found->second;
}

void FileLinter::count_constructs() {
  counts_ = true;
  for (const std::string& construct : scenario::all_constructs()) linted_.constructs.emplace(construct, 0);
}

void FileLinter::count(const scenario::Constructs& used) {
  for (const std::string& construct : used) ++linted_.constructs[construct];
}

void FileLinter::count_keys(std::string_view content, std::span<const scenario::Key> keys,
                            std::string_view whose) {
  if (!counts_) return;
  scenario::Constructs used;
  scenario::add_keys(content, keys, whose, used);
  count(used);
}

void FileLinter::lint(const fs::path& file, const fs::path& folder_named, std::optional<FileKind> kind) {
  const std::string shown = file.string();
  std::string content;
  if (!read_whole(shown, content)) {
    linted_.mistakes.push_back({{shown, 1, 1}, "can't be read"});
    return;
  }
  const fs::path own = scenarios_root(file);
  const fs::path root = own.empty() ? root_ : own;
  if (!kind) kind = kind_of(own.empty() ? file : fs::absolute(file).lexically_normal(), own, content);
  if (!kind) {
    linted_.mistakes.push_back(
        {{shown, 1, 1}, "no key tells what kind of file this is: say --kind " + kind_words()});
    return;
  }
  ++linted_.files[*kind];
  switch (*kind) {
    case FileKind::Scenario:
      return lint_scenario(file, content, id_of(file, own.empty() ? folder_named : own), root);
    case FileKind::Fragment:
      lint_fragment(file, content, root);
      count_keys(content, scenario::fragment_keys(), "fragment");
      return;
    case FileKind::Fixtures:
      (void)scenario::read_fixtures(shown, content, folder(root).library->corpus, linted_.mistakes);
      count_keys(content, scenario::fixtures_keys(), "fixtures");
      return;
    case FileKind::Profile:
      return lint_profile(shown, content, root);
    case FileKind::Target:
      return lint_target(shown, content);
    case FileKind::Requirements:
      (void)scenario::read_requirements(shown, content, linted_.mistakes);
      if (scenario::rfc_of(file) == 0)
        linted_.mistakes.push_back(
            {{shown, 1, 1}, "a file of requirements is named by its RFC: rfc9051.toml"});
      return;
    case FileKind::Baseline:
      return lint_baseline(shown, content);
  }
}

void FileLinter::lint_baseline(const std::string& file, const std::string& content) {
  for (const conformance::Entry& entry :
       conformance::read_baseline(file, content, linted_.mistakes).entries) {
    if (entry.reason == conformance::kUnexplained)
      linted_.warnings.push_back(
          {{file, entry.lines.first, 1}, "why we live with " + entry.id + " is still to be explained"});
  }
}

void FileLinter::lint_scenario(const fs::path& file, const std::string& content, const std::string& id,
                               const fs::path& root) {
  const Folder& shared = folder(root);
  const auto& library = id.starts_with("load/") ? shared.for_load : shared.library;
  const auto scenarios = scenario::load_text(id, file.string(), content, library, linted_.mistakes);
  linted_.scenarios += scenarios.size();
  if (counts_ && !scenarios.empty()) {
    scenario::Constructs used;
    scenario::add_keys(content, scenario::scenario_keys(), "", used);
    for (const scenario::Scenario& one : scenarios) scenario::add_uses(one, used);
    count(used);
  }
  find_smells(file.string(), content, scenarios, {shared.requirements, lies_below(file, root)},
              linted_.warnings);
}

void FileLinter::lint_fragment(const fs::path& file, const std::string& content, const fs::path& root) {
  const auto fragment = scenario::read_fragment(file.string(), content, linted_.mistakes);
  const fs::path below = fs::absolute(root / "fragments").lexically_normal();
  const fs::path name =
      root.empty() ? file.filename() : fs::absolute(file).lexically_normal().lexically_relative(below);
  scenario::check_fragment(fs::path(name).replace_extension().generic_string(), fragment,
                           folder(root).library, linted_.mistakes);
}

void FileLinter::lint_profile(const std::string& file, const std::string& content, const fs::path& root) {
  const std::size_t before = linted_.mistakes.size();
  const load::Profile profile = load::parse_profile(content, file, linted_.mistakes);
  if (linted_.mistakes.size() == before) (void)find_profile_scenarios(profile, root, linted_.mistakes);
}

void FileLinter::lint_target(const std::string& file, const std::string& content) {
  conformance::TargetSpec spec;
  conformance::TargetFile accounts;
  conformance::read_target_file(file, content, spec, accounts, linted_.mistakes);
}

}  // namespace mailrig::cli
