// A walker: one program counter over a range of the phase's steps. Each kind of step is begun once and
// then asked again, after each event, whether it is over. Several walkers may go over one board.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/play/board.hpp"
#include "harness/play/sasl_exchange.hpp"

namespace mailrig::play {

class Together;

class Walker {
 public:
  // `together`: walks what is at once; only the dialogue's own walker has it.
  explicit Walker(Board& board, Together* together = nullptr) : board_(&board), together_(together) {}

  // Starts at the step `from`; `to` is the one behind its last.
  void begin(std::size_t from, std::size_t to);
  // What to do now; nothing: it has come to its end, or a MUST was broken.
  [[nodiscard]] std::optional<Do> next(Time now);
  [[nodiscard]] bool done() const { return at_ >= end_; }
  // What is said next is about the step that it is at.
  void point() const {
    if (!done()) board_->judge.at(step());
  }

  // A step's turn: what to do now, or nothing when the step is over.
  std::optional<Do> turn(const scenario::Send& send, Time now);
  std::optional<Do> turn(const scenario::Expect& expect, Time now);
  std::optional<Do> turn(const scenario::Connect& connect, Time now);
  std::optional<Do> turn(const scenario::StartTls& start_tls, Time now);
  std::optional<Do> turn(const scenario::Compress& compress, Time now);
  std::optional<Do> turn(const scenario::Close& close, Time now);
  std::optional<Do> turn(const scenario::HalfClose& half_close, Time now);
  std::optional<Do> turn(const scenario::Reset& reset, Time now);
  std::optional<Do> turn(const scenario::Pause& pause, Time now);
  std::optional<Do> turn(const scenario::ExpectClosed& closed, Time now);
  std::optional<Do> turn(const scenario::ExpectSilence& silence, Time now);
  std::optional<Do> turn(const scenario::ReadSlowly& slowly, Time now);
  std::optional<Do> turn(const scenario::Authenticate& authenticate, Time now);
  std::optional<Do> turn(const scenario::Set& set, Time now);
  std::optional<Do> turn(const scenario::ExpectOpen& open, Time now);
  std::optional<Do> turn(const scenario::Check& check, Time now);
  std::optional<Do> turn(const scenario::Branch& branch, Time now);
  std::optional<Do> turn(const scenario::Jump& jump, Time now);
  std::optional<Do> turn(const scenario::AtOnce& at_once, Time now);

 private:
  enum class Waiting : std::uint8_t { Begin, Going };

  [[nodiscard]] const scenario::Step& step() const { return (*board_->steps)[at_]; }
  [[nodiscard]] Peer& peer() { return board_->peers[step().client]; }
  [[nodiscard]] Bindings& bindings() { return board_->bindings; }
  [[nodiscard]] Judge& judge() { return board_->judge; }
  [[nodiscard]] Do act(Do::What what) const { return Do{what, step().client, {}, {}, false}; }
  [[nodiscard]] Do wait(Time until) const { return Do{Do::What::Wait, 0, {}, until, false}; }
  [[nodiscard]] Do write(std::string_view bytes, bool secret, bool sasl = false) const {
    return Do{Do::What::Write, step().client, bytes, {}, secret, sasl};
  }
  [[nodiscard]] bool begins(Time now, scenario::Milliseconds within);  // the first turn of a step
  [[nodiscard]] std::optional<Do> end_ours(Do::What what, Time now);
  [[nodiscard]] Do handshake(Do::What what, const scenario::Handshake& tls) const;
  [[nodiscard]] std::optional<Do> shaken(const scenario::Handshake& tls);
  [[nodiscard]] std::optional<Do> not_shaken(const scenario::Handshake& tls, Time now);
  [[nodiscard]] bool answered_connect();
  [[nodiscard]] bool server_ended();
  [[nodiscard]] std::optional<Do> end_dialogue();
  [[nodiscard]] std::optional<Do> write_piece(const scenario::Send& send, Time now);
  [[nodiscard]] bool prepare(const scenario::Send& send, Time now);
  [[nodiscard]] std::string new_tag();
  [[nodiscard]] std::optional<Do> begin_sasl(const scenario::Authenticate& step, Time now);
  [[nodiscard]] sasl::Credentials credentials(const scenario::Authenticate& step);
  [[nodiscard]] std::string_view account_value(std::string_view name) const;
  [[nodiscard]] std::size_t groups_ahead() const;
  [[nodiscard]] std::string time_is_up(Time now) const;
  [[nodiscard]] std::string how_it_ended();
  [[nodiscard]] bool render_sides(const scenario::Comparison& comparison, std::size_t& middle);
  void go_to(std::size_t step) { at_ = step - 1; }  // once this step is over
  void give_up(NoMore reason, const std::string& why);
  void no_value(const scenario::Template& source, std::string_view wanted, std::string why);
  void no_number(SlotIndex slot, MessageNumbers::State state, std::string_view wanted, std::string why);
  void no_connection(Time now);
  void no_tls(Time now);

  Board* board_;
  Together* together_;
  std::size_t at_ = 0, end_ = 0;
  Waiting waiting_ = Waiting::Begin;
  Time began_{}, deadline_{};
  std::size_t cut_ = 0, cut_from_ = 0;  // of a send in pieces
  std::size_t base_ = 0;                // where this send's octets begin in the output
  SaslExchange sasl_;
};

}  // namespace mailrig::play
