#include <string>

#include <benchmark/benchmark.h>

#include "harness/pop3/command.hpp"
#include "harness/pop3/dialogue.hpp"

namespace {

using namespace mailrig;

void pop3_parse_reply(benchmark::State& state) {
  pop3::Reply reply;
  for (auto _ : state) {
    pop3::parse_reply("-ERR [IN-USE] Do you have another POP session running?\r\n", false, reply);
    benchmark::DoNotOptimize(reply);
  }
}
BENCHMARK(pop3_parse_reply);

void pop3_parse_command(benchmark::State& state) {
  pop3::Command command;
  for (auto _ : state) {
    benchmark::DoNotOptimize(pop3::parse_command("TOP 12 100\r\n", command));
  }
}
BENCHMARK(pop3_parse_command);

void pop3_dialogue_stat(benchmark::State& state) {
  pop3::Dialogue dialogue;
  pop3::Reply reply;
  std::size_t size = 0;
  (void)dialogue.next("+OK\r\n", reply, size);
  for (auto _ : state) {
    dialogue.sent("STAT\r\n");
    benchmark::DoNotOptimize(dialogue.next("+OK 2 320\r\n", reply, size));
  }
}
BENCHMARK(pop3_dialogue_stat);

void pop3_dialogue_retr(benchmark::State& state) {
  std::string response = "+OK\r\n";
  while (response.size() < static_cast<std::size_t>(state.range(0))) {
    response += "A line of seventy octets or so, as they stand in the bodies of letters.\r\n";
  }
  response += ".\r\n";
  pop3::Dialogue dialogue;
  pop3::Reply reply;
  std::size_t size = 0;
  (void)dialogue.next("+OK\r\n", reply, size);
  for (auto _ : state) {
    dialogue.sent("RETR 1\r\n");
    benchmark::DoNotOptimize(dialogue.next(response, reply, size));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(response.size()) * state.iterations());
}
BENCHMARK(pop3_dialogue_retr)->Arg(1024)->Arg(1024 * 1024);

}  // namespace
