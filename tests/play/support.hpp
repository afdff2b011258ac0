// A player, a scripted other side and a clock that only moves when told to.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "harness/play/player.hpp"
#include "harness/scenario/given.hpp"
#include "tests/scenario/support.hpp"

namespace mailrig::play {

using std::chrono::milliseconds;

struct Heard {
  Judged::Source source;
  bool held;
  std::string rule, wanted, got, why;
  Mismatch mismatch = Mismatch::None;
  scenario::Rule clause;
};

struct Answer {
  std::string verb;
  milliseconds took;
  bool accepted;
};

class Ear final : public Observer {
 public:
  void judged(const Judged& judged) override {
    all.push_back({judged.source, judged.held, std::string(judged.rule), judged.wanted, judged.got,
                   judged.why, judged.mismatch, judged.clause});
  }
  void answered(ClientIndex, std::string_view verb, Time sent, Time now, bool accepted) override {
    answers.push_back({std::string(verb), std::chrono::duration_cast<milliseconds>(now - sent), accepted});
  }
  [[nodiscard]] std::vector<Heard> broken() const {
    std::vector<Heard> some;
    for (const Heard& one : all) {
      if (!one.held) some.push_back(one);
    }
    return some;
  }
  // "+" for what held, "-" for what did not, watchers and flaws by name.
  [[nodiscard]] std::string summary() const {
    std::string text;
    for (const Heard& one : all) {
      if (!text.empty()) text += ' ';
      text += one.rule.empty() ? (one.held ? "+" : "-") : one.rule;
    }
    return text;
  }

  std::vector<Heard> all;
  std::vector<Answer> answers;
};

// What the other side answers to octets it got: client, octets -> octets.
using Server = std::function<std::string(ClientIndex, std::string_view)>;

// Plays one phase. Every answer comes in pieces of `chunk` octets.
class Stage {
 public:
  explicit Stage(const scenario::Compiled& program, Limits limits = {})
      : player(program.program, scenario::given_values(program.scenarios.at(0), program.program, given()),
               limits, ear) {}

  static scenario::Given given() {
    scenario::Given given;
    given.accounts = {{"ann", "secret", "ann@example.test", "t0ken"}, {"bob", "hidden", "bob@example.test"}};
    given.domain = "example.test";
    given.token = "t0k3n";
    return given;
  }

  bool play(scenario::Phase phase, const Server& server) {
    player.begin(phase, now);
    for (int steps = 0; steps < 10'000; ++steps) {
      const Do todo = player.next(now);
      if (todo.what == Do::What::Finished) return !player.failed();
      act(todo, server);
    }
    ADD_FAILURE() << "the player does not end";
    return false;
  }

  // The server's lines in order, whatever is sent; greets with the first.
  bool play_script(std::vector<std::string> replies) {
    std::size_t at = 0;
    return play(scenario::Phase::Setup,
                [&](ClientIndex, std::string_view) {
                  return at < replies.size() ? replies[at++] : std::string();
                }) &&
           play(scenario::Phase::Body, [&](ClientIndex, std::string_view) {
             return at < replies.size() ? replies[at++] : std::string();
           });
  }

  void feed(ClientIndex client, std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t size = std::min(chunk, bytes.size());
      player.received(client, bytes.substr(0, size), now);
      bytes.remove_prefix(size);
    }
  }

  void act(const Do& todo, const Server& server) {
    switch (todo.what) {
      case Do::What::Connect:
        player.connected(todo.client, now);
        return feed(todo.client, server(todo.client, "connect"));
      case Do::What::Write: {
        written.append(todo.bytes);
        writes.emplace_back(todo.bytes);
        const std::string bytes(todo.bytes);
        now += answer_after;
        return feed(todo.client, server(todo.client, bytes));
      }
      case Do::What::StartTls:
        if (tls_ends) return player.closed(todo.client, *tls_ends, tls_alert, now, tls_alert);
        if (tls_silent) return;
        player.channel(todo.client, {"tls-exporter", "the channel"});
        return player.secured(todo.client, now);
      case Do::What::Close:
      case Do::What::Reset:
        return player.closed(todo.client, Ended::Local, "", now);
      case Do::What::Wait:
        EXPECT_GT(todo.until, now);
        if (on_wait) on_wait();
        now = todo.until;
        return;
      default:
        return;
    }
  }

  Ear ear;
  Player player;
  Time now{};
  std::size_t chunk = std::string::npos;
  milliseconds answer_after{0};
  std::optional<Ended> tls_ends;  // how the connection ends instead of a handshake
  std::string tls_alert;
  bool tls_silent = false;  // neither a handshake nor an end
  std::function<void()> on_wait;
  std::string written;
  std::vector<std::string> writes;
};

// A client that has connected and read nothing.
inline constexpr std::string_view kConnected = "start = { state = \"connected\" }";

}  // namespace mailrig::play
