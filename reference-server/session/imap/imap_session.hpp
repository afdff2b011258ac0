// An IMAP4rev1 server session (RFC 3501): reads commands, checks the state, calls the verb, tells what
// happened in the mailbox meanwhile, and completes.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/imap/command.hpp"
#include "harness/wire/buffer.hpp"
#include "harness/wire/framer.hpp"
#include "reference-server/session/imap/authenticate.hpp"
#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kLiteralMinusLimit = 4096;  // RFC 7888 5
inline constexpr int kRefusalLimit = 100;                // ours: BADs before login, then BYE

class ImapSession final : public Session {
 public:
  ImapSession(World& world, const Peer& peer);

  void greet(std::string& output) override;
  [[nodiscard]] Effect feed(std::string_view input, std::string& output) override;
  void secured() override;
  [[nodiscard]] std::string take_rest() override;
  Effect idle_timeout(std::string& output) override;
  [[nodiscard]] std::chrono::seconds idle_limit() const override {
    return connection_.world.limits.imap_idle;
  }
  [[nodiscard]] Facts facts() const override;
  Effect wake(std::string& output) override;

 private:
  enum class Mode : std::uint8_t { Command, Idle, Authenticate };
  struct Step {
    bool more = false;  // something was consumed: go on
    Effect effect = Effect::None;
  };
  Step step(Replies& replies);
  Step command_step(Replies& replies);
  Step line_step(Replies& replies);
  Step refused(const imap::CommandFrame& frame, Replies& replies);
  Effect idle_line(std::string_view line, Replies& replies);
  Effect authenticate_line(std::string_view line, Replies& replies);
  Effect execute(std::string_view unit, Replies& replies);
  Effect complete(const Completion& done, std::string_view tag, bool uid, Replies& replies);
  void tell_what_is_known(Replies& replies);
  std::string_view told_tag(std::string_view tag);
  Completion not_well_formed(const imap::Refusal& refusal);
  // Nothing: the completion comes later (IDLE, AUTHENTICATE).
  std::optional<Completion> perform(std::string_view unit, Replies& replies);
  std::optional<Completion> begin_idle(Replies& replies);
  void set_limits();
  [[nodiscard]] bool patient() const;

  Connection connection_;
  wire::Buffer input_;
  imap::CommandFramer framer_;
  wire::LineFramer lines_;
  imap::Command command_;
  Authenticate authenticate_;
  std::string idle_tag_;
  Mode mode_ = Mode::Command;
  int refusals_ = 0;
  std::size_t commands_ = 0;  // before login
};

}  // namespace mailrig::server::imapd
