// The reference server's IMAP session, without its socket: commands per second of one core.
#include <memory>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "reference-server/session/session.hpp"

namespace {

using namespace mailrig::server;

constexpr std::size_t kMessages = 1000;
constexpr std::size_t kLarge = 100'000;
constexpr std::size_t kMessageOctets = 4096;

struct Server {
  Accounts accounts = Accounts::numbered(1, "example.test");
  std::unique_ptr<Store> store = make_memory_store();
  Deviations deviations;
  World world;
  std::unique_ptr<Session> session;
  std::string output;

  explicit Server(std::size_t messages = kMessages) {
    world.accounts = &accounts;
    world.store = store.get();
    world.deviations = &deviations;
    world.unix_time = [] { return std::int64_t{1'700'000'000}; };
    const auto inbox = store->open(*accounts.all().front(), "INBOX");
    const std::string message = "Subject: x\r\nFrom: a@b\r\n\r\n" + std::string(kMessageOctets, 'x');
    Body body;
    for (std::size_t i = 0; i < messages; ++i) {
      if (i < kMessages)
        body = std::make_shared<const std::string>(message);  // a large mailbox needs less memory so
      inbox->append(body, {}, 1'000'000'000, 0, nullptr);
    }
    session = make_imap_session(world, {"127.0.0.1:1", false});
    say("a LOGIN user1 pass\r\nb SELECT INBOX\r\n");
  }
  void say(std::string_view line) {
    output.clear();
    benchmark::DoNotOptimize(session->feed(line, output));
  }
};

void run(benchmark::State& state, std::string_view command, std::size_t messages = kMessages) {
  Server server(messages);
  for (auto _ : state) server.say(command);
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(server.output.size()));
}

void imap_session_noop(benchmark::State& state) {
  run(state, "a NOOP\r\n");
}
BENCHMARK(imap_session_noop);

void imap_session_fetch_flags(benchmark::State& state) {
  run(state, "a FETCH 1:* (UID FLAGS)\r\n");
}
BENCHMARK(imap_session_fetch_flags);

void imap_session_fetch_body(benchmark::State& state) {
  run(state, "a UID FETCH 500 BODY.PEEK[]\r\n");
}
BENCHMARK(imap_session_fetch_body);

void imap_session_fetch_envelope(benchmark::State& state) {
  run(state, "a FETCH 500 ENVELOPE\r\n");
}
BENCHMARK(imap_session_fetch_envelope);

void imap_session_store(benchmark::State& state) {
  run(state, "a STORE 500 +FLAGS (\\Seen)\r\n");
}
BENCHMARK(imap_session_store);

void imap_session_search(benchmark::State& state) {
  run(state, "a UID SEARCH UNSEEN\r\n");
}
BENCHMARK(imap_session_search);

void imap_session_select(benchmark::State& state) {
  run(state, "a SELECT INBOX\r\n");
}
BENCHMARK(imap_session_select);

// A mailbox of 100,000 messages.
void imap_large(benchmark::State& state, std::string_view command) {
  run(state, command, kLarge);
}
BENCHMARK_CAPTURE(imap_large, select, "a SELECT INBOX\r\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(imap_large, fetch_flags, "a FETCH 1:* (UID FLAGS)\r\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(imap_large, search, "a UID SEARCH UNSEEN\r\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(imap_large, sort, "a UID SORT (SUBJECT) UTF-8 ALL\r\n")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(imap_large, thread, "a UID THREAD REFERENCES UTF-8 ALL\r\n")->Unit(benchmark::kMillisecond);

}  // namespace
