// The words of an IMAP command as a client sent it (RFC 9051 9), right or wrong.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/wire/ascii.hpp"

namespace mailrig::transcribe {

using wire::upper;

struct Word {
  enum class Kind : std::uint8_t { Atom, Quoted, Literal, Open, Close };
  Kind kind = Kind::Atom;
  std::string text;  // its value: quotes, escapes and the literal's announcement taken off
};

// `command`: one framed command, its literals in it. The first word is the tag. A section,
// "BODY[HEADER.FIELDS (DATE)]", is one atom.
[[nodiscard]] std::vector<Word> words_of(std::string_view command);
// The name of an item as any server may send it: nothing in it means something to the scenario's notation.
[[nodiscard]] bool is_item_name(std::string_view name);
// Numbers and '*' alone: "1:3,7".
[[nodiscard]] bool is_number_set(std::string_view word);
// "INBOX" in any case is one mailbox (RFC 9051 5.1).
[[nodiscard]] std::string mailbox_name(std::string_view name);

}  // namespace mailrig::transcribe
