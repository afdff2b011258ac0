#include <benchmark/benchmark.h>

#include "harness/mail/message.hpp"

namespace {

using namespace mailrig::mail;

std::string generated(std::size_t size) {
  MessageSpec spec;
  spec.size = size;
  return generate(spec);
}

void Generate(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(generated(size));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Generate)->Arg(2048)->Arg(1 << 20);

void PartTree(benchmark::State& state) {
  std::string message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 10; ++i)
    message += "--b\r\n\r\n" + generated(static_cast<std::size_t>(state.range(0)) / 10);
  for (auto _ : state) benchmark::DoNotOptimize(part_tree(message));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(message.size()));
}
BENCHMARK(PartTree)->Arg(4096)->Arg(1 << 20);

void EnvelopeOfHeader(benchmark::State& state) {
  const std::string message = generated(1024);
  for (auto _ : state) {
    std::size_t body = 0;
    benchmark::DoNotOptimize(envelope_of(parse_header(message, body)));
  }
}
BENCHMARK(EnvelopeOfHeader);

void AddressListOfFifty(benchmark::State& state) {
  std::string list;
  for (int i = 0; i < 50; ++i) list += "\"Some One\" <some.one" + std::to_string(i) + "@host.example>,\r\n ";
  for (auto _ : state) benchmark::DoNotOptimize(parse_address_list(list));
}
BENCHMARK(AddressListOfFifty);

}  // namespace
