// The words of an IMAP command as a client sent it, right or wrong: atoms, quoted strings and literals.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailrig::compare {

// The word at `place`, the tag being 0 and a parenthesised list one word; empty if there are not so many.
// Quotes and escapes are taken off.
[[nodiscard]] std::string sent_word(std::string_view command, std::size_t place);

}  // namespace mailrig::compare
