// What the walkers of one player share: the values, the judge, the clients, the tags. Stays where it is:
// peers point into it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/play/bindings.hpp"
#include "harness/play/judge.hpp"
#include "harness/play/peer.hpp"
#include "harness/play/player.hpp"

namespace mailrig::play {

struct Board {
  Board(const scenario::Program& of, std::vector<std::string> given, const Limits& within,
        Observer& observer);
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;

  void begin(scenario::Phase now);

  const scenario::Program& program;
  const Limits limits;
  Bindings bindings;
  Judge judge;
  std::vector<Peer> peers;
  const std::vector<scenario::Step>* steps = nullptr;  // of the phase
  scenario::Phase phase = scenario::Phase::Setup;
  std::optional<SlotIndex> tag_slot;
  std::uint64_t tags = 0;
  SaslMaker make_sasl;
  std::string scratch;
  bool lost = false;  // a connection
  bool over = false;  // the dialogue has nothing more to ask
};

}  // namespace mailrig::play
