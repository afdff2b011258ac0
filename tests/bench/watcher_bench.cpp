// What watching a mailbox costs: 100,000 messages whose UIDs are told, then an EXPUNGE for each.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "harness/play/watchers_imap.hpp"

namespace mailrig::play {
namespace {

class Deaf final : public Accuser {
 public:
  void accuse(const WatcherInfo&, std::string_view, std::string) override { ++accused; }
  std::uint64_t accused = 0;
};

class Session {
 public:
  explicit Session(std::int64_t messages) {
    hear("* OK hi\r\n");
    dialogue_.sent("A1 SELECT INBOX\r\n");
    hear("* FLAGS ()\r\n");
    hear("* " + std::to_string(messages) + " EXISTS\r\n");
    hear("A1 OK [READ-WRITE] x\r\n");
    dialogue_.sent("A2 NOOP\r\n");
  }
  void hear(const std::string& line) {
    std::size_t size = 0;
    (void)dialogue_.next(line, response_, size);
    watcher_.reply(response_, dialogue_, deaf);
  }
  Deaf deaf;

 private:
  imap::Dialogue dialogue_;
  imap::Response response_;
  ImapWatcher watcher_;
};

// `from_top`: the last message goes first; else the first one again and again.
void expunge_all(benchmark::State& state, bool from_top) {
  const std::int64_t messages = state.range(0);
  for (auto _ : state) {
    state.PauseTiming();
    Session session(messages);
    for (std::int64_t i = 1; i <= messages; ++i)
      session.hear("* " + std::to_string(i) + " FETCH (UID " + std::to_string(i * 2) + ")\r\n");
    std::vector<std::string> lines;
    for (std::int64_t i = messages; i >= 1; --i)
      lines.push_back("* " + std::to_string(from_top ? i : 1) + " EXPUNGE\r\n");
    state.ResumeTiming();
    for (const std::string& line : lines) session.hear(line);
    if (session.deaf.accused > 0) state.SkipWithError("something was accused");
  }
  state.SetItemsProcessed(state.iterations() * messages);
}

void imap_expunge_first(benchmark::State& state) {
  expunge_all(state, false);
}
void imap_expunge_last(benchmark::State& state) {
  expunge_all(state, true);
}
BENCHMARK(imap_expunge_first)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(imap_expunge_last)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mailrig::play
