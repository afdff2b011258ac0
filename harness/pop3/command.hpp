// POP3 commands as a server reads them (RFC 1939 3 and 5, RFC 2449 4, RFC 5034 4, RFC 2595 4, RFC 6856):
// strictly. What breaks the grammar is refused with -ERR.
//   command = keyword *(SP argument) CRLF     ; 255 octets maximum
// Keywords are in any case; one space separates; arguments are printable ASCII. The whole rest of a
// PASS line is the password (RFC 1939 7).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig::pop3 {

inline constexpr std::size_t kCommandLimit = 255;         // RFC 2449 4, CRLF counted in
inline constexpr std::size_t kSaslLineLimit = 12 * 1024;  // ours: a client's line within AUTH

enum class Verb : std::uint8_t {
  Unknown,  // `name` tells which; arguments were not read
  Apop,
  Auth,
  Capa,
  Dele,
  Lang,
  List,
  Noop,
  Pass,
  Quit,
  Retr,
  Rset,
  Stat,
  Stls,
  Top,
  Uidl,
  User,
  Utf8,
};
[[nodiscard]] std::string_view name(Verb verb);  // "RETR"; "" for Unknown

// One command. Views point into the line. Only the members that belong to the verb are filled.
struct Command {
  Verb verb = Verb::Unknown;
  std::string_view name;                 // as sent
  std::string_view argument;             // USER, APOP: name, PASS: password, AUTH: mechanism, LANG: range
  std::string_view digest;               // APOP
  std::optional<std::uint64_t> message;  // DELE, LIST, RETR, TOP, UIDL
  std::uint64_t lines = 0;               // TOP
  std::optional<std::string_view> initial_response;  // AUTH, base64 as sent; "=" is the empty one
};

struct CommandOptions {
  bool utf8 = false;  // names and passwords may have octets above 127 (RFC 6856 2.2); whether they are UTF-8
                      // is not seen to
};

struct Refusal {
  std::string_view reason;  // "message number expected": static storage
  std::size_t offset = 0;   // octets from the start of the line
};

// `line`: one framed line, its end counted in. Nothing: it is well formed. Otherwise the command is to
// be refused; its verb and name are filled as far as they could be read.
[[nodiscard]] std::optional<Refusal> parse_command(std::string_view line, Command& command,
                                                   CommandOptions options = {});

// The line that parse_command reads back.
void append_command(std::string& out, const Command& command);

}  // namespace mailrig::pop3
