// Steps of TLS and SASL, and where each client's channel stands while a dialogue is compiled.
#pragma once

#include <optional>
#include <vector>

#include "harness/scenario/dialogue_compiler.hpp"

namespace mailrig::scenario {

class SecureSteps {
 public:
  // All outlive it.
  SecureSteps(const DialogueContext& context, Names& names, Diagnostics& mistakes)
      : context_(context), names_(names), mistakes_(mistakes), channels_(context.channels) {}

  [[nodiscard]] Connect connect(const Line& line, ClientIndex client, const Rule& rule);
  [[nodiscard]] StartTls start_tls(const Line& line, ClientIndex client, const Rule& rule);
  // Nothing: it can't be; said.
  [[nodiscard]] std::optional<Authenticate> authenticate(const Line& line, ClientIndex client,
                                                         const Rule& rule);
  // A line that goes out now holds a password.
  void shows_secret(ClientIndex client);
  [[nodiscard]] const SecureFindings& findings() const { return findings_; }

 private:
  void complain(const Location& where, std::string message) {
    mistakes_.push_back({where, std::move(message)});
  }
  [[nodiscard]] Handshake handshake(const Line& line, ClientIndex client, const Rule& rule) const;
  [[nodiscard]] std::optional<Line> with_mechanism(const Line& line);
  [[nodiscard]] bool takes_initial_response(ClientIndex client) const;
  void bind_channel(const Line& line, ClientIndex client);
  void set(ClientIndex client, Channel channel) {
    if (client < channels_.size()) channels_[client] = channel;
  }

  const DialogueContext& context_;
  Names& names_;
  Diagnostics& mistakes_;
  std::vector<Channel> channels_;  // helpers have none
  SecureFindings findings_;
};

}  // namespace mailrig::scenario
