// The talk of one scenario, kept until its verdict is known: secrets masked, what belongs together in
// one piece, bounded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/record/event.hpp"
#include "harness/record/mask.hpp"

namespace mailrig::conformance {

inline constexpr std::size_t kWireLimit = 1024 * 1024;  // octets kept of one scenario
inline constexpr std::size_t kPieceLimit = 64 * 1024;   // octets of one event

class WireLog {
 public:
  WireLog(std::string scenario, const record::Masker& masker)
      : scenario_(std::move(scenario)), masker_(masker) {}

  void add(record::Elapsed at, std::string_view client, record::Direction direction, std::string_view bytes);
  // Masks and hands all over.
  void flush(record::Sink& sink);

 private:
  std::string scenario_;
  const record::Masker& masker_;
  std::vector<record::Wire> events_;
  std::size_t kept_ = 0, dropped_ = 0;
};

}  // namespace mailrig::conformance
