// One file checked: every mistake, and what is worth knowing.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "harness/cli/lint_kinds.hpp"
#include "harness/scenario/constructs.hpp"
#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/requirements.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::cli {

// Of a file that is a scenario it may be several: its cases.
struct Linted {
  scenario::Diagnostics mistakes, warnings;
  std::map<FileKind, std::size_t> files;
  std::size_t scenarios = 0;
  std::map<std::string, std::size_t> constructs;  // how many files use each
};

class FileLinter {
 public:
  // `root`: the scenarios folder for files that lie in none; may be empty.
  FileLinter(std::filesystem::path root, Linted& linted) : root_(std::move(root)), linted_(linted) {}
  // Counts constructs, too.
  void count_constructs();
  // `folder`: that the user named and the file was found in; empty: the file was named.
  void lint(const std::filesystem::path& file, const std::filesystem::path& folder,
            std::optional<FileKind> kind);

 private:
  // What the scenarios of one folder share.
  struct Folder {
    scenario::LibraryPtr library, for_load;  // below load/ there is a message that a profile makes
    scenario::Requirements requirements;
  };
  const Folder& folder(const std::filesystem::path& root);
  void lint_scenario(const std::filesystem::path& file, const std::string& content, const std::string& id,
                     const std::filesystem::path& root);
  void lint_fragment(const std::filesystem::path& file, const std::string& content,
                     const std::filesystem::path& root);
  void lint_profile(const std::string& file, const std::string& content, const std::filesystem::path& root);
  void lint_target(const std::string& file, const std::string& content);
  void lint_baseline(const std::string& file, const std::string& content);

  std::filesystem::path root_;
  void count(const scenario::Constructs& used);
  void count_keys(std::string_view content, std::span<const scenario::Key> keys, std::string_view whose);

  Linted& linted_;
  bool counts_ = false;
  std::map<std::filesystem::path, Folder> folders_;
};

}  // namespace mailrig::cli
