// A record of one scenario, written as a dialogue.
#pragma once

#include <string>
#include <vector>

#include "harness/compare/compare.hpp"

namespace mailrig::compare {

class Talked {
 public:
  explicit Talked(std::string token = "k0a1b2c30001", std::string user = "user1") {
    record::RunStarted run;
    run.kind = "check";
    events_.emplace_back(run);
    record::Stage stage;
    stage.domain = "example.test";
    stage.host = "127.0.0.1";
    events_.emplace_back(stage);
    record::ScenarioStarted started;
    started.id = kId;
    started.title = "A scenario";
    started.protocol = "imap";
    events_.emplace_back(started);
    record::Transcript transcript;
    transcript.scenario = kId;
    transcript.token = std::move(token);
    transcript.accounts.push_back({user, "masked", user + "@example.test"});
    events_.emplace_back(transcript);
    phase("body");
    add(record::Direction::Connected, "127.0.0.1:143");
  }

  Talked& account(const std::string& user) {
    std::get<record::Transcript>(events_[3]).accounts.push_back({user, "masked", user + "@example.test"});
    return *this;
  }
  Talked& as(std::string client) {
    client_ = std::move(client);
    return *this;
  }
  Talked& c(std::string bytes) { return add(record::Direction::Sent, std::move(bytes)); }
  Talked& s(std::string bytes) { return add(record::Direction::Received, std::move(bytes)); }
  Talked& closed() { return add(record::Direction::Closed, "fin"); }
  Talked& connected() { return add(record::Direction::Connected, "127.0.0.1:143"); }
  Talked& phase(std::string name) {
    const std::string client = std::exchange(client_, "");
    add(record::Direction::Phase, std::move(name));
    client_ = client;
    return *this;
  }
  std::vector<record::Event> end(record::Verdict verdict = record::Verdict::Pass) {
    record::ScenarioEnded ended;
    ended.id = kId;
    ended.verdict = verdict;
    events_.emplace_back(ended);
    return events_;
  }

  static constexpr const char* kId = "imap/a";

 private:
  Talked& add(record::Direction direction, std::string bytes) {
    record::Wire wire;
    wire.scenario = kId;
    wire.client = client_;
    wire.direction = direction;
    wire.bytes = std::move(bytes);
    events_.emplace_back(std::move(wire));
    return *this;
  }

  std::string client_ = "c";
  std::vector<record::Event> events_;
};

// The lines of all that differs.
inline std::vector<std::string> lines(const std::vector<record::Event>& a,
                                      const std::vector<record::Event>& b) {
  std::vector<std::string> all;
  for (const Compared& scenario : compare(a, b).scenarios) {
    for (const Difference& difference : scenario.differences) all.push_back(difference.line());
  }
  return all;
}
inline std::vector<std::string> lines(Talked a, Talked b) {
  return lines(a.end(), b.end());
}

}  // namespace mailrig::compare
