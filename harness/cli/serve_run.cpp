#include "harness/cli/serve_run.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

#include "harness/cli/accounts_file.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/relay_hops.hpp"
#include "harness/cli/serve_config.hpp"
#include "harness/cli/serve_settings.hpp"
#include "harness/cli/serve_smtp.hpp"
#include "harness/sasl/secret.hpp"
#include "reference-server/admin/admin.hpp"
#include "reference-server/listen/relay.hpp"
#include "reference-server/listen/server.hpp"

namespace mailrig::cli {
namespace {

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

server::Offer make_offer(const ServeOptions& options) {
  server::Offer offer;
  const std::string wrong = choose_capabilities(options, offer);
  if (!wrong.empty()) throw Mistake(wrong + " (see mailrig serve --list-capabilities)");
  return offer;
}

server::Accounts make_accounts(const ServeOptions& options) {
  if (options.accounts.empty())
    return server::Accounts::numbered(static_cast<unsigned>(options.users), options.domain);
  server::Accounts accounts;
  const std::vector<std::string> mistakes = read_accounts(options.accounts, accounts);
  if (mistakes.empty()) return accounts;
  std::string all = "the accounts cannot be used";
  for (const std::string& mistake : mistakes) all += "\n" + mistake;
  throw Mistake(all);
}

server::HopTerms hop_terms(const ServeOptions& options) {
  if (options.relay_hops.empty()) return {};
  server::HopTerms terms;
  std::string mistakes = read_relay_hops(options.relay_hops, routes(options), terms);
  if (mistakes.empty()) return terms;
  mistakes.pop_back();
  throw Mistake("the next hops cannot be used\n" + mistakes);
}

void choose(server::Deviations& deviations, const std::vector<std::string>& specs) {
  for (const std::string& spec : specs) {
    const std::string error = deviations.add(spec);
    if (!error.empty()) throw Mistake(error + " (see mailrig serve --list-deviations)");
  }
}

net::TlsServerOptions tls_options(const ServeOptions& options) {
  net::TlsServerOptions tls;
  tls.host = options.host_name;
  tls.certificate_file = options.certificate;
  tls.key_file = options.key.empty() ? options.certificate : options.key;
  tls.client_ca_file = options.client_ca;
  return tls;
}

bool by_chance(const ServeOptions& options) {
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

std::string listening(std::string_view name, const net::Endpoint& endpoint) {
  return fmt::format("listening {} {}\n", name, net::to_string(endpoint));
}

net::Endpoint endpoint_of(const server::Service& service, const std::string& address) {
  net::Endpoint endpoint;
  if (!net::parse_endpoint(address, endpoint))
    throw Mistake(fmt::format("--{} {}: host:port is expected", service.name, address));
  return endpoint;
}

// One line for each listener, "listening imap 127.0.0.1:2143".
std::string listen(server::Server& server, const ServeOptions& options) {
  std::string lines;
  bool asked = false;
  for (const auto& addresses : options.addresses) asked = asked || !addresses.empty();
  for (std::size_t i = 0; i < server::kServices.size(); ++i) {
    const server::Service& service = server::kServices[i];
    if (!asked && service.default_port != 0) {
      lines += listening(service.name, server.listen(service, {"127.0.0.1", service.default_port}));
    }
    for (const std::string& address : options.addresses[i]) {
      lines += listening(service.name, server.listen(service, endpoint_of(service, address)));
    }
  }
  return lines;
}

// Of flags and file, of the file that is named there, or of the environment.
std::string admin_token(const ServeOptions& options) {
  if (!options.admin_token.empty()) return options.admin_token;
  if (!options.admin_token_file.empty()) {
    std::ifstream in(options.admin_token_file);
    std::string token;
    if (!std::getline(in, token) || token.empty())
      throw Mistake(options.admin_token_file + ": its first line is no token");
    return token;
  }
  const char* const set = std::getenv("MAILRIG_ADMIN_TOKEN");
  return set == nullptr ? "" : set;
}

net::Endpoint admin_endpoint(const ServeOptions& options) {
  net::Endpoint endpoint;
  if (!net::parse_endpoint(options.admin, endpoint))
    throw Mistake(fmt::format("--admin {}: host:port is expected", options.admin));
  if (!net::is_loopback(endpoint.host) && !options.admin_anywhere)
    throw Mistake(
        fmt::format("--admin {}: others could reach it; --admin-anywhere allows that", options.admin));
  return endpoint;
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

void write_certificate(const ServeOptions& options, const server::Server& server) {
  if (options.certificate_out.empty()) return;
  std::ofstream out(options.certificate_out, std::ios::binary | std::ios::trunc);
  out << server.certificate_pem();
  if (!out.flush()) throw Mistake(options.certificate_out + ": cannot be written");
}

// SIGINT and SIGTERM stop, a second one at once; SIGHUP reads certificates again and opens a new log;
// SIGUSR1 pauses as listen.pause does.
void obey_signals(net::Loop& loop, server::Server& server, server::EventLog* log) {
  const auto stop = [&loop, &server, stopping = std::make_shared<bool>(false)](int) {
    if (std::exchange(*stopping, true)) {
      loop.stop();
    } else {
      server.stop([&loop] { loop.stop(); });
    }
  };
  loop.on_signal(SIGINT, stop);
  loop.on_signal(SIGTERM, stop);
  loop.on_signal(SIGHUP, [&server, log](int) {
    if (log != nullptr) log->reopen();
    const std::string error = server.reload_certificates();
    if (!error.empty()) fmt::print(stderr, "mailrig serve: the old certificate stays: {}\n", error);
  });
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

std::int64_t unix_seconds() {
  return static_cast<std::int64_t>(std::time(nullptr));
}

server::World make_world(const ServeOptions& options) {
  server::World world;
  world.host = options.host_name;
  world.unix_time = unix_seconds;
  world.random = [engine = std::mt19937_64(std::random_device{}())]() mutable { return engine(); };
  world.plaintext_login = options.plaintext_login;
  world.more_mechanisms = options.mechanisms;
  world.bearer = options.bearer;
  world.secret = [] { return sasl::random_octets(32); };
  world.submit_user = options.submit_user;
  world.limits = options.limits;
  world.offer = make_offer(options);
  world.smtp.tells_mailboxes = options.vrfy == "open";
  world.pop3.apop = options.apop;
  world.pop3.login_delay = std::chrono::seconds(options.login_delay);
  if (options.expire != "never") world.pop3.expire_days = static_cast<unsigned>(std::stoul(options.expire));
  return world;
}

std::unique_ptr<server::EventLog> make_log(const ServeOptions& options) {
  if (options.log.empty()) return nullptr;
  return std::make_unique<server::EventLog>(options.log, [] {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  });
}

// Puts down what is wrong and goes on.
class Mistakes {
 public:
  void add(const std::string& mistake) {
    if (!mistake.empty() && told_.find(mistake + "\n") == std::string::npos) told_ += mistake + "\n";
  }
  // Addresses, certificates and files are the user's: nothing else throws here.
  template <typename Work>
  void of(Work work) {
    try {
      work();
    } catch (const std::runtime_error& error) {
      add(error.what());
    }
  }
  void tell() {
    if (told_.empty()) return;
    told_.pop_back();
    throw Mistake(told_);
  }

 private:
  std::string told_;
};

void check_addresses(const ServeOptions& options, Mistakes& mistakes) {
  for (std::size_t i = 0; i < server::kServices.size(); ++i) {
    for (const std::string& address : options.addresses[i])
      mistakes.of([&] { static_cast<void>(endpoint_of(server::kServices[i], address)); });
  }
  if (!options.admin.empty()) mistakes.of([&] { static_cast<void>(admin_endpoint(options)); });
}

// What only starting would show otherwise: files.
void check_files(const ServeOptions& options, Mistakes& mistakes) {
  if (!options.certificate.empty() || !options.client_ca.empty())
    mistakes.of([&] { static_cast<void>(net::TlsContext::server(tls_options(options))); });
  mistakes.of([&] {
    net::TlsClientOptions next_hop;
    next_hop.verify = true;
    next_hop.ca_file = options.relay_ca;
    if (!options.relay_ca.empty()) static_cast<void>(net::TlsContext::client(next_hop));
  });
  if (!options.accounts.empty()) mistakes.of([&] { static_cast<void>(make_accounts(options)); });
  mistakes.of([&] { static_cast<void>(hop_terms(options)); });
}

// Both flags and file have been read; all that is wrong with what they say together.
void check(ServeOptions& options) {
  Mistakes mistakes;
  if (!options.config_mistakes.empty())  // lines of their own, as editors and people look for them
    mistakes.add("the configuration cannot be used\n" +
                 options.config_mistakes.substr(0, options.config_mistakes.find_last_not_of('\n') + 1));
  for (const std::string& flag : options.limit_flags) mistakes.add(set_limit_flag(flag, options.limits));
  if (!is_expire(options.expire))
    mistakes.add(fmt::format("--expire {}: never, or a number of days", options.expire));
  if (options.certificate.empty() && !options.key.empty()) mistakes.add("a key is there, but no certificate");
  if (options.no_plaintext_login) options.plaintext_login = false;
  server::Deviations deviations([] { return std::uint64_t{0}; });
  for (const std::string& spec : options.deviate) mistakes.of([&] { choose(deviations, {spec}); });
  mistakes.of([&] { static_cast<void>(make_offer(options)); });
  mistakes.of([&] { static_cast<void>(routes(options)); });
  check_addresses(options, mistakes);
  if (!options.print_config) check_files(options, mistakes);  // they may be another machine's
  mistakes.tell();
}

int serve(ServeOptions& options) {
  if (options.list_deviations) return list_deviations();
  if (options.list_capabilities) return list_capabilities();
  check(options);
  if (options.print_config) {
    fmt::print("{}", render_config(options));
    return kAllWell;
  }
  server::Accounts accounts = make_accounts(options);
  const std::uint64_t seed = options.seed != 0 ? options.seed : std::random_device{}();
  server::Deviations deviations{std::mt19937_64(seed)};
  choose(deviations, options.deviate);
  server::World world = make_world(options);
  world.accounts = &accounts;
  world.deviations = &deviations;
  raise_descriptor_limit();
  if (options.check_config) {
    fmt::print("{}: fine\n", options.config.empty() ? "the options" : options.config);
    return kAllWell;
  }
  const auto first_validity = static_cast<server::UidValidity>(unix_seconds());
  const auto store = options.store.empty() ? server::make_memory_store(first_validity)
                                           : server::make_sqlite_store(options.store, first_validity);
  store->use_clock(unix_seconds);
  world.store = store.get();
  server::smtpd::Queue queue(world, routes(options), patience(options));
  queue.load();
  world.queue = &queue;
  const auto log = make_log(options);
  net::Loop loop;
  server::Relay relay(loop, world, queue, options.relay_ca, hop_terms(options));
  server::Server server(loop, world, tls_options(options));
  server.use_log(log.get());
  write_certificate(options, server);
  std::string lines = listen(server, options);
  server::Admin admin(server, admin_token(options), &relay);
  std::unique_ptr<net::HttpServer> http;
  if (!options.admin.empty()) {
    http = std::make_unique<net::HttpServer>(
        loop, admin_endpoint(options),
        [&admin](const net::HttpRequest& request) { return admin.respond(request); });
    lines += listening("admin", http->endpoint());
  }
  fmt::print("{}", lines);
  if (!world.offer.whole()) fmt::print("without {}\n", fmt::join(world.offer.gone(), " "));
  if (by_chance(options)) fmt::print("seed {}\n", seed);
  std::fflush(stdout);
  obey_signals(loop, server, log.get());
  write_ready_file(options.ready_file, lines);
  return run(loop);
}

}  // namespace

int run_serve(ServeOptions& options) {
  try {
    return serve(options);
  } catch (const Mistake& mistake) {
    fmt::print(stderr, "mailrig serve: {}\n", mistake.what());
  } catch (const std::runtime_error& error) {
    // Addresses, certificates and files are the user's: nothing else throws here.
    fmt::print(stderr, "mailrig serve: {}\n", error.what());
  }
  return kWrongUse;
}

}  // namespace mailrig::cli
