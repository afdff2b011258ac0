// Living with known failures: the flags of mailrig check for a baseline and for attempts, and the file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/cli/command.hpp"
#include "harness/conformance/ratchet.hpp"

namespace mailrig::cli {

class RatchetOptions {
 public:
  void add(CLI::App& app);
  [[nodiscard]] const std::string& file() const { return file_; }  // empty: no baseline
  [[nodiscard]] bool update() const { return update_; }
  [[nodiscard]] std::uint32_t repeat() const { return repeat_; }
  [[nodiscard]] std::uint32_t retry() const { return retry_; }
  // Why it does not go with several columns; empty: it does.
  [[nodiscard]] std::string no_matrix() const;
  // The flags again, for "run this one again".
  [[nodiscard]] std::string again() const;

 private:
  std::string file_;
  bool update_ = false;
  std::uint32_t repeat_ = 1, retry_ = 0;
};

// A baseline and the octets that it was read from.
class BaselineFile {
 public:
  explicit BaselineFile(std::string file) { list.file = std::move(file); }
  // Complaints, a line each; none: fine. `missing_is_empty`: it is about to be made.
  [[nodiscard]] std::string read(bool missing_is_empty);
  // Brings list and file up to date; what was changed, a line each. False: it could not be written.
  [[nodiscard]] bool update(std::span<const conformance::Outcome> outcomes,
                            const conformance::RatchetOptions& options, const std::vector<std::string>& all,
                            std::string& told);

  conformance::Baseline list;

 private:
  std::string content_;
};

}  // namespace mailrig::cli
