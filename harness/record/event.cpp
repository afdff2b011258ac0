#include "harness/record/event.hpp"

#include <array>

namespace mailrig::record {

std::string_view name(Verdict verdict) {
  static constexpr std::array<std::string_view, 8> kNames{"pass",    "fail",    "weak",   "note",
                                                          "skipped", "blocked", "broken", "flaky"};
  const auto index = static_cast<std::size_t>(verdict);
  return index < kNames.size() ? kNames[index] : "broken";
}

std::string_view name(Finding finding) {
  static constexpr std::array<std::string_view, 4> kNames{"violation", "exploitable", "hardening", "quirk"};
  const auto index = static_cast<std::size_t>(finding);
  return index < kNames.size() ? kNames[index] : "violation";
}

std::string_view name(Direction direction) {
  static constexpr std::array<std::string_view, 12> kNames{"sent",   "received", "connected", "secured",
                                                           "closed", "did",      "sasl",      "phase",
                                                           "timer",  "overdue",  "deadline",  "mark"};
  const auto index = static_cast<std::size_t>(direction);
  return index < kNames.size() ? kNames[index] : "mark";
}

std::string_view name(Judgement::Source source) {
  static constexpr std::array<std::string_view, 8> kNames{"expectation", "watcher", "flaw", "setup",
                                                          "cleanup",     "shell",   "lost", "fault"};
  const auto index = static_cast<std::size_t>(source);
  return index < kNames.size() ? kNames[index] : "fault";
}

std::string_view name(Judgement::Mismatch mismatch) {
  static constexpr std::array<std::string_view, 8> kNames{"none",   "differs",  "missing", "late",
                                                          "closed", "unwanted", "open",    "early"};
  const auto index = static_cast<std::size_t>(mismatch);
  return index < kNames.size() ? kNames[index] : "none";
}

std::string_view name(Standing::What what) {
  static constexpr std::array<std::string_view, 7> kNames{"known", "changed", "fixed", "no-such",
                                                          "flaky", "rarer",   "steady"};
  const auto index = static_cast<std::size_t>(what);
  return index < kNames.size() ? kNames[index] : "changed";
}

std::string_view name(Series::Of of) {
  return of == Series::Of::Command ? "command" : "scenario";
}

}  // namespace mailrig::record
