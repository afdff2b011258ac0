#include "harness/cli/side_by_side.hpp"

#include <csignal>
#include <cstdio>

#include <fmt/core.h>

namespace mailrig::cli {

namespace {

struct Progress {
  std::vector<std::pair<std::size_t, std::size_t>> done_of_all;  // by run
  void show() const {
    std::size_t done = 0, all = 0;
    for (const auto& [of_one, all_of_one] : done_of_all) {
      done += of_one;
      all += all_of_one;
    }
    fmt::print(stderr, "\r{}/{}{}", done, all, done == all ? "\r\x1b[K" : "");
    std::fflush(stderr);
  }
};

}  // namespace

void play_side_by_side(net::Loop& loop, const std::vector<CheckRun*>& runs,
                       const std::vector<conformance::ScenarioPtr>& wanted, bool progress) {
  for (const int signal : {SIGINT, SIGTERM}) {
    loop.on_signal(signal, [runs](int) {
      for (CheckRun* run : runs) run->interrupt();
    });
  }
  Progress shown;
  shown.done_of_all.resize(runs.size());
  std::size_t running = runs.size();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (progress) {
      runs[i]->run_options().progress = [&shown, i](std::size_t done, std::size_t all) {
        shown.done_of_all[i] = {done, all};
        shown.show();
      };
    }
    runs[i]->start(wanted, [&running, &loop] {
      if (--running == 0) loop.stop();
    });
  }
  if (running > 0) loop.run();
  for (CheckRun* run : runs) {
    (void)run->finish();
    run->run_options().progress = nullptr;
  }
}

}  // namespace mailrig::cli
