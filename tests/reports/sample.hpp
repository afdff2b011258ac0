// A hand-made record: a conformance run with every verdict, and a load run.
#pragma once

#include <vector>

#include "harness/record/event.hpp"

namespace mailrig::reports {

std::vector<record::Event> sample_check();
// A run that has every verdict, every kind of finding, attempts, trials and a known failure.
std::vector<record::Event> sample_every();
// One failure in which everything that a server sends, and every name, is out to break the reports.
std::vector<record::Event> sample_hostile();
std::vector<record::Event> sample_load(int seconds = 40);

}  // namespace mailrig::reports
