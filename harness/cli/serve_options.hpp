// What `mailrig serve` is told: by its configuration file, and by flags, which override that.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/cli/serve_smtp.hpp"
#include "reference-server/listen/service.hpp"
#include "reference-server/session/limits.hpp"

namespace mailrig::cli {

using Mistake = ServeMistake;

struct ServeOptions : SmtpOptions {
  std::array<std::vector<std::string>, server::kServices.size()> addresses;  // by service
  std::string host_name = "localhost", domain = "example.test", accounts, store;
  std::uint64_t users = 10;
  std::string certificate, key, client_ca;
  bool plaintext_login = true;
  std::vector<std::string> mechanisms;
  std::string bearer;
  std::string submit_user;
  std::vector<std::string> capabilities, without;
  bool apop = false;
  std::uint64_t login_delay = 0;  // seconds
  std::string expire = "never";   // or days
  std::vector<std::string> deviate;
  std::uint64_t seed = 0;  // 0: a new one
  server::Limits limits;
  std::string log;
  std::string admin, admin_token, admin_token_file;
  bool admin_anywhere = false;

  // Of flags alone.
  std::string config, ready_file, certificate_out;
  std::vector<std::string> limit_flags;  // "NAME=VALUE"
  bool list_deviations = false, list_capabilities = false;
  bool no_plaintext_login = false, check_config = false, print_config = false;
  std::string config_mistakes;  // a line each, with its end
};

}  // namespace mailrig::cli
