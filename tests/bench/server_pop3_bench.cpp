#include <string>

#include <benchmark/benchmark.h>

#include "reference-server/session/session.hpp"

namespace {

using namespace mailrig::server;

// A session that is logged in to a maildrop of one message of 1 KB.
struct Rig {
  Rig() {
    world.accounts = &accounts;
    world.store = store.get();
    world.unix_time = [] { return std::int64_t{1'700'000'000}; };
    const auto inbox = store->open(*accounts.find("user1"), "INBOX");
    inbox->append(std::make_shared<const std::string>("Subject: x\r\n\r\n" + std::string(1000, 'x') + "\r\n"),
                  {}, 1, 0, nullptr);
    session = make_pop3_session(world, {"127.0.0.1:1", false});
    (void)session->feed("USER user1\r\nPASS pass\r\n", output);
  }
  void say(std::string_view line) {
    output.clear();
    benchmark::DoNotOptimize(session->feed(line, output));
  }

  Accounts accounts = Accounts::numbered(1, "example.test");
  std::unique_ptr<Store> store = make_memory_store();
  World world;
  std::unique_ptr<Session> session;
  std::string output;
};

void server_pop3(benchmark::State& state, std::string_view line) {
  Rig rig;
  for (auto _ : state) rig.say(line);
}
BENCHMARK_CAPTURE(server_pop3, stat, "STAT\r\n");
BENCHMARK_CAPTURE(server_pop3, uidl, "UIDL 1\r\n");
BENCHMARK_CAPTURE(server_pop3, retr, "RETR 1\r\n");

}  // namespace
