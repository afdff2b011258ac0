// write_samples DIR: every report of every sample, DIR/NAME/…, for the tests in Python and for looking at
// them.
#include <cstdio>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reports/reports.hpp"
#include "tests/reports/sample.hpp"

namespace {

using Events = std::vector<mailrig::record::Event>;

Events check_and_load() {
  Events events = mailrig::reports::sample_check();
  const Events load = mailrig::reports::sample_load();
  events.insert(events.end(), load.begin() + 1, load.end());
  return events;
}

// The same when attempts were made only because the ones before had failed.
Events every_retried() {
  Events events = mailrig::reports::sample_every();
  auto& started = std::get<mailrig::record::RunStarted>(events.front());
  started.repeat = 1;
  started.retry = 2;
  return events;
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) return 2;
  const std::vector<std::pair<std::string, Events>> samples{
      {"check", mailrig::reports::sample_check()},
      {"load", mailrig::reports::sample_load()},
      {"hostile", mailrig::reports::sample_hostile()},
      {"both", check_and_load()},
      {"every", mailrig::reports::sample_every()},
      {"empty", {}},
      {"retried", every_retried()},
  };
  for (const auto& [name, events] : samples) {
    for (const bool strict : {false, true}) {
      const std::string folder = std::string(words[1]) + "/" + name + (strict ? "-strict" : "");
      mailrig::reports::JunitOptions options;
      options.strict = strict;
      options.surefire = strict;  // both kinds of each are seen so
      if (!mailrig::reports::write_reports(folder, mailrig::reports::fold(events), options).empty()) return 1;
    }
  }
  return 0;
}
