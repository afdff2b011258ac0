// The kinds of files that there are, and which of them a file is: by where it lies, else by its keys.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/scenario/keys.hpp"

namespace mailrig::cli {

enum class FileKind : std::uint8_t { Scenario, Fragment, Fixtures, Profile, Target, Requirements, Baseline };

struct KindInfo {
  FileKind kind;
  std::string_view word;  // for --kind and --schema
  std::string_view what;  // "a scenario"
  std::span<const scenario::Key> (*keys)();
};
[[nodiscard]] std::span<const KindInfo> file_kinds();
[[nodiscard]] const KindInfo& info(FileKind kind);
[[nodiscard]] std::string kind_words();  // "scenario, … or baseline"
[[nodiscard]] std::optional<FileKind> kind_named(std::string_view word);

// The scenarios folder that a file lies in: the nearest folder above it that has corpus/, fixtures.toml,
// fragments/ or requirements/; nothing if there is none.
[[nodiscard]] std::filesystem::path scenarios_root(const std::filesystem::path& file);
// Nothing: it can't be told.
[[nodiscard]] std::optional<FileKind> kind_of(const std::filesystem::path& file,
                                              const std::filesystem::path& root, std::string_view content);

}  // namespace mailrig::cli
