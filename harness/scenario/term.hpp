// Terms: what single values of a reply must be.
//   terms    = *( SP / term ) [ "..." ]
//   term     = "${_}" / "${=" name "}" / "${" relation operand "}" / "NIL" / DQUOTE *octet DQUOTE
//            / "~/" RE2 "/" / "(" terms ")" / word
//   relation = "!=" / "<" / "<=" / ">" / ">="
//   operand  = number / what stands in "${…}" elsewhere
//   word     = text up to a space or parenthesis; from "[" in it up to "]" anything
//              ("BODY[HEADER.FIELDS (To)]")
#pragma once

#include <vector>

#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

struct TermOptions {
  bool lists = false;    // IMAP: parentheses, NIL, brackets in words
  bool numbers = false;  // of SEARCH: ${=name...} binds those that no other term names
};

[[nodiscard]] std::vector<Term> parse_terms(const Text& text, const TermOptions& options, Names& names,
                                            Diagnostics& mistakes);
// "~/…/" at the beginning of `text`: the term and, in `size`, how much was taken.
[[nodiscard]] Term parse_regex(const Text& text, std::size_t& size, Diagnostics& mistakes);

}  // namespace mailrig::scenario
