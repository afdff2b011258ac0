#include "harness/play/board.hpp"

#include <utility>

#include "harness/sasl/sasl.hpp"

namespace mailrig::play {

using scenario::Phase;

Board::Board(const scenario::Program& of, std::vector<std::string> given, const Limits& within,
             Observer& observer)
    : program(of),
      limits(within),
      bindings(of, std::move(given)),
      judge(observer, of.rule, of.rev),
      tag_slot(of.find_slot("tag")),
      make_sasl([](ClientIndex, std::string_view mechanism, const sasl::Credentials& credentials,
                   std::string& why) { return sasl::make_client(mechanism, credentials, why); }) {
  peers.reserve(of.clients.size());
  for (const scenario::Client& client : of.clients) {
    peers.emplace_back(static_cast<ClientIndex>(peers.size()), client.service, limits);
    if (of.asks_answers) peers.back().remember_replies();
  }
}

void Board::begin(Phase now) {
  phase = now;
  steps = now == Phase::Setup ? &program.setup : now == Phase::Body ? &program.body : &program.cleanup;
  lost = over = false;
  bindings.begin(now);
  judge.begin(now);
  if (now != Phase::Cleanup) return;
  for (Peer& peer : peers) peer.forget();
}

}  // namespace mailrig::play
