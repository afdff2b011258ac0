// SMTP commands as a server reads them (RFC 5321 4.1.1, RFC 3030 2, RFC 3207 4, RFC 4954 4): strictly.
//   ehlo = ("EHLO" / "HELO" / "LHLO") SP ( Domain / address-literal ) CRLF
//   mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF
//   rcpt = "RCPT TO:" ( "<Postmaster>" / Forward-path ) [SP Rcpt-parameters] CRLF
//   data, rset, quit, starttls = keyword CRLF
//   vrfy, expn = keyword SP String CRLF ; help, noop = keyword [ SP String ] CRLF
//   auth = "AUTH" SP sasl-mech [SP initial-response] CRLF ; bdat = "BDAT" SP size [ SP "LAST" ] CRLF
//   parameters = esmtp-param *(SP esmtp-param) ; esmtp-param = esmtp-keyword ["=" esmtp-value]
// Keywords are in any case; no space stands beside the colon (3.3); white space before CRLF is
// tolerated (4.1.1). The text of VRFY, EXPN, HELP and NOOP may be any printable text. Where RFC 6531 lets
// UTF-8 in, it is read; whether the client has asked for SMTPUTF8 is for the session to know.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/smtp/path.hpp"
#include "harness/smtp/reply.hpp"

namespace mailrig::smtp {

inline constexpr std::size_t kCommandLimit = 512;  // RFC 5321 4.5.3.1.4, CRLF counted in
// What parameters add to it. MAIL: SIZE (RFC 1870 3), BODY (6152 2), AUTH (4954 3), RET and ENVID (3461 5.4),
// SMTPUTF8 (6531 3.1), BY (2852 2), HOLDFOR or HOLDUNTIL (4865 3), MT-PRIORITY (6710 3), REQUIRETLS (8689 2).
// RCPT: NOTIFY and ORCPT (3461 5.4).
inline constexpr std::size_t kMailExtra = 26 + 17 + 500 + 9 + 107 + 10 + 17 + 34 + 15 + 11;
inline constexpr std::size_t kRcptExtra = 530;
inline constexpr std::size_t kAuthLimit = 12288;    // RFC 4954 4.3: AUTH and its lines
inline constexpr std::size_t kParameterLimit = 16;  // ours: parameters of one command

enum class Verb : std::uint8_t {
  Unknown,  // `name` tells which; arguments were not read
  Auth,
  Bdat,
  Data,
  Ehlo,
  Expn,
  Helo,
  Help,
  Lhlo,  // LMTP's, in the place of EHLO (RFC 2033 4.1)
  Mail,
  Noop,
  Quit,
  Rcpt,
  Rset,
  StartTls,
  Vrfy,
};
[[nodiscard]] std::string_view name(Verb verb);  // "MAIL"; "" for Unknown

struct Parameter {
  std::string_view keyword;
  std::optional<std::string_view> value;
};

// One command. Views point into the line. Only the members that belong to the verb are filled.
struct Command {
  Verb verb = Verb::Unknown;
  std::string_view name;      // as sent
  std::string_view argument;  // EHLO, HELO, LHLO: domain; VRFY, EXPN, HELP, NOOP: text; AUTH: mechanism
  Path path;                  // MAIL, RCPT
  std::optional<std::string_view> initial_response;  // AUTH, base64 as sent; "=" is the empty one
  std::uint64_t chunk = 0;                           // BDAT
  bool last = false;                                 // BDAT
  bool sized = false;  // BDAT: the chunk's size was read, whatever is wrong behind it
  [[nodiscard]] std::span<const Parameter> parameters() const { return {parameters_.data(), count_}; }
  [[nodiscard]] bool add(const Parameter& parameter);  // false: too many

 private:
  std::array<Parameter, kParameterLimit> parameters_{};
  std::size_t count_ = 0;
};

// Why a command is refused, as a reply would say it.
struct Refusal {
  int code = 0;
  EnhancedCode enhanced;
  std::string_view reason;  // static storage
  std::size_t offset = 0;   // octets from the start of the line
};

// `line`: one framed line, its end counted in. Nothing: it is well formed. Otherwise the command is to be
// refused; its verb and name are filled as far as they could be read.
[[nodiscard]] std::optional<Refusal> parse_command(std::string_view line, Command& command);

// The line that parse_command reads back.
void append_command(std::string& out, const Command& command);

}  // namespace mailrig::smtp
