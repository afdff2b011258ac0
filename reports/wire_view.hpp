// A record's wire as people read it: pieces that belong together in one, events in words, placeholders
// of secrets as «***», bounded. What is needed to judge again stays in the record.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/record/event.hpp"
#include "harness/record/mask.hpp"

namespace mailrig::reports {

inline constexpr std::size_t kWireShown = 1024 * 1024;  // octets of one scenario
inline constexpr std::size_t kPieceShown = 64 * 1024;   // octets of one entry

class WireView {
 public:
  void secrets(const record::Stage& stage);
  // Adds one event to what is shown of its scenario.
  static void add(std::vector<record::Wire>& shown, const record::Wire& event);
  // When all of it is there.
  void finish(std::vector<record::Wire>& shown) const;

 private:
  record::Masker masker_;
};

}  // namespace mailrig::reports
