// What a server offers in its EHLO reply (RFC 5321 4.1.1.1).
//   ehlo-ok-rsp  = "250" SP Domain [ SP ehlo-greet ] CRLF
//                / "250-" Domain [ SP ehlo-greet ] CRLF *( "250-" ehlo-line CRLF ) "250" SP ehlo-line CRLF
//   ehlo-line    = ehlo-keyword *( SP ehlo-param )
//   ehlo-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
//   ehlo-param   = 1*(%d33-126)
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/smtp/reply.hpp"

namespace mailrig::smtp {

inline constexpr std::size_t kKeywordLimit = 256;  // ours: keywords kept of one reply

struct Keyword {
  std::string_view name;        // as sent; compared in any case
  std::string_view parameters;  // all of them, as sent
};

// Views point into the reply's unit. Reused: parse_ehlo() keeps capacity.
struct Ehlo {
  std::string_view domain;
  std::vector<Keyword> keywords;
  [[nodiscard]] const Keyword* find(std::string_view name) const;
  // Is `parameter` one of the keyword's ("AUTH", "PLAIN")? Both in any case.
  [[nodiscard]] bool has(std::string_view name, std::string_view parameter) const;
};

// Adds kEhloKeyword to the reply's flaws for lines outside the grammar, which are kept all the same.
void parse_ehlo(Reply& reply, Ehlo& ehlo);

// The reply that parse_ehlo reads; `keywords` are whole lines ("SIZE 1000").
void append_ehlo(std::string& out, std::string_view domain, const std::vector<std::string>& keywords);

}  // namespace mailrig::smtp
