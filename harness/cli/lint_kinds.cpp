#include "harness/cli/lint_kinds.hpp"

#include <algorithm>

#include <toml++/toml.h>

#include "harness/conformance/baseline.hpp"
#include "harness/conformance/target.hpp"
#include "harness/load/profile.hpp"
#include "harness/scenario/requirements.hpp"

namespace mailrig::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::array<KindInfo, 7> kKinds = {
    {{FileKind::Scenario, "scenario", "a scenario", &scenario::scenario_keys},
     {FileKind::Fragment, "fragment", "a fragment", &scenario::fragment_keys},
     {FileKind::Fixtures, "fixtures", "a file of fixtures", &scenario::fixtures_keys},
     {FileKind::Profile, "profile", "a load profile", &load::profile_keys},
     {FileKind::Target, "target", "a target", &conformance::target_keys},
     {FileKind::Requirements, "requirements", "a file of requirements", &scenario::requirements_keys},
     {FileKind::Baseline, "baseline", "a list of known failures", &conformance::baseline_keys}}};

std::optional<FileKind> by_place(const fs::path& file, const fs::path& root) {
  const fs::path below = root.empty() ? file.filename() : file.lexically_relative(root);
  if (below == "fixtures.toml") return FileKind::Fixtures;
  const fs::path first = below.empty() ? fs::path() : *below.begin();
  if (first == "fragments") return FileKind::Fragment;
  if (first == "requirements") return FileKind::Requirements;
  return std::nullopt;
}

// How many of its keys are those of `kind`; keys of any name say nothing.
std::ptrdiff_t likeness(const toml::table& table, const KindInfo& kind) {
  const auto keys = kind.keys();
  return std::count_if(table.begin(), table.end(), [&](const auto& entry) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const scenario::Key& known) { return known.name == entry.first.str(); });
  });
}

}  // namespace

std::span<const KindInfo> file_kinds() {
  return kKinds;
}

const KindInfo& info(FileKind kind) {
  return *std::find_if(kKinds.begin(), kKinds.end(), [&](const KindInfo& one) { return one.kind == kind; });
}

std::string kind_words() {
  std::string words;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (i > 0) words += i + 1 == kKinds.size() ? " or " : ", ";
    words += kKinds.at(i).word;
  }
  return words;
}

std::optional<FileKind> kind_named(std::string_view word) {
  for (const KindInfo& kind : kKinds) {
    if (kind.word == word) return kind.kind;
  }
  return std::nullopt;
}

fs::path scenarios_root(const fs::path& file) {
  std::error_code error;
  for (fs::path at = fs::absolute(file, error).lexically_normal().parent_path(); at.has_relative_path();
       at = at.parent_path()) {
    for (const char* mark : {"corpus", "fixtures.toml", "fragments", "requirements"}) {
      if (fs::exists(at / mark, error)) return at;
    }
  }
  return {};
}

std::optional<FileKind> kind_of(const fs::path& file, const fs::path& root, std::string_view content) {
  if (const auto kind = by_place(file, root)) return kind;
  toml::table table;
  try {
    table = toml::parse(content);
  } catch (const toml::parse_error&) {
    return FileKind::Scenario;  // whose reader says where it is no TOML
  }
  const auto best = std::max_element(kKinds.begin(), kKinds.end(), [&](const KindInfo& a, const KindInfo& b) {
    return likeness(table, a) < likeness(table, b);
  });
  if (likeness(table, *best) == 0) return std::nullopt;
  return best->kind;
}

}  // namespace mailrig::cli
