// The reference server's IMAP under stress: several sessions on one account do at random all that they can,
// and every answer is held against the truth. Same seed, same run.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "reference-server/deviation/deviation.hpp"
#include "reference-server/store/accounts.hpp"
#include "reference-server/store/store.hpp"
#include "tests/reference-server/stress/stress.hpp"

namespace mailrig::stress {
namespace {

constexpr std::uint64_t kStepsToCommit = 64;     // as many commands come in one turn of a busy server's loop
constexpr std::uint64_t kStepsToSettle = 5'000;  // then all sessions are compared

struct Options {
  std::uint64_t commands = 100'000, seed = 0;
  int sessions = 8;
  std::string store;  // a file; empty: in memory
  std::vector<std::string> deviations;
};

std::unique_ptr<server::Store> make_store(const Options& options) {
  return options.store.empty() ? server::make_memory_store(7) : server::make_sqlite_store(options.store, 7);
}

// 0: no difference; 1: there is one, told on stderr.
int run(const Options& options) {
  server::Accounts accounts = server::Accounts::numbered(1, "example.test");
  std::unique_ptr<server::Store> store = make_store(options);
  server::Deviations deviations;
  for (const std::string& spec : options.deviations) {
    if (const std::string wrong = deviations.add(spec); !wrong.empty()) throw CLI::ValidationError(wrong);
  }
  server::World world;
  world.accounts = &accounts;
  world.store = store.get();
  world.deviations = &deviations;
  world.unix_time = [] { return kNow; };
  Stress stress(world, *accounts.all().front(), options.seed, options.sessions);
  std::uint64_t step = 0;
  try {
    while (step < options.commands) {
      stress.step();
      ++step;
      if (step % kStepsToCommit == 0 && store->dirty()) store->commit();
      if (step % kStepsToSettle == 0) stress.settle();
    }
    stress.settle();
    if (!options.store.empty()) {
      store->commit();
      stress.close_all();
      store = nullptr;
      store = make_store(options);
      world.store = store.get();
      stress.reopened();
    }
  } catch (const Difference& difference) {
    fmt::print(stderr, "stress: --seed {}, step {}: {}\n{}", options.seed, step, difference.what(),
               stress.last() == nullptr ? std::string() : stress.last()->log());
    return 1;
  }
  fmt::print("stress: --seed {}: {} sessions, {} steps, no difference ({})\n", options.seed, options.sessions,
             step, options.store.empty() ? "in memory" : "SQLite");
  for (const auto& [name, times] : stress.done()) fmt::print("  {:<26} {:>8}\n", name, times);
  return 0;
}

}  // namespace
}  // namespace mailrig::stress

int main(int argc, char** argv) {
  mailrig::stress::Options options;
  options.seed = std::random_device{}();
  CLI::App app{"Stress of the reference server's IMAP, in process"};
  app.add_option("--commands", options.commands, "how many steps")->capture_default_str();
  app.add_option("--sessions", options.sessions, "how many sessions at a time")->check(CLI::Range(1, 100));
  app.add_option("--seed", options.seed, "repeats a run; else at random");
  app.add_option("--store", options.store, "a SQLite file, made anew; else in memory");
  app.add_option("--deviate", options.deviations, "a deviation that is to be found out");
  try {
    app.parse(argc, argv);
    return mailrig::stress::run(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    fmt::print(stderr, "stress: {}\n", error.what());
    return 4;
  }
}
