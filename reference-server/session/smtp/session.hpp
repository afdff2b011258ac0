// An SMTP session (RFC 5321): cuts the input into commands and messages, hands each to its verb.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/wire/buffer.hpp"
#include "harness/wire/framer.hpp"
#include "reference-server/session/smtp/message_framer.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

class SmtpSession final : public Session {
 public:
  SmtpSession(World& world, const Peer& peer, SmtpKind kind);

  void greet(std::string& output) override;
  Effect feed(std::string_view input, std::string& output) override;
  void secured() override;
  Effect idle_timeout(std::string& output) override;
  [[nodiscard]] std::chrono::seconds idle_limit() const override;
  [[nodiscard]] Facts facts() const override;
  Effect wake(std::string& output) override;
  void lost() override;

 private:
  [[nodiscard]] bool hit(const Deviation& deviation) const;
  [[nodiscard]] bool login_expected() const;
  [[nodiscard]] Replies replies(std::string& output) const;
  Effect work(std::string& output);
  // One unit of the buffer; false: more input is needed.
  bool next(Talk& talk, Effect& effect);
  bool next_line(Talk& talk, Effect& effect);
  bool next_message(Talk& talk, Effect& effect);
  [[nodiscard]] bool begins_chunk() const;
  bool next_chunk(Talk& talk, Effect& effect);
  Effect line(Talk& talk, std::string_view line);
  Effect answered(Talk& talk, std::string_view line);
  Effect command_line(Talk& talk, std::string_view line);
  Effect split_line(Talk& talk, std::string_view line);
  void withhold(std::size_t units, std::size_t before, std::string& output);

  World& world_;
  State state_;
  wire::Buffer buffer_;
  wire::LineFramer lines_;
  MessageFramer messages_;
  std::size_t commands_ = 0;  // before login, where one is needed
  bool skipping_ = false;     // of a line or message that was too long, its rest
  std::string withheld_;      // by a deviation
};

}  // namespace mailrig::server::smtpd
