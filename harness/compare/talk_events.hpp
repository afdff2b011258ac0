// Walks the wire of one client up to its clean-up and hands each event to `Reader`:
//   opened(), sent(bytes), received(bytes), closed()   … all with `body` in the reader set.
#pragma once

#include <string>

#include "harness/compare/talk.hpp"

namespace mailrig::compare {

template <typename Reader>
void walk(WireSpan wire, Reader& reader) {
  using record::Direction;
  bool ours = false;  // we ended it: what the server does then is no news
  for (const record::Wire* event : wire) {
    switch (event->direction) {
      case Direction::Phase:
        if (event->bytes == "cleanup") return reader.over();
        reader.body = event->bytes == "body";
        break;
      case Direction::Connected:
        ours = false;
        reader.opened();
        break;
      case Direction::Sent:
        reader.sent(event->bytes);
        break;
      case Direction::Received:
        reader.received(event->bytes);
        break;
      case Direction::Secured:
        reader.secured();
        break;
      case Direction::Closed:
        if (!ours) reader.closed();
        break;
      case Direction::Did:
        ours = ours || event->bytes == "close" || event->bytes == "half-close" || event->bytes == "reset";
        break;
      default:
        break;
    }
  }
  reader.over();
}

// What the readers of all protocols have in common.
class TalkReader {
 public:
  explicit TalkReader(const TalkOptions& options) : options_(options) {}
  bool body = false;

 protected:
  [[nodiscard]] std::string neutral(std::string_view text) const {
    return options_.vocabulary->neutral(text);
  }
  Step& begin_step(std::string_view verb) {
    Step& step = talk_.steps.emplace_back();
    step.verb = verb;
    step.body = body;
    return step;
  }
  Unit& begin_unit(Step& step, std::string_view bytes) {
    Unit& unit = step.units.emplace_back();
    unit.verb = step.verb;
    unit.bytes = bytes;
    unit.body = body;
    step.body = step.body || body;
    return unit;
  }
  template <typename Flaws>
  static void add_flaws(Unit& unit, const Flaws& flaws) {
    for (const auto& flaw : flaws.items()) unit.add("flaw " + std::string(flaw.info->name));
  }
  void add_close() {
    Step& step = begin_step("closed");
    begin_unit(step, "");
  }

  const TalkOptions& options_;
  Talk talk_;
};

}  // namespace mailrig::compare
