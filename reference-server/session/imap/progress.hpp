// How far a command has come, told each time it has done so many messages (RFC 9585 4): Limits::
// progress_messages, for there are no seconds to count in a server that answers at once.
#pragma once

#include <string_view>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

class Progress {
 public:
  // All outlive it. `goal`: messages in all.
  Progress(const Connection& connection, std::string_view tag, std::size_t goal, Replies& replies);
  void step();  // one more is done

 private:
  void tell();

  const Connection& connection_;
  std::string_view tag_;
  std::size_t goal_, every_, done_ = 0;
  Replies& replies_;
};

}  // namespace mailrig::server::imapd
