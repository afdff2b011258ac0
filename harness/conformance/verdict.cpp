#include "harness/conformance/verdict.hpp"

#include <array>

namespace mailrig::conformance {

namespace {

using record::Verdict;

int weight(Verdict verdict) {
  static constexpr std::array<Verdict, 7> kByWeight = {Verdict::Pass,  Verdict::Skipped, Verdict::Note,
                                                       Verdict::Weak,  Verdict::Fail,    Verdict::Blocked,
                                                       Verdict::Broken};
  for (std::size_t i = 0; i < kByWeight.size(); ++i) {
    if (kByWeight[i] == verdict) return static_cast<int>(i);
  }
  return 0;
}

}  // namespace

void VerdictFold::worsen(Verdict verdict, std::string_view reason) {
  if (weight(verdict) <= weight(verdict_)) return;
  verdict_ = verdict;
  reason_ = reason;
}

void VerdictFold::add(const record::Judgement& judgement) {
  using Source = record::Judgement::Source;
  if (judgement.held) return;
  if (judgement.source == Source::Fault) return broken(told(judgement));
  // What was proved before stays proved, unless there was nobody to prove it against.
  if (judgement.source == Source::Lost) {
    if (verdict_ != Verdict::Fail || !judgement.rule.empty()) block(told(judgement));
    return;
  }
  // What could not be cleaned up is told, and is no verdict on the claim.
  if (judgement.source == Source::Setup || judgement.source == Source::Cleanup) return;
  switch (judgement.clause.level) {
    case Level::Must:
      return worsen(Verdict::Fail, {});
    case Level::Should:
      return worsen(Verdict::Weak, {});
    case Level::May:
      return worsen(Verdict::Note, {});
  }
}

void VerdictFold::block(std::string_view reason) {
  worsen(Verdict::Blocked, reason);
}

void VerdictFold::broken(std::string_view reason) {
  worsen(Verdict::Broken, reason);
}

record::Finding finding_named(std::string_view word) {
  if (word == "exploitable") return record::Finding::Exploitable;
  if (word == "hardening") return record::Finding::Hardening;
  if (word == "quirk") return record::Finding::Quirk;
  return record::Finding::Violation;
}

record::Judgement::Source source_of(play::Judged::Source source) {
  using From = play::Judged::Source;
  using To = record::Judgement::Source;
  switch (source) {
    case From::Expectation:
      return To::Expectation;
    case From::Watcher:
      return To::Watcher;
    case From::Flaw:
      return To::Flaw;
    case From::Setup:
      return To::Setup;
    case From::Cleanup:
      return To::Cleanup;
    case From::Shell:
      return To::Shell;
    case From::Lost:
      return To::Lost;
    case From::Fault:
      return To::Fault;
  }
  return To::Expectation;
}

record::Judgement::Mismatch mismatch_of(play::Mismatch mismatch) {
  using From = play::Mismatch;
  using To = record::Judgement::Mismatch;
  switch (mismatch) {
    case From::None:
      return To::None;
    case From::Differs:
      return To::Differs;
    case From::Missing:
      return To::Missing;
    case From::Late:
      return To::Late;
    case From::Closed:
      return To::Closed;
    case From::Unwanted:
      return To::Unwanted;
    case From::Open:
      return To::Open;
    case From::Early:
      return To::Early;
  }
  return To::None;
}

std::string told(const record::Judgement& judgement) {
  std::string text;
  if (!judgement.wanted.empty()) text = "wanted " + judgement.wanted;
  if (!judgement.got.empty()) text += (text.empty() ? "got '" : ", got '") + judgement.got + "'";
  if (!judgement.why.empty()) text += (text.empty() ? "" : ": ") + judgement.why;
  return text;
}

}  // namespace mailrig::conformance
