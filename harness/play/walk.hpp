// The player's inside: one program counter over the steps of a phase. Each kind of step is begun
// once and then asked again, after each event, whether it is over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/play/bindings.hpp"
#include "harness/play/judge.hpp"
#include "harness/play/peer.hpp"
#include "harness/play/player.hpp"
#include "harness/play/sasl_exchange.hpp"

namespace mailrig::play {

struct Player::Impl {
  Impl(const scenario::Program& program, std::vector<std::string> given, const Limits& limits,
       Observer& observer);

  void begin(scenario::Phase phase, Time now);
  Do next(Time now);
  void connected(ClientIndex client, Time now);
  void secured(ClientIndex client, Time now);
  void received(ClientIndex client, std::string_view bytes, Time now);
  void closed(ClientIndex client, Ended ended, std::string_view detail, Time now);
  [[nodiscard]] bool failed() const { return judge_.failed(); }
  [[nodiscard]] bool connection_lost() const { return lost_; }
  [[nodiscard]] const std::string& value(SlotIndex slot) const { return bindings_.value(slot); }
  void set(SlotIndex slot, std::string_view value) { bindings_.set(slot, value); }

  // A step's turn: what to do now, or nothing when the step is over.
  std::optional<Do> turn(const scenario::Send& send, Time now);
  std::optional<Do> turn(const scenario::Expect& expect, Time now);
  std::optional<Do> turn(const scenario::Connect& connect, Time now);
  std::optional<Do> turn(const scenario::StartTls& start_tls, Time now);
  std::optional<Do> turn(const scenario::Close& close, Time now);
  std::optional<Do> turn(const scenario::HalfClose& half_close, Time now);
  std::optional<Do> turn(const scenario::Reset& reset, Time now);
  std::optional<Do> turn(const scenario::Pause& pause, Time now);
  std::optional<Do> turn(const scenario::ExpectClosed& closed, Time now);
  std::optional<Do> turn(const scenario::ExpectSilence& silence, Time now);
  std::optional<Do> turn(const scenario::ReadSlowly& slowly, Time now);
  std::optional<Do> turn(const scenario::Authenticate& authenticate, Time now);
  std::optional<Do> turn(const scenario::Set& set, Time now);

 private:
  enum class Waiting : std::uint8_t { Begin, Going };

  [[nodiscard]] const scenario::Step& step() const { return (*steps_)[at_]; }
  [[nodiscard]] Peer& peer() { return peers_[step().client]; }
  [[nodiscard]] Do act(Do::What what) const { return Do{what, step().client, {}, {}, false}; }
  [[nodiscard]] Do wait(Time until) const { return Do{Do::What::Wait, 0, {}, until, false}; }
  [[nodiscard]] Do write(std::string_view bytes, bool secret) const {
    return Do{Do::What::Write, step().client, bytes, {}, secret};
  }
  [[nodiscard]] bool begins(Time now, scenario::Milliseconds within);  // the first turn of a step
  [[nodiscard]] std::optional<Do> end_ours(Do::What what, Time now);
  [[nodiscard]] bool server_ended();
  [[nodiscard]] std::optional<Do> end_phase();
  [[nodiscard]] std::optional<Do> write_piece(const scenario::Send& send, Time now);
  [[nodiscard]] bool prepare(const scenario::Send& send, Time now);
  [[nodiscard]] std::string_view new_tag();
  [[nodiscard]] std::optional<Do> begin_sasl(const scenario::Authenticate& step, Time now);
  [[nodiscard]] sasl::Credentials credentials(const scenario::Authenticate& step) const;
  [[nodiscard]] std::string_view account_value(std::string_view name) const;
  [[nodiscard]] std::size_t groups_ahead() const;
  [[nodiscard]] std::string time_is_up(Time now) const;
  [[nodiscard]] std::string how_it_ended();
  void give_up(NoMore reason, const std::string& why);
  void could_not(std::string_view wanted, std::string why);

  const scenario::Program& program_;
  Limits limits_;
  Bindings bindings_;
  Judge judge_;
  std::vector<Peer> peers_;
  std::vector<bool> more_;  // a client's output is kept back
  const std::vector<scenario::Step>* steps_ = nullptr;
  scenario::Phase phase_ = scenario::Phase::Setup;
  std::size_t at_ = 0;
  Waiting waiting_ = Waiting::Begin;
  Time began_{}, deadline_{};
  std::size_t cut_ = 0, cut_from_ = 0;  // of a send in pieces
  std::size_t base_ = 0;                // where this send's octets begin in the output
  SaslExchange sasl_;
  std::optional<SlotIndex> tag_slot_;
  std::uint64_t tags_ = 0;
  std::string tag_, scratch_;
  bool lost_ = false;
};

}  // namespace mailrig::play
