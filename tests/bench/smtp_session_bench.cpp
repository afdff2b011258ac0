#include <string>

#include <benchmark/benchmark.h>

#include "reference-server/session/session.hpp"

namespace {

using namespace mailrig::server;

struct Rig {
  Accounts accounts = Accounts::numbered(2, "example.test");
  std::unique_ptr<Store> store = make_memory_store();
  Deviations deviations;
  World world;
  std::unique_ptr<Session> session;
  std::string output;

  Rig() {
    world.accounts = &accounts;
    world.store = store.get();
    world.deviations = &deviations;
    world.unix_time = [] { return std::int64_t{1'000'000'000}; };
    session = make_smtp_session(world, {"127.0.0.1:4711", false}, SmtpKind::Mta);
    talk("EHLO client.example\r\n");
  }
  void talk(std::string_view input) {
    output.clear();
    benchmark::DoNotOptimize(session->feed(input, output));
  }
};

void smtp_session_noop(benchmark::State& state) {
  Rig rig;
  for (auto _ : state) rig.talk("NOOP\r\n");
}
BENCHMARK(smtp_session_noop);

void smtp_session_envelope(benchmark::State& state) {
  Rig rig;
  for (auto _ : state) rig.talk("MAIL FROM:<user2@example.test>\r\nRCPT TO:<user1@example.test>\r\nRSET\r\n");
}
BENCHMARK(smtp_session_envelope);

void smtp_session_message(benchmark::State& state) {
  Rig rig;
  std::string message = "Subject: benchmark\r\n\r\n";
  while (message.size() < static_cast<std::size_t>(state.range(0))) {
    message += "A line of seventy octets or so, as they stand in the bodies of letters.\r\n";
  }
  message += ".\r\n";
  const std::shared_ptr<Mailbox> inbox = rig.store->open(*rig.accounts.all()[0], "INBOX");
  for (auto _ : state) {
    rig.talk("MAIL FROM:<user2@example.test>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n");
    rig.talk(message);
    (void)inbox->expunge(inbox->uid_next() - 1, nullptr);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(message.size()) * state.iterations());
}
BENCHMARK(smtp_session_message)->Arg(1024)->Arg(1024 * 1024);

}  // namespace
