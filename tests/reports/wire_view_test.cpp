#include "reports/wire_view.hpp"

#include <gtest/gtest.h>

namespace mailrig::reports {
namespace {

using record::Direction;

record::Wire event(Direction direction, std::string bytes, std::string client = "c") {
  record::Wire made;
  made.scenario = "imap/x";
  made.client = std::move(client);
  made.direction = direction;
  made.bytes = std::move(bytes);
  return made;
}

std::vector<std::string> shown(const std::vector<record::Wire>& events, const WireView& view = {}) {
  std::vector<record::Wire> wire;
  for (const record::Wire& each : events) WireView::add(wire, each);
  view.finish(wire);
  std::vector<std::string> texts;
  for (const record::Wire& each : wire) texts.push_back(std::string(name(each.direction)) + " " + each.bytes);
  return texts;
}

TEST(WireView, JoinsThePiecesOfOneSide) {
  EXPECT_EQ(shown({event(Direction::Received, "* OK"), event(Direction::Received, " hi\r\n"),
                   event(Direction::Sent, "A1 N"), event(Direction::Timer, "", ""),
                   event(Direction::Sent, "OOP\r\n"), event(Direction::Sent, "B1 NOOP\r\n", "d")}),
            (std::vector<std::string>{"received * OK hi\r\n", "sent A1 NOOP\r\n", "sent B1 NOOP\r\n"}));
}

TEST(WireView, TellsEventsInWords) {
  EXPECT_EQ(shown({event(Direction::Phase, "setup", ""), event(Direction::Connected, "127.0.0.1:25"),
                   event(Direction::Did, "start TLS"), event(Direction::Secured, "TLSv1.3 X"),
                   event(Direction::Deadline, "", ""), event(Direction::Closed, "reset, by peer")}),
            (std::vector<std::string>{"mark connected to 127.0.0.1:25", "mark we start TLS", "mark TLSv1.3 X",
                                      "mark the scenario's time is up", "mark closed: reset, by peer"}));
}

TEST(WireView, ShowsPlaceholdersAsMasks) {
  record::Stage stage;
  stage.placeholders = {"maskedma"};
  WireView view;
  view.secrets(stage);
  EXPECT_EQ(shown({event(Direction::Sent, "PASS mask"), event(Direction::Sent, "edma\r\n")}, view),
            (std::vector<std::string>{"sent PASS «***»\r\n"}));
}

TEST(WireView, IsBoundedAndSaysSo) {
  std::vector<record::Wire> events(2 * kWireShown / kPieceShown + 1,
                                   event(Direction::Received, std::string(kPieceShown, 'x')));
  const std::vector<std::string> texts = shown(events);
  ASSERT_EQ(texts.size(), kWireShown / kPieceShown + 1);
  EXPECT_EQ(texts.back(), "mark 1114112 octets more are in the record alone");
}

}  // namespace
}  // namespace mailrig::reports
