#include "harness/cli/serve.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

#include "harness/cli/accounts_file.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/serve_smtp.hpp"
#include "reference-server/listen/relay.hpp"
#include "reference-server/listen/server.hpp"

namespace mailrig::cli {
namespace {

struct Options {
  std::array<std::vector<std::string>, server::kServices.size()> addresses;  // by service
  unsigned users = 10;
  std::string accounts, domain = "example.test", host_name = "localhost";
  std::string certificate, key, ready_file, store;
  std::vector<std::string> deviate, without;
  std::string client_ca, bearer, certificate_out;
  std::vector<std::string> mechanisms;
  std::uint64_t seed = 0;  // 0: a new one
  SmtpOptions smtp;
  bool list_deviations = false, list_capabilities = false, no_plaintext_login = false;
};

using Mistake = ServeMistake;

int list_deviations() {
  for (const server::Deviation* deviation : server::all_deviations()) {
    fmt::print("{:<40} rfc{} {:<10} {}\n", deviation->name, deviation->clause.rfc, deviation->clause.section,
               deviation->what);
  }
  return kAllWell;
}

int list_capabilities() {
  for (const server::CapInfo& each : server::all_capabilities()) {
    const std::string name = fmt::format("{}:{}", each.protocol, each.name);
    const std::string needs = each.stands_on.empty() ? "" : fmt::format("  stands on {}", each.stands_on);
    fmt::print("{}\n", needs.empty() ? name : fmt::format("{:<27}{}", name, needs));
  }
  return kAllWell;
}

server::Offer offer_without(const std::vector<std::string>& specs) {
  server::Offer offer;
  for (const std::string& spec : specs) {
    const std::string error = offer.drop(spec);
    if (!error.empty()) throw Mistake(error + " (see mailrig serve --list-capabilities)");
  }
  return offer;
}

server::Accounts make_accounts(const Options& options) {
  if (options.accounts.empty()) return server::Accounts::numbered(options.users, options.domain);
  server::Accounts accounts;
  const std::vector<std::string> mistakes = read_accounts(options.accounts, accounts);
  if (mistakes.empty()) return accounts;
  std::string all = "the accounts cannot be used";
  for (const std::string& mistake : mistakes) all += "\n" + mistake;
  throw Mistake(all);
}

void choose(server::Deviations& deviations, const std::vector<std::string>& specs) {
  for (const std::string& spec : specs) {
    const std::string error = deviations.add(spec);
    if (!error.empty()) throw Mistake(error + " (see mailrig serve --list-deviations)");
  }
}

net::TlsServerOptions tls_options(const Options& options) {
  net::TlsServerOptions tls;
  tls.host = options.host_name;
  tls.certificate_file = options.certificate;
  tls.key_file = options.key.empty() ? options.certificate : options.key;
  tls.client_ca_file = options.client_ca;
  return tls;
}

bool by_chance(const Options& options) {
  return std::any_of(options.deviate.begin(), options.deviate.end(),
                     [](const std::string& spec) { return spec.ends_with('%'); });
}

// As many connections as the machine allows.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string listening(const server::Service& service, const net::Endpoint& endpoint) {
  return fmt::format("listening {} {}\n", service.name, net::to_string(endpoint));
}

// One line for each listener, "listening imap 127.0.0.1:2143".
std::string listen(server::Server& server, const Options& options) {
  std::string lines;
  bool asked = false;
  for (const auto& addresses : options.addresses) asked = asked || !addresses.empty();
  for (std::size_t i = 0; i < server::kServices.size(); ++i) {
    const server::Service& service = server::kServices[i];
    if (!asked && service.default_port != 0) {
      lines += listening(service, server.listen(service, {"127.0.0.1", service.default_port}));
    }
    for (const std::string& address : options.addresses[i]) {
      net::Endpoint endpoint;
      if (!net::parse_endpoint(address, endpoint)) {
        throw Mistake(fmt::format("--{} {}: host:port is expected", service.name, address));
      }
      lines += listening(service, server.listen(service, endpoint));
    }
  }
  return lines;
}

// Whoever waits for the file sees it whole.
void write_ready_file(const std::string& file, const std::string& lines) {
  if (file.empty()) return;
  const std::string unfinished = file + ".new";
  {
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    out << lines;
    if (!out.flush()) throw Mistake(file + ": cannot be written");
  }
  std::error_code error;
  std::filesystem::rename(unfinished, file, error);
  if (error) throw Mistake(file + ": " + error.message());
}

void write_certificate(const Options& options, const server::Server& server) {
  if (options.certificate_out.empty()) return;
  std::ofstream out(options.certificate_out, std::ios::binary | std::ios::trunc);
  out << server.certificate_pem();
  if (!out.flush()) throw Mistake(options.certificate_out + ": cannot be written");
}

// SIGINT and SIGTERM stop, a second one at once; SIGUSR1 pauses as listen.pause does.
void obey_signals(net::Loop& loop, server::Server& server) {
  const auto stop = [&loop, &server, stopping = std::make_shared<bool>(false)](int) {
    if (std::exchange(*stopping, true)) {
      loop.stop();
    } else {
      server.stop([&loop] { loop.stop(); });
    }
  };
  loop.on_signal(SIGINT, stop);
  loop.on_signal(SIGTERM, stop);
  loop.on_signal(SIGUSR1, [](int) { server::Server::pause(server::kPause); });
}

// A store that has lost its disk ends the server: nothing more may be acknowledged.
int run(net::Loop& loop) {
  try {
    loop.run();
    return kAllWell;
  } catch (const std::runtime_error& error) {
    fmt::print(stderr, "mailrig serve: {}\n", error.what());
    return kOurFault;
  }
}

int serve(const Options& options) {
  if (options.list_deviations) return list_deviations();
  if (options.list_capabilities) return list_capabilities();
  server::Accounts accounts = make_accounts(options);
  const std::uint64_t seed = options.seed != 0 ? options.seed : std::random_device{}();
  server::Deviations deviations{std::mt19937_64(seed)};
  choose(deviations, options.deviate);
  const auto first_validity = static_cast<server::UidValidity>(std::time(nullptr));
  const auto store = options.store.empty() ? server::make_memory_store(first_validity)
                                           : server::make_sqlite_store(options.store, first_validity);
  store->use_clock([] { return static_cast<std::int64_t>(std::time(nullptr)); });
  server::World world;
  world.host = options.host_name;
  world.accounts = &accounts;
  world.store = store.get();
  world.deviations = &deviations;
  world.unix_time = [] { return static_cast<std::int64_t>(std::time(nullptr)); };
  world.plaintext_login = !options.no_plaintext_login;
  world.more_mechanisms = options.mechanisms;
  world.bearer = options.bearer;
  world.offer = offer_without(options.without);
  world.smtp = smtp_policy(options.smtp);
  server::smtpd::Queue queue(world, routes(options.smtp), patience(options.smtp));
  queue.load();
  world.queue = &queue;
  raise_descriptor_limit();
  net::Loop loop;
  const server::Relay relay(loop, world, queue, options.smtp.relay_ca);
  server::Server server(loop, world, tls_options(options));
  write_certificate(options, server);
  const std::string lines = listen(server, options);
  fmt::print("{}", lines);
  if (!world.offer.whole()) fmt::print("without {}\n", fmt::join(world.offer.gone(), " "));
  if (by_chance(options)) fmt::print("seed {}\n", seed);
  std::fflush(stdout);
  obey_signals(loop, server);
  write_ready_file(options.ready_file, lines);
  return run(loop);
}

int run_serve(const Options& options) {
  try {
    return serve(options);
  } catch (const std::runtime_error& error) {
    // Addresses, certificates and files are the user's: nothing else throws here.
    fmt::print(stderr, "mailrig serve: {}\n", error.what());
    return kWrongUse;
  }
}

void add_addresses(CLI::App& command, Options& options) {
  for (std::size_t i = 0; i < server::kServices.size(); ++i) {
    const server::Service& service = server::kServices[i];
    const std::string usual =
        service.default_port == 0 ? "" : fmt::format(" [127.0.0.1:{}]", service.default_port);
    command
        .add_option(fmt::format("--{}", service.name), options.addresses[i],
                    fmt::format("{}{}: host:port, port 0 picks one{}", service.name,
                                service.implicit_tls ? " under TLS" : "", usual))
        ->type_name("HOST:PORT")
        ->allow_extra_args(false)
        ->group("Addresses (none given: those in brackets)");
  }
}

}  // namespace

void add_serve(CLI::App& app, Run& run) {
  CLI::App* command = app.add_subcommand("serve", "run the reference server");
  command->footer("SIGINT and SIGTERM stop it in order; SIGUSR1 makes it answer nobody for 2 seconds.");
  const auto options = std::make_shared<Options>();
  add_addresses(*command, *options);
  CLI::Option* users =
      command->add_option("--users", options->users, "user1 … userN with the password 'pass' [10]")
          ->check(CLI::Range(1, 1'000'000));
  command->add_option("--accounts", options->accounts, "accounts and domains from a TOML file")
      ->excludes(users);
  command->add_option("--store", options->store,
                      "keep all mail in this SQLite file; none: in memory, gone at the end");
  command->add_option("--domain", options->domain, "domain of user1 … userN [example.test]");
  command->add_option("--host-name", options->host_name, "the server's own name [localhost]");
  CLI::Option* certificate =
      command->add_option("--certificate", options->certificate, "PEM file; none: one is made at the start");
  command->add_option("--key", options->key, "PEM file")->needs(certificate);
  command->add_option("--write-certificate", options->certificate_out,
                      "PEM file for the server's certificate, so that clients can be told to trust it");
  command->add_option(
      "--client-ca", options->client_ca,
      "PEM file of authorities: clients' certificates are asked for, and EXTERNAL is offered");
  command->add_option("--mechanism", options->mechanisms, "offer this one too: CRAM-MD5 or DIGEST-MD5")
      ->check(CLI::IsMember({"CRAM-MD5", "DIGEST-MD5"}, CLI::ignore_case))
      ->allow_extra_args(false);
  command->add_option("--bearer", options->bearer,
                      "token of all accounts: OAUTHBEARER and XOAUTH2 are offered");
  command
      ->add_option("--deviate", options->deviate,
                   "break one rule: NAME, NAME:3 for the next three times, NAME:50% so often, by chance")
      ->type_name("NAME[:N|:N%]")
      ->allow_extra_args(false);
  command->add_option("--seed", options->seed, "of that chance; none: a new one, which is printed");
  command->add_flag("--list-deviations", options->list_deviations, "print the rules that can be broken");
  command
      ->add_option(
          "--without", options->without,
          "offer less: neither announce nor serve MOVE, imap:MOVE, imap:all or all; several by commas")
      ->type_name("CAPABILITY[,…]")
      ->allow_extra_args(false);
  command->add_flag("--list-capabilities", options->list_capabilities,
                    "print the capabilities that can be left out");
  command->add_flag("--no-plaintext-login", options->no_plaintext_login, "passwords in the clear need TLS");
  add_smtp_options(*command, options->smtp);
  command->add_option("--ready-file", options->ready_file, "written when all listeners stand");
  command->callback([options, &run] { run = [options] { return run_serve(*options); }; });
}

}  // namespace mailrig::cli
