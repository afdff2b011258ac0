// How the session speaks: replies with their enhanced codes, and the deviations that break replies.
#pragma once

#include <string>
#include <string_view>

#include "harness/smtp/reply.hpp"
#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server::smtpd {

class Replies {
 public:
  // `enhanced`: ENHANCEDSTATUSCODES is offered.
  Replies(std::string& output, Deviations* deviations, bool enhanced)
      : output_(output), deviations_(deviations), enhanced_(enhanced) {}

  // Greeting, replies to EHLO and HELO, 3yz: without enhanced code (RFC 2034 4).
  void say(int code, std::string_view text);
  void say(int code, const smtp::EnhancedCode& enhanced, std::string_view text);
  [[nodiscard]] bool hit(const Deviation& deviation) const {
    return deviations_ != nullptr && deviations_->hit(deviation);
  }

 private:
  void deviate(std::size_t begin);

  std::string& output_;
  Deviations* deviations_;
  bool enhanced_;
};

}  // namespace mailrig::server::smtpd
