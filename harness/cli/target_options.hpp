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
  void add(Command app);
  // Those that are not of one server alone: accounts, domain, TLS. For servers that a file describes.
  void add_shared(Command app);
  // Flags, environment (MAILRIG_PASSWORD), target file and users file to one description. Every
  // complaint is a line; none: fine.
  [[nodiscard]] std::string resolve(conformance::TargetSpec& spec) const;
  // Several servers in one file; of the flags only the shared ones may be there. What a server's own
  // table says goes before the environment.
  [[nodiscard]] std::string resolve_all(const std::string& file,
                                        std::vector<conformance::NamedTarget>& targets) const;
  // One server that a file describes, whose content this is; of the flags only the shared ones count.
  [[nodiscard]] std::string resolve_one(const std::string& file, const std::string& content,
                                        conformance::TargetSpec& spec) const;
  // The flags again as typed, for "run this one again"; without passwords. `tls`, `rev`: with these, too.
  [[nodiscard]] std::string again(bool tls = true, bool rev = true) const;
  [[nodiscard]] bool chooses_tls() const { return !tls_.empty(); }
  [[nodiscard]] bool chooses_rev() const { return !rev_.empty(); }

 private:
  void read_file(conformance::TargetSpec& spec, conformance::TargetFile& file, std::string& complaints) const;
  void finish(conformance::TargetSpec& spec, const conformance::TargetFile& file, bool file_first,
              std::string& complaints) const;
  void finish_file(conformance::TargetSpec& spec, const conformance::TargetFile& file, bool mistaken,
                   std::string& complaints) const;
  void add_accounts(conformance::TargetSpec& spec, const conformance::TargetFile& file, bool file_first,
                    std::string& complaints) const;
  void add_tokens(conformance::TargetSpec& spec, const conformance::TargetFile& file, bool file_first) const;
  [[nodiscard]] bool names_a_server() const;

  std::array<std::string, scenario::kServiceCount> implicit_;  // by Service
  std::string host_, smtp_, submission_, lmtp_, imap_, pop3_, tls_, user_, password_, users_, target_,
      domain_, sender_, ca_file_, bearer_, client_certificate_, client_key_, rev_;
  bool verify_ = false, in_the_clear_ = false;
};

// A word as a shell takes it for one.
[[nodiscard]] std::string shell_quoted(const std::string& word);
// The whole of a file; false if it can't be read.
[[nodiscard]] bool read_whole(const std::string& path, std::string& content);

}  // namespace mailrig::cli
