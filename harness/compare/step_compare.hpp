// Two steps that stand for each other, compared leaf by leaf.
#pragma once

#include <string>
#include <vector>

#include "harness/compare/difference.hpp"
#include "harness/compare/relations.hpp"
#include "harness/compare/talk.hpp"

namespace mailrig::compare {

class StepCompare {
 public:
  // `sizes_differ`: what was sent has not the same size on both sides, so neither have messages.
  StepCompare(std::string client, Protocol protocol, bool sizes_differ, Relations& relations)
      : client_(std::move(client)), protocol_(protocol), sizes_differ_(sizes_differ), relations_(relations) {}

  // Null: this side has no such step.
  void steps(const Step* a, const Step* b);
  [[nodiscard]] std::vector<Difference>& found() { return found_; }

 private:
  using Value = std::optional<std::string>;
  // The units of both sides that are compared; null: this side has none such.
  struct Pair {
    const Unit* a;
    const Unit* b;
    [[nodiscard]] const Unit& any() const { return a != nullptr ? *a : *b; }
  };
  void units(const Step& a, const Step& b);
  void pair(const Pair& pair);
  bool leaves(const Pair& pair, const Leaf* of_a, const Leaf* of_b);
  void lone(const Pair& pair, bool keep_number);
  Difference& tell(const Pair& pair, const std::string& path, Value of_a, Value of_b);
  void tell(const Pair& pair, const std::string& path, Relations::Match match);

  std::string client_;
  Protocol protocol_;
  bool sizes_differ_;
  Relations& relations_;
  const Step* a_ = nullptr;  // that are being compared
  const Step* b_ = nullptr;
  std::vector<Difference> found_;
};

}  // namespace mailrig::compare
