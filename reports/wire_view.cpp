#include "reports/wire_view.hpp"

#include <algorithm>

namespace mailrig::reports {

namespace {

using record::Direction;

bool is_octets(Direction direction) {
  return direction == Direction::Sent || direction == Direction::Received;
}

// Which nobody needs to read.
bool is_for_replay(Direction direction) {
  return direction == Direction::Timer || direction == Direction::Overdue || direction == Direction::Phase ||
         direction == Direction::Sasl;
}

std::string words(const record::Wire& event) {
  switch (event.direction) {
    case Direction::Connected:
      return "connected to " + event.bytes;
    case Direction::Closed:
      return "closed: " + event.bytes;
    case Direction::Did:
      return "we " + event.bytes;
    case Direction::Deadline:
      return "the scenario's time is up";
    default:
      return event.bytes;
  }
}

bool goes_on(const std::vector<record::Wire>& shown, const record::Wire& event) {
  return !shown.empty() && shown.back().direction == event.direction && shown.back().client == event.client &&
         shown.back().bytes.size() + event.bytes.size() <= kPieceShown;
}

}  // namespace

void WireView::secrets(const record::Stage& stage) {
  for (const std::string& placeholder : stage.placeholders) masker_.add(placeholder);
}

void WireView::add(std::vector<record::Wire>& shown, const record::Wire& event) {
  if (is_for_replay(event.direction)) return;
  if (!is_octets(event.direction)) {
    shown.push_back(event);
    shown.back().direction = Direction::Mark;
    shown.back().bytes = words(event);
  } else if (goes_on(shown, event)) {
    shown.back().bytes += event.bytes;
  } else {
    shown.push_back(event);
  }
}

void WireView::finish(std::vector<record::Wire>& shown) const {
  std::size_t kept = 0, dropped = 0;
  for (record::Wire& event : shown) {
    if (is_octets(event.direction)) {
      masker_.mask(event.bytes);
      const std::size_t room = kWireShown - std::min(kept, kWireShown);
      if (event.bytes.size() > room) {
        dropped += event.bytes.size() - room;
        event.bytes.resize(room);
      }
      kept += event.bytes.size();
    }
  }
  if (dropped == 0) return;
  record::Wire more = shown.back();
  more.client.clear();
  more.direction = Direction::Mark;
  more.bytes = std::to_string(dropped) + " octets more are in the record alone";
  std::erase_if(shown,
                [](const record::Wire& event) { return is_octets(event.direction) && event.bytes.empty(); });
  shown.push_back(std::move(more));
}

}  // namespace mailrig::reports
