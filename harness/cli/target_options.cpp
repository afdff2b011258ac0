#include "harness/cli/target_options.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "harness/conformance/accounts.hpp"
#include "harness/scenario/condition.hpp"

namespace mailrig::cli {

namespace {

constexpr const char* kPasswordVariable = "MAILRIG_PASSWORD";
constexpr const char* kBearerVariable = "MAILRIG_BEARER";
constexpr std::size_t kFileLimit = 64 * 1024 * 1024;

using conformance::Service;
using conformance::TargetSpec;

void set_service(TargetSpec& spec, Service service, const std::string& address, std::string& complaints) {
  if (address.empty()) return;
  conformance::ServiceSetting setting;
  if (spec.at(service)) setting.tls = spec.at(service)->tls;
  if (net::parse_endpoint(address, setting.endpoint)) {
    spec.at(service) = setting;
  } else {
    complaints += "--" + std::string(scenario::name(service)) + ": '" + address +
                  "' is no address; meant is host:port\n";
  }
}

void set_implicit(TargetSpec& spec, Service service, const std::string& address, std::string& complaints) {
  if (address.empty()) return;
  net::Endpoint endpoint;
  if (net::parse_endpoint(address, endpoint)) {
    spec.implicit[static_cast<std::size_t>(service)] = endpoint;
  } else {
    complaints += "--" + std::string(conformance::implicit_name(service)) + ": '" + address +
                  "' is no address; meant is host:port\n";
  }
}

bool names_a_service(const TargetSpec& spec) {
  bool any = !spec.host.empty();
  for (const auto& setting : spec.services) any = any || setting.has_value();
  for (const auto& endpoint : spec.implicit) any = any || endpoint.has_value();
  return any;
}

}  // namespace

std::string shell_quoted(const std::string& word) {
  if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-") ==
          std::string::npos &&
      !word.empty()) {
    return word;
  }
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

bool read_whole(const std::string& path, std::string& content) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return false;
  content.clear();
  char chunk[65'536];
  while (const std::size_t size = std::fread(chunk, 1, sizeof chunk, file.get())) {
    content.append(chunk, size);
    if (content.size() > kFileLimit) return false;
  }
  return std::ferror(file.get()) == 0;
}

void TargetOptions::add(Command app) {
  const std::string group = "The target";
  app.add_option("--host", host_, "Try the usual ports of this host").group(group);
  app.add_option("--smtp", smtp_, "SMTP (MTA port), host:port").group(group);
  app.add_option("--submission", submission_, "SMTP submission, host:port").group(group);
  app.add_option("--lmtp", lmtp_, "LMTP, host:port").group(group);
  app.add_option("--imap", imap_, "IMAP, host:port").group(group);
  app.add_option("--pop3", pop3_, "POP3, host:port").group(group);
  for (const Service service : conformance::kServices) {
    const std::string name(scenario::name(service)), flag(conformance::implicit_name(service));
    app.add_option("--" + flag, implicit_[static_cast<std::size_t>(service)],
                   "The door to " + name + " where TLS begins at once, host:port")
        .group(group);
  }
  app.add_option("--target", target_, "All of this in a TOML file; flags win").group(group);
  add_shared(app);
}

void TargetOptions::add_shared(Command app) {
  const std::string group = "The target";
  app.add_option("--tls", tls_,
                 "none, starttls or implicit; left out: STARTTLS where offered, none on loopback")
      .group(group);
  app.add_option("--rev", rev_,
                 "imap4rev1 or imap4rev2: which revision of IMAP the server is to keep; left out: imap4rev1 "
                 "where it is offered")
      .group(group);
  app.add_option("--user", user_, "Login name; user{1..8} for several").group(group);
  app.add_option("--password", password_, "Password of --user (or in the environment: MAILRIG_PASSWORD)")
      .group(group);
  app.add_option("--users", users_, "Accounts: a file (user,password[,address] or TOML), or user{1..8}")
      .group(group);
  app.add_option("--domain", domain_, "Domain of accounts without one (default example.test)").group(group);
  app.add_option("--sender", sender_, "Reverse-path to send from; left out: one of the run's own")
      .group(group);
  app.add_flag("--verify-certificate", verify_, "Check the server's certificate and name").group(group);
  app.add_option("--ca-file", ca_file_, "PEM file of authorities to trust, with --verify-certificate")
      .group(group);
  app.add_option(
         "--bearer", bearer_,
         "OAuth token of the accounts, for OAUTHBEARER and XOAUTH2 (or in the environment: MAILRIG_BEARER)")
      .group(group);
  Option certificate =
      app.add_option("--client-certificate", client_certificate_, "PEM file to show to servers, for EXTERNAL")
          .group(group);
  app.add_option("--client-key", client_key_, "PEM file; left out: in the one of the certificate")
      .needs(certificate)
      .group(group);
  app.add_flag("--i-may-send-passwords-in-the-clear", in_the_clear_,
               "Log in without TLS on hosts that are not loopback")
      .group(group);
}

void TargetOptions::read_file(TargetSpec& spec, conformance::TargetFile& file,
                              std::string& complaints) const {
  if (target_.empty()) return;
  std::string content;
  if (!read_whole(target_, content)) {
    complaints += target_ + ": can't be read\n";
    return;
  }
  scenario::Diagnostics mistakes;
  conformance::read_target_file(target_, content, spec, file, mistakes);
  complaints += scenario::render(mistakes);
}

void TargetOptions::add_accounts(TargetSpec& spec, const conformance::TargetFile& file, bool file_first,
                                 std::string& complaints) const {
  const char* variable = std::getenv(kPasswordVariable);
  const std::string environment = variable == nullptr ? "" : variable;
  const std::string& users = users_.empty() ? file.users : users_;
  std::string password = password_;
  for (const std::string& next :
       {file_first ? file.password : environment, file_first ? environment : file.password}) {
    if (password.empty()) password = next;
  }
  // Said by a flag or, where that is left out, at a place in the file.
  const std::string user_from = user_.empty() ? scenario::place(file.user_at) : "--user";
  const std::string users_from = users_.empty() ? scenario::place(file.users_at) : "--users";
  std::vector<std::string> names;
  const std::string& user = user_.empty() ? file.user : user_;
  if (!user.empty() && !conformance::expand_users(user, names))
    complaints += user_from + ": '" + user + "' is no range; meant is user{1..8}\n";
  if (users.find('{') != std::string::npos) {
    if (!conformance::expand_users(users, names))
      complaints += users_from + ": '" + users + "' is no range; meant is user{1..8}\n";
  } else if (!users.empty()) {
    std::string content;
    scenario::Diagnostics mistakes;
    if (read_whole(users, content)) {
      conformance::read_accounts(users, content, spec.accounts, mistakes);
      complaints += scenario::render(mistakes);
    } else {
      complaints += users_from + ": " + users + " can't be read\n";
    }
  }
  if (!names.empty() && password.empty()) {
    complaints += (user.empty() ? users_from : user_from) + ": no password for " + names.front() +
                  ": --password, or " + kPasswordVariable + " in the environment\n";
  }
  for (std::string& one : names) spec.accounts.push_back(conformance::Account{std::move(one), password, ""});
}

void TargetOptions::add_tokens(TargetSpec& spec, const conformance::TargetFile& file, bool file_first) const {
  const char* const variable = std::getenv(kBearerVariable);
  const std::string environment = variable == nullptr ? "" : variable;
  std::string token = bearer_;
  if (token.empty()) token = file_first && !file.bearer.empty() ? file.bearer : environment;
  if (token.empty()) token = file.bearer;
  for (conformance::Account& account : spec.accounts) {
    if (!bearer_.empty() || account.bearer.empty()) account.bearer = token;
  }
}

std::string TargetOptions::resolve(TargetSpec& spec) const {
  std::string complaints;
  conformance::TargetFile file;
  read_file(spec, file, complaints);
  finish(spec, file, false, complaints);
  return complaints;
}

std::string TargetOptions::resolve_all(const std::string& file,
                                       std::vector<conformance::NamedTarget>& targets) const {
  if (names_a_server())
    return "--targets: the file names the servers; no --host, --imap, … or --target beside it\n";
  std::string content;
  if (!read_whole(file, content)) return file + ": can't be read\n";
  scenario::Diagnostics mistakes;
  targets = conformance::read_targets_file(file, content, mistakes);
  std::string complaints = scenario::render(mistakes);
  for (conformance::NamedTarget& target : targets) {
    std::string own;
    finish_file(target.spec, target.accounts, !mistakes.empty(), own);
    if (complaints.find(own) == std::string::npos) complaints += own;  // flags are wrong for all alike
  }
  return complaints;
}

std::string TargetOptions::resolve_one(const std::string& file, const std::string& content,
                                       TargetSpec& spec) const {
  scenario::Diagnostics mistakes;
  conformance::TargetFile accounts;
  conformance::read_target_file(file, content, spec, accounts, mistakes);
  std::string complaints = scenario::render(mistakes);
  finish_file(spec, accounts, !mistakes.empty(), complaints);
  return complaints;
}

// A service that was named wrong is told as that.
void TargetOptions::finish_file(TargetSpec& spec, const conformance::TargetFile& file, bool mistaken,
                                std::string& complaints) const {
  finish(spec, file, true, complaints);
  if (mistaken || names_a_service(spec)) return;
  complaints +=
      scenario::place(file.where) + ": no service; meant is host, smtp, submission, lmtp, imap or pop3\n";
}

bool TargetOptions::names_a_server() const {
  bool any = false;
  for (const std::string* flag : {&host_, &smtp_, &submission_, &lmtp_, &imap_, &pop3_, &target_})
    any = any || !flag->empty();
  for (const std::string& flag : implicit_) any = any || !flag.empty();
  return any;
}

void TargetOptions::finish(TargetSpec& spec, const conformance::TargetFile& file, bool file_first,
                           std::string& complaints) const {
  if (!host_.empty()) spec.host = host_;
  if (!domain_.empty()) spec.domain = domain_;
  if (!sender_.empty()) spec.sender = sender_;
  if (!ca_file_.empty()) spec.ca_file = ca_file_;
  if (!client_certificate_.empty()) spec.client_certificate = client_certificate_;
  if (!client_key_.empty()) spec.client_key = client_key_;
  spec.verify_certificate = spec.verify_certificate || verify_;
  spec.passwords_in_the_clear = in_the_clear_;
  if (!tls_.empty()) {
    spec.tls = conformance::parse_tls_mode(tls_);
    if (!spec.tls)
      complaints += "--tls: '" + tls_ + "' is no TLS mode; meant is none, starttls or implicit\n";
  }
  if (!rev_.empty()) {
    spec.rev = scenario::rev_named(rev_);
    if (!spec.rev)
      complaints += "--rev: '" + rev_ + "' is no revision" + scenario::meant_revision(rev_) + "\n";
  }
  set_service(spec, Service::Smtp, smtp_, complaints);
  set_service(spec, Service::Submission, submission_, complaints);
  set_service(spec, Service::Lmtp, lmtp_, complaints);
  set_service(spec, Service::Imap, imap_, complaints);
  set_service(spec, Service::Pop3, pop3_, complaints);
  for (const Service service : conformance::kServices)
    set_implicit(spec, service, implicit_[static_cast<std::size_t>(service)], complaints);
  add_accounts(spec, file, file_first, complaints);
  add_tokens(spec, file, file_first);
  conformance::complete_addresses(spec.accounts,
                                  spec.domain.empty() ? conformance::kDefaultDomain : spec.domain);
  if (!file_first && !names_a_service(spec) && complaints.empty())
    complaints += "no target: say --host, --smtp, --submission, --lmtp, --imap, --pop3 or --target\n";
}

std::string TargetOptions::again(bool tls, bool rev) const {
  std::string words;
  const auto add = [&](const char* flag, const std::string& value) {
    if (!value.empty()) words += std::string(" ") + flag + " " + shell_quoted(value);
  };
  add("--target", target_);
  add("--host", host_);
  add("--smtp", smtp_);
  add("--submission", submission_);
  add("--lmtp", lmtp_);
  add("--imap", imap_);
  add("--pop3", pop3_);
  for (const Service service : conformance::kServices) {
    const std::string flag = "--" + std::string(conformance::implicit_name(service));
    add(flag.c_str(), implicit_[static_cast<std::size_t>(service)]);
  }
  if (tls) add("--tls", tls_);
  if (rev) add("--rev", rev_);
  add("--user", user_);
  add("--users", users_);
  add("--domain", domain_);
  add("--sender", sender_);
  add("--ca-file", ca_file_);
  add("--client-certificate", client_certificate_);
  add("--client-key", client_key_);
  if (verify_) words += " --verify-certificate";
  if (in_the_clear_) words += " --i-may-send-passwords-in-the-clear";
  return words;
}

}  // namespace mailrig::cli
