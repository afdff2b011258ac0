#include <string>

#include <benchmark/benchmark.h>

#include "harness/smtp/command.hpp"
#include "harness/smtp/dialogue.hpp"

namespace {

using namespace mailrig;

void smtp_parse_reply(benchmark::State& state) {
  smtp::Reply reply;
  for (auto _ : state) {
    smtp::parse_reply("250 2.1.5 recipient <user1@example.test> is well known here\r\n", reply);
    benchmark::DoNotOptimize(reply);
  }
}
BENCHMARK(smtp_parse_reply);

void smtp_parse_command(benchmark::State& state) {
  smtp::Command command;
  for (auto _ : state) {
    benchmark::DoNotOptimize(smtp::parse_command("MAIL FROM:<user1@example.test> SIZE=1024\r\n", command));
  }
}
BENCHMARK(smtp_parse_command);

void smtp_dialogue_message(benchmark::State& state) {
  std::string message;
  while (message.size() < static_cast<std::size_t>(state.range(0))) {
    message += "A line of seventy octets or so, as they stand in the bodies of letters.\r\n";
  }
  message += ".\r\n";
  smtp::Dialogue dialogue;
  smtp::Reply reply;
  std::size_t size = 0;
  (void)dialogue.next("220 ready\r\n", reply, size);
  for (auto _ : state) {
    dialogue.sent("DATA\r\n");
    benchmark::DoNotOptimize(dialogue.next("354 go on\r\n", reply, size));
    dialogue.sent(message);
    benchmark::DoNotOptimize(dialogue.next("250 2.0.0 taken\r\n", reply, size));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(message.size()) * state.iterations());
}
BENCHMARK(smtp_dialogue_message)->Arg(1024)->Arg(1024 * 1024);

}  // namespace
