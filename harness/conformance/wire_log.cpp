#include "harness/conformance/wire_log.hpp"

namespace mailrig::conformance {

using record::Direction;

void WireLog::add(record::Elapsed at, std::string_view client, Direction direction, std::string_view bytes,
                  bool sasl) {
  if (!whole_ || bytes.size() > kWireLimit - kept_ || events_.size() == kWireEvents) {
    whole_ = false;
    dropped_ += bytes.size();
    return;
  }
  kept_ += bytes.size();
  record::Wire wire;
  wire.at = at;
  wire.scenario = scenario_;
  wire.attempt = attempt_;
  wire.client = std::string(client);
  wire.direction = direction;
  wire.bytes = std::string(bytes);
  if (sasl) record::disguise_sasl(wire.bytes);
  events_.push_back(std::move(wire));
}

// One client's octets of one direction are one text: a secret may have come in two pieces.
void WireLog::disguise_stream(std::size_t first, std::vector<bool>& done) {
  std::vector<std::size_t> pieces;
  std::string text;
  for (std::size_t i = first; i < events_.size(); ++i) {
    if (events_[i].direction != events_[first].direction || events_[i].client != events_[first].client)
      continue;
    done[i] = true;
    pieces.push_back(i);
    text += events_[i].bytes;
  }
  if (!disguise_.apply(text)) return;
  std::size_t at = 0;
  for (const std::size_t i : pieces) {
    const std::size_t size = events_[i].bytes.size();
    events_[i].bytes.assign(text, at, size);
    at += size;
  }
}

void WireLog::disguise() {
  std::vector<bool> done(events_.size(), false);
  for (std::size_t i = 0; i < events_.size(); ++i) {
    const bool octets =
        events_[i].direction == Direction::Sent || events_[i].direction == Direction::Received;
    if (octets && !done[i]) disguise_stream(i, done);
  }
}

std::string WireLog::incomplete() const {
  if (whole_) return {};
  return "more went over the wire than is kept: " + std::to_string(dropped_) + " octets";
}

}  // namespace mailrig::conformance
