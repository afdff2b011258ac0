#include "harness/cli/ratchet_options.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "harness/cli/target_options.hpp"
#include "harness/conformance/baseline_update.hpp"

namespace mailrig::cli {

namespace {

constexpr std::uint32_t kMostAttempts = 10'000, kMostRetries = 100;

// Whole or not at all: a list that was cut off would let failures through.
bool write_whole(const std::string& path, const std::string& content) {
  const std::string unfinished = path + ".new";
  std::error_code error;
  if (const std::filesystem::path folder = std::filesystem::path(path).parent_path(); !folder.empty())
    std::filesystem::create_directories(folder, error);
  {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(unfinished.c_str(), "wbe"),
                                                               &std::fclose);
    if (!file || std::fwrite(content.data(), 1, content.size(), file.get()) != content.size() ||
        std::fflush(file.get()) != 0) {
      return false;
    }
  }
  std::filesystem::rename(unfinished, path, error);
  return !error;
}

}  // namespace

void RatchetOptions::add(Command app) {
  const std::string group = "Living with failures";
  app.add_option("--baseline", file_,
                 "List of known failures (TOML): they and only they may fail; of several columns "
                 "known/{column}.toml, a list each")
      .group(group);
  app.add_flag("--update-baseline", update_, "Bring that list up to date with this run").group(group);
  Option repeat =
      app.add_option("--repeat", repeat_, "Play each scenario so often, and tell how many times it passed")
          .range(1U, kMostAttempts)
          .group(group);
  app.add_option("--retry", retry_, "Try a scenario that failed again, up to so many times")
      .range(0U, kMostRetries)
      .excludes(repeat)
      .group(group);
}

std::string RatchetOptions::no_column() const {
  if (has_column_place(file_))
    return "--baseline: {column} stands for a column's name, and there are none (--axis, --targets)\n";
  return update_ && file_.empty() ? "--update-baseline: no list is named: --baseline FILE\n" : "";
}

std::string RatchetOptions::again() const {
  return repeat_ > 1 ? fmt::format(" --repeat {}", repeat_) : "";
}

bool has_column_place(std::string_view file) {
  return file.find(kColumnPlace) != std::string_view::npos;
}

std::string list_of(std::string file, const std::string& column) {
  for (std::size_t at = file.find(kColumnPlace); at != std::string::npos;
       at = file.find(kColumnPlace, at + column.size()))
    file.replace(at, kColumnPlace.size(), column);
  return file;
}

std::string BaselineFile::read(bool missing_is_empty) {
  if (!read_whole(list.file, content_)) {
    std::error_code error;
    missing_ = !std::filesystem::exists(list.file, error) && !error;
    return missing_ && missing_is_empty ? "" : list.file + ": can't be read\n";
  }
  scenario::Diagnostics mistakes;
  list = conformance::read_baseline(list.file, content_, mistakes);
  return scenario::render(std::move(mistakes));
}

bool BaselineFile::update(std::span<const conformance::Outcome> outcomes,
                          const conformance::RatchetOptions& options, const std::vector<std::string>& all,
                          std::string& told) {
  const conformance::Update made = conformance::update_baseline(content_, list, outcomes, options, all);
  for (const std::string& change : made.changes) told += change + "\n";
  told += fmt::format("{}: {} kept, {} changed\n", list.file, made.kept, made.changes.size());
  if (made.changes.empty() && !missing_) return true;
  if (!write_whole(list.file, made.text)) return false;
  missing_ = false;
  content_ = made.text;
  scenario::Diagnostics none;
  list = conformance::read_baseline(list.file, content_, none);
  return true;
}

}  // namespace mailrig::cli
