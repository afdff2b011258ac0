// The verdict of a scenario: a fold over what was judged.
#pragma once

#include <string>
#include <string_view>

#include "harness/play/player.hpp"
#include "harness/record/event.hpp"

namespace mailrig::conformance {

// Rules of judgements about the target as a whole.
inline constexpr std::string_view kTargetGone = "target.gone", kTargetRestarted = "target.restarted";

// Pass, Note, Weak, Fail, Blocked, Broken: the worst so far stands.
class VerdictFold {
 public:
  void add(const record::Judgement& judgement);
  void block(std::string_view reason);   // could not be judged: its set-up failed, no connection was had
  void broken(std::string_view reason);  // our own fault
  [[nodiscard]] record::Verdict verdict() const { return verdict_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  void worsen(record::Verdict verdict, std::string_view reason);
  record::Verdict verdict_ = record::Verdict::Pass;
  std::string reason_;  // of blocked and broken
};

[[nodiscard]] record::Finding finding_named(std::string_view word);
[[nodiscard]] record::Judgement::Source source_of(play::Judged::Source source);
[[nodiscard]] record::Judgement::Mismatch mismatch_of(play::Mismatch mismatch);
// What refused it, and how: "wanted OK, got 'A3 NO [OVERQUOTA] full\r\n': the status is NO".
[[nodiscard]] std::string told(const record::Judgement& judgement);

}  // namespace mailrig::conformance
