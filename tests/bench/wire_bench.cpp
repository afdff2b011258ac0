#include <string>

#include <benchmark/benchmark.h>

#include "harness/wire/dot.hpp"
#include "harness/wire/framer.hpp"

namespace {

using namespace mailrig;

std::string letter(std::size_t octets) {
  std::string text;
  while (text.size() < octets) {
    text += "A line of seventy octets or so, as they stand in the bodies of letters.\r\n";
  }
  return text;
}

void wire_line(benchmark::State& state) {
  wire::LineFramer framer(512);
  for (auto _ : state) benchmark::DoNotOptimize(framer.feed("250 2.1.0 Originator ok\r\n"));
}
BENCHMARK(wire_line);

void wire_dot_block(benchmark::State& state) {
  std::string block;
  wire::append_dot_block(block, letter(static_cast<std::size_t>(state.range(0))));
  wire::DotBlockFramer framer(block.size());
  for (auto _ : state) benchmark::DoNotOptimize(framer.feed(block));
  state.SetBytesProcessed(static_cast<std::int64_t>(block.size()) * state.iterations());
}
BENCHMARK(wire_dot_block)->Arg(1024)->Arg(1024 * 1024);

void wire_stuff(benchmark::State& state) {
  const std::string body = letter(static_cast<std::size_t>(state.range(0)));
  std::string block;
  for (auto _ : state) {
    block.clear();
    wire::append_dot_block(block, body);
    benchmark::DoNotOptimize(block.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(body.size()) * state.iterations());
}
BENCHMARK(wire_stuff)->Arg(1024)->Arg(1024 * 1024);

}  // namespace
