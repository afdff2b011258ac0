// The talk of one scenario, kept until its verdict is known: piece by piece, so that it can be judged
// again, bounded, with placeholders for secrets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/record/disguise.hpp"
#include "harness/record/event.hpp"

namespace mailrig::conformance {

inline constexpr std::size_t kWireLimit = 8 * 1024 * 1024;  // octets kept of one scenario
inline constexpr std::size_t kWireEvents = 100'000;         // events kept of one scenario

class WireLog {
 public:
  WireLog(std::string scenario, std::uint32_t attempt, const record::Disguise& disguise)
      : scenario_(std::move(scenario)), attempt_(attempt), disguise_(disguise) {}

  // `sasl`: a line of a SASL exchange.
  void add(record::Elapsed at, std::string_view client, record::Direction direction, std::string_view bytes,
           bool sasl = false);
  // Puts placeholders for secrets, whatever pieces they came in.
  void disguise();
  [[nodiscard]] const std::vector<record::Wire>& events() const { return events_; }
  // Why it can't be judged again; empty: it can.
  [[nodiscard]] std::string incomplete() const;

 private:
  void disguise_stream(std::size_t first, std::vector<bool>& done);

  std::string scenario_;
  std::uint32_t attempt_;
  const record::Disguise& disguise_;
  std::vector<record::Wire> events_;
  std::size_t kept_ = 0, dropped_ = 0;
  bool whole_ = true;
};

}  // namespace mailrig::conformance
