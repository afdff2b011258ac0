#include "harness/conformance/wire_log.hpp"

#include <algorithm>

namespace mailrig::conformance {

void WireLog::add(record::Elapsed at, std::string_view client, record::Direction direction,
                  std::string_view bytes) {
  const std::size_t room = kWireLimit - std::min(kept_, kWireLimit);
  const std::string_view kept = bytes.substr(0, room);
  dropped_ += bytes.size() - kept.size();
  kept_ += kept.size();
  if (kept.empty() && !bytes.empty()) return;
  const bool goes_on = !events_.empty() && direction != record::Direction::Mark &&
                       events_.back().direction == direction && events_.back().client == client &&
                       events_.back().bytes.size() + kept.size() <= kPieceLimit;
  if (goes_on) {
    events_.back().bytes += kept;
    return;
  }
  record::Wire wire;
  wire.at = at;
  wire.scenario = scenario_;
  wire.client = std::string(client);
  wire.direction = direction;
  wire.bytes = std::string(kept);
  events_.push_back(std::move(wire));
}

void WireLog::flush(record::Sink& sink) {
  for (record::Wire& wire : events_) {
    masker_.mask(wire.bytes);
    sink.put(wire);
  }
  if (dropped_ > 0) {
    record::Wire wire;
    wire.at = events_.empty() ? record::Elapsed{} : events_.back().at;
    wire.scenario = scenario_;
    wire.direction = record::Direction::Mark;
    wire.bytes = std::to_string(dropped_) + " octets more are not kept";
    sink.put(wire);
  }
  events_.clear();
}

}  // namespace mailrig::conformance
