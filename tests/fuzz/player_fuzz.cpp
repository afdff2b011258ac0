// A hostile server against the player: any octets as its answers. A dialogue always ends, whatever comes.
// The first octet chooses the scenario; 0xFF ends one answer, 0xFE closes the connection.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "harness/play/player.hpp"
#include "harness/scenario/compile.hpp"
#include "harness/scenario/given.hpp"
#include "harness/scenario/load_folder.hpp"

namespace {

using namespace mailrig;
using play::Do;

constexpr int kSteps = 10'000;

struct Source {
  const char* id;
  const char* dialogue;
};
constexpr std::array<Source, 4> kSources = {{
    {"smtp/t", "C: NOOP\nS: 2xx\nC: MAIL FROM:<${sender}>\nS: 250 ~/(ok|fine)/\nC: QUIT\nS: 221\nclosed"},
    {"pop3/t",
     "C: LIST\nS: +OK ${_}\nS: 1 ${=size}\nS: .\nC: UIDL 1\nS: +OK 1 ${=id}\nC: QUIT\nS: +OK\nclosed"},
    {"imap/t",
     "C: FETCH 1 (FLAGS UID BODY[])\nS: * 1 FETCH (UID ${=uid} FLAGS (...) BODY[] ${=body})\nS: OK\n"
     "C: NOOP\nS: OK"},
    {"imap/t", "C: UID SEARCH ALL\nS: * SEARCH ${=found}\nS: OK\nC: LOGOUT\nS: * BYE\nS: OK\nclosed"},
}};

struct Compiled {
  scenario::Scenario scenario;
  scenario::Program program;
};

Compiled compile(const Source& source) {
  static const auto library = std::make_shared<const scenario::Library>();
  scenario::FixtureFacts facts;
  for (auto& service : facts.services) service.there = true;
  scenario::Diagnostics mistakes;
  auto scenarios = scenario::load_text(
      source.id, "f.toml",
      std::string("title = 't'\nclause = 'rfc9051 1'\ncatches = ['x']\ndialogue = '''\n") + source.dialogue +
          "\n'''\n",
      library, mistakes);
  if (scenarios.size() != 1 || !mistakes.empty()) {
    std::fputs(scenario::render(mistakes).c_str(), stderr);
    std::abort();
  }
  scenario::Program program = scenario::compile(scenarios.front(), facts, scenario::OfferOfAll());
  return {std::move(scenarios.front()), std::move(program)};
}

struct Silent final : play::Observer {
  void judged(const play::Judged&) override {}
  void answered(play::ClientIndex, std::string_view, play::Time, play::Time, bool) override {}
};

class Hostile {
 public:
  Hostile(const Compiled& of, std::string_view answers)
      : answers_(answers),
        player_(of.program, scenario::given_values(of.scenario, of.program, given()), {}, ear_) {}

  void play(scenario::Phase phase) {
    player_.begin(phase, now_);
    for (int step = 0; step < kSteps; ++step) {
      const Do todo = player_.next(now_);
      if (todo.what == Do::What::Finished) return;
      act(todo);
    }
    std::abort();
  }

 private:
  static scenario::Given given() {
    scenario::Given given;
    given.accounts = {{"ann", "secret", "ann@example.test"}, {"bob", "hidden", "bob@example.test"}};
    given.domain = "example.test";
    given.token = "t0k3n";
    return given;
  }

  void act(const Do& todo) {
    switch (todo.what) {
      case Do::What::Connect:
        player_.connected(todo.client, now_);
        return answer(todo.client);
      case Do::What::Write:
        return answer(todo.client);
      case Do::What::StartTls:
        return player_.secured(todo.client, now_);
      case Do::What::Close:
      case Do::What::Reset:
        return player_.closed(todo.client, play::Ended::Local, "", now_);
      case Do::What::Wait:
        if (todo.until <= now_) std::abort();
        now_ = todo.until;
        return;
      default:
        return;
    }
  }

  void answer(play::ClientIndex client) {
    const std::size_t end = std::min(answers_.find_first_of("\xFE\xFF"), answers_.size());
    player_.received(client, answers_.substr(0, end), now_);
    const bool closed = end < answers_.size() && answers_[end] == '\xFE';
    answers_.remove_prefix(std::min(end + 1, answers_.size()));
    if (closed) player_.closed(client, play::Ended::Fin, "", now_);
  }

  Silent ear_;
  std::string_view answers_;
  play::Player player_;
  play::Time now_{};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::array<Compiled, kSources.size()> kCompiled = {compile(kSources[0]), compile(kSources[1]),
                                                                  compile(kSources[2]), compile(kSources[3])};
  if (size == 0) return 0;
  Hostile hostile(kCompiled[data[0] % kCompiled.size()], {reinterpret_cast<const char*>(data + 1), size - 1});
  hostile.play(scenario::Phase::Setup);
  hostile.play(scenario::Phase::Body);
  hostile.play(scenario::Phase::Cleanup);
  return 0;
}
