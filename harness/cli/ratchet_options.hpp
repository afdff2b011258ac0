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
  void add(Command app);
  [[nodiscard]] const std::string& file() const { return file_; }  // empty: no baseline
  [[nodiscard]] bool update() const { return update_; }
  [[nodiscard]] std::uint32_t repeat() const { return repeat_; }
  [[nodiscard]] std::uint32_t retry() const { return retry_; }
  // Of a run without columns: what is wrong with the list's name; empty: nothing.
  [[nodiscard]] std::string no_column() const;
  // The flags again, for "run this one again".
  [[nodiscard]] std::string again() const;

 private:
  std::string file_;
  bool update_ = false;
  std::uint32_t repeat_ = 1, retry_ = 0;
};

// In the name of a list: stands for the name of the column whose list it is.
inline constexpr std::string_view kColumnPlace = "{column}";
[[nodiscard]] bool has_column_place(std::string_view file);
// "known/{column}.toml" to "known/starttls.toml".
[[nodiscard]] std::string list_of(std::string file, const std::string& column);

// A baseline and the octets that it was read from.
class BaselineFile {
 public:
  explicit BaselineFile(std::string file) { list.file = std::move(file); }
  // Complaints, a line each; none: fine. `missing_is_empty`: it is about to be made.
  [[nodiscard]] std::string read(bool missing_is_empty);
  // Brings list and file up to date, and makes the file if there is none; what was changed, a line each.
  // False: it could not be written.
  [[nodiscard]] bool update(std::span<const conformance::Outcome> outcomes,
                            const conformance::RatchetOptions& options, const std::vector<std::string>& all,
                            std::string& told);

  conformance::Baseline list;

 private:
  std::string content_;
  bool missing_ = false;
};

}  // namespace mailrig::cli
