// COPY and MOVE (RFC 9051 6.4.7, 6.4.8).
#pragma once

#include <string_view>

#include "harness/imap/sequence_set.hpp"

namespace mailrig::imap {

struct CopyCommand {
  SequenceSet set;
  std::string_view mailbox;
};

}  // namespace mailrig::imap
