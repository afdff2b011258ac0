#include <benchmark/benchmark.h>

#include "harness/record/histogram.hpp"
#include "harness/record/writer.hpp"

namespace {

using namespace mailrig::record;

void HistogramRecord(benchmark::State& state) {
  Histogram histogram;
  std::int64_t value = 1;
  for (auto _ : state) {
    value = (value * 1'103'515'245 + 12'345) & 0x3FFFFFFF;
    histogram.record(std::chrono::nanoseconds(value));
  }
  benchmark::DoNotOptimize(histogram);
}
BENCHMARK(HistogramRecord);

void HistogramPercentile(benchmark::State& state) {
  Histogram histogram;
  for (int i = 1; i < 1'000'000; i += 7) histogram.record(std::chrono::nanoseconds(i));
  for (auto _ : state) benchmark::DoNotOptimize(histogram.at(0.999));
}
BENCHMARK(HistogramPercentile);

void AppendWireEvent(benchmark::State& state) {
  const Event event =
      Wire{std::chrono::nanoseconds(1), "smtp/helo", "c", Direction::Received, "250 OK queued as 1\r\n"};
  std::string line;
  for (auto _ : state) {
    line.clear();
    append_line(line, event);
    benchmark::DoNotOptimize(line);
  }
}
BENCHMARK(AppendWireEvent);

}  // namespace
