// A message being looked into by FETCH or SEARCH: its header and its parts are read when first asked
// for, and once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/mail/message.hpp"
#include "reference-server/store/body.hpp"

namespace mailrig::server::imapd {

class MessageView {
 public:
  explicit MessageView(Body body) : body_(std::move(body)) {}
  // Of a part, whose octets outlive the view.
  explicit MessageView(std::string_view octets) : octets_(octets) {}
  [[nodiscard]] std::string_view octets() const {
    if (body_ && !held_) {
      held_ = body_.octets();
      octets_ = *held_;
    }
    return octets_;
  }
  [[nodiscard]] const mail::Header& header() {
    if (!header_) header_ = mail::parse_header(octets(), body_begin_);
    return *header_;
  }
  [[nodiscard]] std::string_view body() {
    static_cast<void>(header());
    return octets().substr(body_begin_);
  }
  [[nodiscard]] const mail::Part& parts() {
    if (!parts_) parts_ = mail::part_tree(octets());
    return *parts_;
  }

 private:
  Body body_;
  mutable Octets held_;
  mutable std::string_view octets_;
  std::optional<mail::Header> header_;
  std::optional<mail::Part> parts_;
  std::size_t body_begin_ = 0;
};

}  // namespace mailrig::server::imapd
