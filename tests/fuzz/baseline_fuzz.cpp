// Any text as a list of known failures: it is sound, or its mistakes are told. A sound one survives what an
// update does to it: entries are kept, taken out, and written anew.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/baseline.hpp"
#include "harness/conformance/baseline_update.hpp"

namespace {

using namespace mailrig::conformance;

void require(bool holds) {
  if (!holds) std::abort();
}

Baseline read_sound(std::string_view content) {
  mailrig::scenario::Diagnostics mistakes;
  Baseline list = read_baseline("known.toml", content, mistakes);
  require(mistakes.empty());
  return list;
}

bool same(const Entry& a, const Entry& b) {
  return a.list == b.list && a.id == b.id && a.reason == b.reason && a.verdict == b.verdict &&
         a.shape == b.shape && shown(a.at_least) == shown(b.at_least);
}

// A run in which it fails as listed.
Outcome as_listed(const Entry& entry) {
  Outcome outcome;
  outcome.id = entry.id;
  Attempt attempt;
  attempt.verdict = entry.verdict;
  attempt.shape = entry.shape;
  outcome.attempts.push_back(attempt);
  return outcome;
}

void update(std::string_view content, const Baseline& list) {
  std::vector<std::string> ids;
  std::vector<Outcome> outcomes;
  for (const Entry& entry : list.entries) {
    ids.push_back(entry.id);
    if (entry.list == Entry::List::Known) outcomes.push_back(as_listed(entry));
  }
  const RatchetOptions strict{true, false};
  const Update kept = update_baseline(content, list, {}, strict, ids);
  const Baseline again = read_sound(kept.text);
  require(kept.changes.empty() && again.entries.size() == list.entries.size());
  for (std::size_t i = 0; i < list.entries.size(); ++i) require(same(list.entries[i], again.entries[i]));

  const Update emptied = update_baseline(content, list, {}, strict, {});
  require(read_sound(emptied.text).entries.empty());

  const Update fresh = update_baseline("", Baseline{}, outcomes, strict, ids);
  const Baseline made = read_sound(fresh.text);
  require(made.entries.size() == outcomes.size());
  for (const Outcome& outcome : outcomes) {
    const Entry* entry = made.find(outcome.id);
    require(entry != nullptr && entry->verdict == outcome.verdict() && entry->shape == outcome.shape());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  mailrig::scenario::Diagnostics mistakes;
  const Baseline list = read_baseline("known.toml", content, mistakes);
  for (const auto& mistake : mistakes)
    require(!mistake.message.empty() && mistake.where.file == "known.toml");
  if (mistakes.empty() && !content.empty()) update(content, list);
  (void)remarks(list);
  return 0;
}
