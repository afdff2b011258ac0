// What the player costs for each command that it sends and judges: no network, no server.
#include <string>

#include <benchmark/benchmark.h>

#include "harness/play/match_imap.hpp"
#include "harness/play/player.hpp"
#include "harness/scenario/given.hpp"
#include "tests/scenario/support.hpp"

namespace mailrig::play {
namespace {

class Deaf final : public Observer {
 public:
  void judged(const Judged& judged) override { broken += judged.held ? 0 : 1; }
  void answered(ClientIndex, std::string_view, Time, Time, bool) override { ++answers; }
  std::uint64_t broken = 0, answers = 0;
};

scenario::Given given() {
  scenario::Given given;
  given.accounts = {{"ann", "secret", "ann@example.test"}};
  given.domain = "example.test";
  return given;
}

// Plays the body again and again; each write is answered by the next reply.
void play(benchmark::State& state, scenario::Compiled program, const std::vector<std::string>& replies,
          bool tagged) {
  // No fixture: the client connects and reads the greeting.
  program.program.setup.resize(1);
  program.program.setup[0].client = 0;
  program.program.setup[0].action = scenario::Connect{};
  Deaf deaf;
  Player player(program.program, scenario::given_values(program.scenarios.at(0), program.program, given()),
                {}, deaf);
  Time now{};
  player.begin(scenario::Phase::Setup, now);
  while (player.next(now).what != Do::What::Finished) player.connected(0, now);
  player.received(0, tagged ? "* OK hi\r\n" : replies.back(), now);
  player.begin(scenario::Phase::Cleanup, now);  // forgets the greeting
  std::string reply;
  for (auto _ : state) {
    player.begin(scenario::Phase::Body, now);
    std::size_t at = 0;
    for (;;) {
      const Do todo = player.next(now);
      if (todo.what == Do::What::Finished) break;
      if (todo.what == Do::What::Wait) now = todo.until;
      if (todo.what != Do::What::Write) continue;
      if (tagged) {
        reply = replies[at++];
        reply.replace(reply.find("TAG"), 3, todo.bytes.substr(0, todo.bytes.find(' ')));
        player.received(0, reply, now);
      } else {
        player.received(0, replies[at++], now);
      }
    }
  }
  if (deaf.broken > 0) state.SkipWithError("something was broken");
  state.counters["commands"] =
      benchmark::Counter(static_cast<double>(deaf.answers), benchmark::Counter::kIsRate);
}

void smtp_message(benchmark::State& state) {
  const auto program = scenario::smtp(
      "C: MAIL FROM:<a@b.test>\nS: 250\nC: RCPT TO:<${address}>\nS: 250\nC: DATA\nS: 354\nC data: "
      "${corpus.plain}\nS: 250\n"
      "C: RSET\nS: 250\nC: NOOP\nS: 250",
      "start = { state = \"connected\" }");
  play(state, program,
       {"250 2.1.0 Ok\r\n", "250 2.1.5 Ok\r\n", "354 End data with <CR><LF>.<CR><LF>\r\n",
        "250 2.0.0 Ok: queued\r\n", "250 2.0.0 Ok\r\n", "250 2.0.0 Ok\r\n", "220 mx\r\n"},
       false);
}
BENCHMARK(smtp_message);

void pop3_stat(benchmark::State& state) {
  const auto program =
      scenario::pop3("C: STAT\nS: +OK ${_} ${_}\nC: NOOP\nS: +OK", "start = { state = \"connected\" }");
  play(state, program, {"+OK 2 320\r\n", "+OK\r\n", "+OK hi\r\n"}, false);
}
BENCHMARK(pop3_stat);

void imap_fetch(benchmark::State& state) {
  const auto program =
      scenario::imap("C: FETCH 1 (FLAGS UID)\nS: * 1 FETCH (FLAGS (\\Seen ...) UID ${_})\nS: OK",
                     "start = { state = \"connected\" }");
  play(state, program, {"* 1 FETCH (UID 7 FLAGS (\\Seen \\Draft))\r\nTAG OK done\r\n"}, true);
}
BENCHMARK(imap_fetch);

void match_fetch(benchmark::State& state) {
  const auto program =
      scenario::imap("S: * 1 FETCH (FLAGS (\\Seen ...) UID 7)", "start = { state = \"connected\" }");
  const auto& pattern = std::get<scenario::ImapPattern>(
      scenario::action<scenario::Expect>(program, 0).expectations.at(0).any_of.at(0));
  Bindings bindings(program.program, {});
  imap::Response response;
  imap::parse_response("* 1 FETCH (UID 7 FLAGS (\\Seen \\Draft))\r\n", response);
  std::string scratch;
  Match match{bindings, scratch, nullptr, false};
  for (auto _ : state) benchmark::DoNotOptimize(match_imap(pattern, response, "A1", match));
}
BENCHMARK(match_fetch);

}  // namespace
}  // namespace mailrig::play
