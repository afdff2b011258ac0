#include "harness/compare/compare.hpp"

#include <algorithm>

#include "harness/compare/align.hpp"
#include "harness/compare/side.hpp"
#include "harness/compare/step_compare.hpp"

namespace mailrig::compare {

namespace {

using record::Verdict;

class ScenarioCompare {
 public:
  ScenarioCompare(const Side& a, const Played& of_a, const Side& b, const Played& of_b)
      : a_{a, of_a}, b_{b, of_b} {}

  Compared run() {
    Compared compared;
    compared.id = a_.played.started->id;
    compared.title = a_.played.started->title;
    compared.a = a_.played.ended->verdict;
    compared.b = b_.played.ended->verdict;
    if (compared.a != Verdict::Pass) compared.a_complaint = complaint(a_.played);
    if (compared.b != Verdict::Pass) compared.b_complaint = complaint(b_.played);
    for (const One* one : {&a_, &b_}) {
      if (!one->played.transcript->incomplete.empty()) compared.remark = one->played.transcript->incomplete;
    }
    look();
    for (const std::string& client : clients()) talk(client, compared);
    verdicts(compared);
    for (Difference& difference : compared.differences) difference.scenario = compared.id;
    return compared;
  }

 private:
  struct One {
    const Side& side;
    const Played& played;
    Vocabulary vocabulary;
    One(const Side& of, const Played& what)
        : side(of),
          played(what),
          vocabulary(of.stage != nullptr ? *of.stage : record::Stage{}, *what.transcript) {}
    [[nodiscard]] WireSpan wire(const std::string& client) const {
      const auto found = played.wire.find(client);
      return found == played.wire.end() ? WireSpan{} : WireSpan(found->second);
    }
  };

  static std::string complaint(const Played& played) {
    return played.ended->reason.empty() ? played.complaint : played.ended->reason;
  }

  // Those of a in their order, then those of b alone.
  [[nodiscard]] std::vector<std::string> clients() const {
    std::vector<std::string> all = a_.played.clients;
    for (const std::string& client : b_.played.clients) {
      if (std::find(all.begin(), all.end(), client) == all.end()) all.push_back(client);
    }
    return all;
  }

  [[nodiscard]] Protocol protocol(const std::string& client) const {
    if (const auto told = protocol_of(a_.wire(client))) return *told;
    if (const auto told = protocol_of(b_.wire(client))) return *told;
    const std::string& of = a_.played.started->protocol;
    if (of == "imap") return Protocol::Imap;
    if (of == "lmtp") return Protocol::Lmtp;
    return of == "pop3" ? Protocol::Pop3 : Protocol::Smtp;
  }

  // What is to be known of the whole scenario before any of it is read.
  void look() {
    for (const std::string& client : clients()) {
      const Protocol of = protocol(client);
      delivered_ = delivered_ || delivers(of, a_.wire(client)) || delivers(of, b_.wire(client));
    }
    sizes_differ_ = delivered_ || own_size(a_) != own_size(b_);
  }

  // Octets of all names that a side was given: they stand in what it sends.
  static std::size_t own_size(const One& one) {
    std::size_t size = one.played.transcript->token.size();
    for (const record::GivenAccount& account : one.played.transcript->accounts)
      size = size * 1000 + account.address.size() * 31 + account.user.size();
    return one.side.stage == nullptr ? size : size + one.side.stage->mailbox_prefix.size();
  }

  void talk(const std::string& client, Compared& compared) {
    const Protocol of = protocol(client);
    const std::string whose = a_.played.transcript->accounts.size() > 1 ? client : "";
    const Talk from_a = read_talk(of, a_.wire(client), {&a_.vocabulary, delivered_, whose});
    const Talk from_b = read_talk(of, b_.wire(client), {&b_.vocabulary, delivered_, whose});
    StepCompare step(client, of, sizes_differ_, relations_);
    const bool whole = steps(step, from_a.steps, from_b.steps);
    if (whole) unasked(step, from_a.unasked, from_b.unasked);
    for (Difference& difference : step.found()) compared.differences.push_back(std::move(difference));
  }

  // False: on one side the dialogue ended before its end.
  bool steps(StepCompare& compare, const std::vector<Step>& a, const std::vector<Step>& b) const {
    std::vector<Aligned> aligned = align(verbs(a), verbs(b));
    const bool early = a_.played.may_have_ended_early() || b_.played.may_have_ended_early();
    bool whole = true;
    while (!aligned.empty() && (!aligned.back().a || !aligned.back().b)) {
      const Aligned& last = aligned.back();
      // A connection that ends as the dialogue does may be seen to, or not.
      const bool closed = (last.a ? a[*last.a] : b[*last.b]).verb == "closed";
      if (!closed && !early) break;
      whole = whole && closed;
      aligned.pop_back();
    }
    for (const Aligned& each : aligned)
      compare.steps(each.a ? &a[*each.a] : nullptr, each.b ? &b[*each.b] : nullptr);
    return whole;
  }

  static std::vector<std::string> verbs(const std::vector<Step>& steps) {
    std::vector<std::string> all;
    for (const Step& step : steps) all.push_back(step.verb);
    return all;
  }

  static void unasked(StepCompare& compare, const std::vector<Step>& a, const std::vector<Step>& b) {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      Step none;
      none.verb = "unasked";
      compare.steps(i < a.size() ? &a[i] : &none, i < b.size() ? &b[i] : &none);
    }
  }

  void verdicts(Compared& compared) const {
    if (compared.a == compared.b) return;
    Difference difference;
    difference.protocol = a_.played.started->protocol;
    difference.verb = "verdict";
    difference.a = std::string(name(compared.a));
    difference.b = std::string(name(compared.b));
    compared.differences.push_back(std::move(difference));
  }

  One a_, b_;
  Relations relations_;
  bool delivered_ = false, sizes_differ_ = false;
};

std::string why_not_compared(const Played* a, const Played* b) {
  const auto why = [](const Played* played, const std::string& side) -> std::string {
    if (played == nullptr || played->ended == nullptr) return side + ": not played";
    if (played->ended->verdict == Verdict::Skipped) return side + ": " + played->ended->reason;
    return played->transcript == nullptr ? side + ": its wire was not kept" : "";
  };
  const std::string of_a = why(a, "a"), of_b = why(b, "b");
  return of_a.empty() ? of_b : of_b.empty() || of_a.substr(1) == of_b.substr(1) ? of_a : of_a + "; " + of_b;
}

}  // namespace

Comparison compare(std::span<const record::Event> a, std::span<const record::Event> b) {
  const Side side_a = take_apart(a), side_b = take_apart(b);
  std::map<std::string, std::pair<const Played*, const Played*>> all;
  for (const auto& [id, played] : side_a.scenarios) all[id].first = &played;
  for (const auto& [id, played] : side_b.scenarios) all[id].second = &played;
  Comparison comparison;
  for (const auto& [id, both] : all) {
    const auto& [of_a, of_b] = both;
    if (of_a != nullptr && of_b != nullptr && of_a->was_played() && of_b->was_played()) {
      comparison.scenarios.push_back(ScenarioCompare(side_a, *of_a, side_b, *of_b).run());
    } else {
      comparison.not_compared.push_back({id, why_not_compared(of_a, of_b)});
    }
  }
  return comparison;
}

}  // namespace mailrig::compare
