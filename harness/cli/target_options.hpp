// The flags that say what the target is, the same for check and load.
//   TargetOptions options;  options.add(app);  … after parsing:  options.resolve(spec, complaints)
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/command.hpp"
#include "harness/conformance/target.hpp"

namespace mailrig::cli {

class TargetOptions {
 public:
  void add(CLI::App& app);
  // Flags, environment (MAILRIG_PASSWORD), target file and users file to one description. Every
  // complaint is a line; none: fine.
  [[nodiscard]] std::string resolve(conformance::TargetSpec& spec) const;
  // The flags again as typed, for "run this one again"; without passwords.
  [[nodiscard]] std::string again() const;

 private:
  void read_file(conformance::TargetSpec& spec, conformance::TargetFile& file, std::string& complaints) const;
  void add_accounts(conformance::TargetSpec& spec, const conformance::TargetFile& file,
                    std::string& complaints) const;

  std::array<std::string, scenario::kServiceCount> implicit_;  // by Service
  std::string host_, smtp_, submission_, lmtp_, imap_, pop3_, tls_, user_, password_, users_, target_,
      domain_, sender_, ca_file_;
  bool verify_ = false, in_the_clear_ = false;
};

// The whole of a file; false if it can't be read.
[[nodiscard]] bool read_whole(const std::string& path, std::string& content);

}  // namespace mailrig::cli
