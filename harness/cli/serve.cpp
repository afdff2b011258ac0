#include "harness/cli/serve.hpp"

#include <memory>

#include <fmt/core.h>

#include "harness/cli/serve_config.hpp"
#include "harness/cli/serve_options.hpp"
#include "harness/cli/serve_run.hpp"

namespace mailrig::cli {
namespace {

using Options = ServeOptions;

constexpr const char* kFooter =
    "Flags override the configuration file. SIGINT and SIGTERM stop it in order, a second one at once; "
    "SIGHUP\n"
    "reads the certificate again and begins a new log; SIGUSR1 makes it answer nobody for 2 seconds.";

// Read at once, before the values of other flags are put in: those go over what the file says.
void add_config(Command command, const std::shared_ptr<Options>& options) {
  command
      .add_option_function(
          "--config",
          [options](const std::string& file) {
            options->config_mistakes = read_serve_config(file, *options);
            options->config = file;
          },
          "all of this and limits from a TOML file")
      .type_name("FILE")
      .group("Configuration");
  command.add_flag("--check-config", options->check_config, "say what is wrong in it, and end")
      .group("Configuration");
  command.add_flag("--print-config", options->print_config, "print what is so as such a file, and end")
      .group("Configuration");
  command.add_option("--limit", options->limit_flags, "a limit of that file's [limits], as in line=32KiB")
      .type_name("NAME=VALUE")
      .allow_extra_args(false)
      .group("Configuration");
}

void add_addresses(Command command, Options& options) {
  for (std::size_t i = 0; i < server::kServices.size(); ++i) {
    const server::Service& service = server::kServices[i];
    const std::string usual =
        service.default_port == 0 ? "" : fmt::format(" [127.0.0.1:{}]", service.default_port);
    command
        .add_option(fmt::format("--{}", service.name), options.addresses[i],
                    fmt::format("{}{}: host:port, port 0 picks one{}", service.name,
                                service.implicit_tls ? " under TLS" : "", usual))
        .type_name("HOST:PORT")
        .allow_extra_args(false)
        .group("Addresses (none given: those in brackets)");
  }
}

void add_mail(Command command, Options& options) {
  Option users = command.add_option("--users", options.users, "user1 … userN with the password 'pass' [10]")
                     .range(1, 1'000'000)
                     .each([&options](const std::string&) { options.accounts.clear(); });
  command.add_option("--accounts", options.accounts, "accounts and domains from a TOML file").excludes(users);
  command.add_option("--store", options.store,
                     "keep all mail in this SQLite file; none: in memory, gone at the end");
  command.add_option("--domain", options.domain, "domain of user1 … userN [example.test]");
  command.add_option("--host-name", options.host_name, "the server's own name [localhost]");
}

void add_login(Command command, Options& options) {
  Option certificate =
      command.add_option("--certificate", options.certificate, "PEM file; none: one is made at the start");
  command.add_option("--key", options.key, "PEM file").needs(certificate);
  command.add_option("--write-certificate", options.certificate_out,
                     "PEM file for the server's certificate, so that clients can be told to trust it");
  command.add_option("--client-ca", options.client_ca,
                     "PEM file of authorities: clients' certificates are asked for, and EXTERNAL is offered");
  command.add_option("--mechanism", options.mechanisms, "offer this one too: CRAM-MD5 or DIGEST-MD5")
      .is_member_any_case({"CRAM-MD5", "DIGEST-MD5"})
      .allow_extra_args(false);
  command.add_option("--bearer", options.bearer,
                     "token of all accounts: OAUTHBEARER and XOAUTH2 are offered");
  command.add_option("--submit-user", options.submit_user,
                     "user who fetches by IMAP what URLAUTH has for submission (RFC 4467)");
  command.add_flag("--no-plaintext-login", options.no_plaintext_login, "passwords in the clear need TLS");
}

void add_pop3(Command command, Options& options) {
  command.add_flag("--apop", options.apop, "offer APOP (RFC 1939 7)").group("POP3");
  command
      .add_option("--login-delay", options.login_delay,
                  "seconds between two logins of one account (RFC 2449 6.5); 0: none")
      .range(0, 86'400)
      .group("POP3");
  command.add_option("--expire", options.expire, "days that mail is kept at least (RFC 2449 6.7), or never")
      .group("POP3");
}

void add_deviations(Command command, Options& options) {
  command
      .add_option("--deviate", options.deviate,
                  "break one rule: NAME, NAME:3 for the next three times, NAME:50% so often, by chance")
      .type_name("NAME[:N|:N%]")
      .allow_extra_args(false);
  command.add_option("--seed", options.seed, "of that chance; none: a new one, which is printed");
  command.add_flag("--list-deviations", options.list_deviations, "print the rules that can be broken");
}

void add_without(Command command, Options& options) {
  command
      .add_option("--capabilities", options.capabilities,
                  "offer these alone, with what they stand on: IDLE, imap:IDLE, imap:all; several by commas")
      .type_name("CAPABILITY[,…]")
      .allow_extra_args(false);
  command
      .add_option(
          "--without", options.without,
          "offer less: neither announce nor serve MOVE, imap:MOVE, imap:all or all; several by commas")
      .type_name("CAPABILITY[,…]")
      .allow_extra_args(false);
  command.add_flag("--list-capabilities", options.list_capabilities,
                   "print the capabilities that can be left out");
}

void add_admin(Command command, Options& options) {
  command.add_option("--admin", options.admin, "admin interface over HTTP; GET / there tells what it has")
      .type_name("HOST:PORT")
      .group("Admin interface");
  command
      .add_option("--admin-token", options.admin_token,
                  "what changes there ask for; or in MAILRIG_ADMIN_TOKEN, which no process list shows")
      .group("Admin interface");
  command.add_flag("--admin-anywhere", options.admin_anywhere, "its address may be one that others can reach")
      .group("Admin interface");
}

}  // namespace

void add_serve(Command app, Run& run) {
  Command command = app.add_subcommand("serve", "Run the reference server");
  command.footer(kFooter);
  const auto options = std::make_shared<Options>();
  add_config(command, options);
  add_addresses(command, *options);
  add_mail(command, *options);
  add_login(command, *options);
  add_without(command, *options);
  add_smtp_options(command, *options);
  add_pop3(command, *options);
  add_deviations(command, *options);
  add_admin(command, *options);
  command.add_option("--log", options->log, "a JSON object for each event of a session; -: standard error");
  command.add_option("--ready-file", options->ready_file, "written when all listeners stand");
  command.callback([options, &run] { run = [options] { return run_serve(*options); }; });
}

}  // namespace mailrig::cli
