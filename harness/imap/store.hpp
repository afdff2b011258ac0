// STORE (RFC 9051 6.4.6).
//   store = "STORE" SP sequence-set [SP "(" "UNCHANGEDSINCE" SP mod-sequence-valzer ")"] SP store-att-flags
//   (RFC 7162 7)
#pragma once

#include <cstdint>
#include <optional>

#include "harness/imap/command_values.hpp"
#include "harness/imap/sequence_set.hpp"

namespace mailrig::imap {

struct StoreCommand {
  enum class Mode : std::uint8_t { Replace, Add, Remove };
  SequenceSet set;
  Mode mode = Mode::Replace;
  bool silent = false;
  std::optional<std::uint64_t> unchanged_since;
  FlagNames flags;
};

}  // namespace mailrig::imap
