// What IMAP's grammar knows by name: untagged data, response codes, FETCH and STATUS items, flags. Says how
// a response's data compare, and finds patterns that no response can ever fit.
#pragma once

#include <cstdint>
#include <string_view>

namespace mailrig::scenario {

// How the values of some data or of a response code stand to each other.
enum class DataShape : std::uint8_t {
  InOrder,
  Nothing,    // EXISTS, EXPUNGE, TRYCREATE: no values
  Number,     // UIDNEXT, HIGHESTMODSEQ, …: one
  Members,    // CAPABILITY, ENABLED: words, a set
  Numbers,    // SEARCH: numbers, a set, perhaps with (MODSEQ n) behind them
  Flags,      // FLAGS, PERMANENTFLAGS: a list that is a set
  List,       // LIST, LSUB: attributes (a set), delimiter, mailbox
  Mailbox,    // a mailbox, then values in order
  Status,     // a mailbox, then a list of pairs that is a set
  Fetch,      // a list of pairs that is a set, always with more allowed
  Esearch,    // correlator, UID, then pairs that are a set
  Vanished,   // "(EARLIER)", a set of UIDs
  UidSet,     // MODIFIED: a set of numbers
  AppendUid,  // a number, a set of UIDs
  CopyUid,    // a number, two sets of UIDs that correspond
};

struct KnownName {
  std::string_view name;
  DataShape shape = DataShape::InOrder;
  bool numbered = false;  // "* 3 NAME"
};

// Untagged data ("FETCH") and response codes ("COPYUID"); null: not known. Upper case.
[[nodiscard]] const KnownName* known_data(std::string_view name);
[[nodiscard]] const KnownName* known_code(std::string_view name);
// The known name that is nearest; empty if none is near.
[[nodiscard]] std::string_view near_data(std::string_view name);
[[nodiscard]] std::string_view near_code(std::string_view name);

}  // namespace mailrig::scenario
