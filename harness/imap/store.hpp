// STORE (RFC 9051 6.4.6).
//   store = "STORE" SP sequence-set SP store-att-flags
#pragma once

#include <cstdint>

#include "harness/imap/command_values.hpp"
#include "harness/imap/sequence_set.hpp"

namespace mailrig::imap {

struct StoreCommand {
  enum class Mode : std::uint8_t { Replace, Add, Remove };
  SequenceSet set;
  Mode mode = Mode::Replace;
  bool silent = false;
  FlagNames flags;
};

}  // namespace mailrig::imap
