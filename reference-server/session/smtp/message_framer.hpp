// Where a message ends: at CRLF.CRLF (RFC 5321 4.1.1.4), unless a deviation says otherwise.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "harness/wire/framer.hpp"
#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server::smtpd {

class MessageFramer {
 public:
  explicit MessageFramer(std::size_t limit) : strict_(limit), limit_(limit) {}
  // Before each message. Null: no deviations.
  void begin(Deviations* deviations);
  [[nodiscard]] wire::Frame feed(std::string_view buffered);

 private:
  wire::Frame feed_lax(std::string_view buffered);

  wire::DotBlockFramer strict_;
  std::size_t limit_;
  std::vector<std::string_view> ends_;  // empty: the strict one does it
  bool one_read_ = false;               // all of the end has to come with one read
  std::size_t scanned_ = 0;
};

}  // namespace mailrig::server::smtpd
