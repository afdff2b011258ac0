#include "harness/cli/ratchet_options.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/target_options.hpp"
#include "harness/conformance/baseline_update.hpp"

namespace mailrig::cli {

namespace {

constexpr std::uint32_t kMostAttempts = 10'000, kMostRetries = 100;

// Whole or not at all: a list that was cut off would let failures through.
bool write_whole(const std::string& path, const std::string& content) {
  const std::string unfinished = path + ".new";
  {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(unfinished.c_str(), "wbe"),
                                                               &std::fclose);
    if (!file || std::fwrite(content.data(), 1, content.size(), file.get()) != content.size() ||
        std::fflush(file.get()) != 0) {
      return false;
    }
  }
  std::error_code error;
  std::filesystem::rename(unfinished, path, error);
  return !error;
}

}  // namespace

void RatchetOptions::add(CLI::App& app) {
  const std::string group = "Living with failures";
  CLI::Option* baseline =
      app.add_option("--baseline", file_, "List of known failures (TOML): they and only they may fail")
          ->group(group);
  app.add_flag("--update-baseline", update_, "Bring that list up to date with this run")
      ->needs(baseline)
      ->group(group);
  CLI::Option* repeat =
      app.add_option("--repeat", repeat_, "Play each scenario so often, and tell how many times it passed")
          ->check(CLI::Range(1U, kMostAttempts))
          ->group(group);
  app.add_option("--retry", retry_, "Try a scenario that failed again, up to so many times")
      ->check(CLI::Range(0U, kMostRetries))
      ->excludes(repeat)
      ->group(group);
}

std::string RatchetOptions::no_matrix() const {
  return file_.empty() ? "" : "--baseline is of one column: check each with a list of its own\n";
}

std::string RatchetOptions::again() const {
  return repeat_ > 1 ? fmt::format(" --repeat {}", repeat_) : "";
}

std::string BaselineFile::read(bool missing_is_empty) {
  if (!read_whole(list.file, content_)) {
    std::error_code error;
    const bool missing = !std::filesystem::exists(list.file, error) && !error;
    return missing && missing_is_empty ? "" : list.file + ": can't be read\n";
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
  if (made.changes.empty()) return true;
  if (!write_whole(list.file, made.text)) return false;
  content_ = made.text;
  scenario::Diagnostics none;
  list = conformance::read_baseline(list.file, content_, none);
  return true;
}

}  // namespace mailrig::cli
