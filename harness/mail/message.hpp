// Messages as IMAP sees them: header fields (RFC 5322), MIME parts (RFC 2045/2046), the envelope.
// Pure functions of the octets; a broken message gives the best reading, never an error, and
// nothing nests deeper than kPartDepthLimit or has more than kPartLimit parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailrig::mail {

inline constexpr std::size_t kPartDepthLimit = 50;
inline constexpr std::size_t kPartLimit = 10'000;

// One field as it stands in the message: views into the octets, folding kept.
struct Field {
  std::string_view name;
  std::string_view body;  // after the colon, without the final CRLF
  std::string_view raw;   // name to final CRLF, for HEADER.FIELDS
};

struct Header {
  std::vector<Field> fields;
  std::string_view raw;                                          // all fields and the empty line behind them
  [[nodiscard]] const Field* find(std::string_view name) const;  // first of that name, any case
};

// The header of `message`; `body_begin` is set to the octet behind the empty line.
[[nodiscard]] Header parse_header(std::string_view message, std::size_t& body_begin);

// A field body with folding undone: CRLF before white space is taken out (RFC 5322 2.2.3).
[[nodiscard]] std::string unfold(std::string_view field_body);

// RFC 9051 7.5.2: addr-name, addr-adl, addr-mailbox, addr-host; group syntax by NIL host.
struct Address {
  std::optional<std::string> display_name, source_route, mailbox, host;
};
struct Envelope {
  std::optional<std::string> date, subject;
  std::vector<Address> from, sender, reply_to, to, cc, bcc;
  std::optional<std::string> in_reply_to, message_id;
};
[[nodiscard]] std::vector<Address> parse_address_list(std::string_view field_body);
// sender and reply_to are filled from `from` when missing or empty (RFC 9051 7.5.2).
[[nodiscard]] Envelope envelope_of(const Header& header);

using Parameters = std::vector<std::pair<std::string, std::string>>;  // in order; RFC 2231 sections joined,
                                                                      // charsets left as sent

// One MIME part. Offsets are into the message that part_tree() was given.
struct Part {
  std::string type = "TEXT", subtype = "PLAIN";  // as sent, upper case for defaults
  Parameters parameters;
  std::optional<std::string> id, description, encoding, md5, disposition, location;
  Parameters disposition_parameters;
  std::vector<std::string> languages;
  std::size_t header_begin = 0, body_begin = 0, end = 0;
  std::size_t lines = 0;  // of the body
  // Of a multipart: at least one (without a delimiter, a text part that is the whole body). Of an
  // embedded message: exactly one, the message inside; its header is in its own range. What can't
  // be looked into (encoded message, limit reached) is typed APPLICATION/OCTET-STREAM (RFC 2049 2).
  std::vector<Part> parts;
  [[nodiscard]] bool multipart() const;
  [[nodiscard]] bool embedded_message() const;  // message/rfc822 or message/global, identity-encoded
};
[[nodiscard]] Part part_tree(std::string_view message);

// Dates. RFC 5322 3.3 "Tue, 1 Jul 2003 10:52:37 +0200" (obsolete forms too) and IMAP's
// INTERNALDATE "17-Jul-1996 02:44:25 -0700" (RFC 9051 9 date-time).
struct DateTime {
  std::int64_t unix_seconds = 0;
  int zone_minutes = 0;
  // Calendar day as written, whatever the zone: what SEARCH SENTON and ON compare.
  int year = 1970, month = 1, day = 1;
};
[[nodiscard]] std::optional<DateTime> parse_rfc5322_date(std::string_view text);
[[nodiscard]] std::optional<DateTime> parse_internal_date(std::string_view text);
[[nodiscard]] std::string internal_date(std::int64_t unix_seconds, int zone_minutes = 0);
[[nodiscard]] std::string rfc5322_date(std::int64_t unix_seconds, int zone_minutes = 0);

// RFC 2047 encoded words and transfer encodings, for SEARCH: UTF-8 out, what can't be read stays.
[[nodiscard]] std::string decode_words(std::string_view field_body);
[[nodiscard]] std::string decode_transfer(std::string_view body, std::string_view encoding);
// `bytes` in `charset` (RFC 2978 name) as UTF-8; empty if the charset is unknown or they are not of it.
[[nodiscard]] std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset);

// A message generated from a seed: `size` octets in all (within 2), CRLF lines of at most 78.
struct MessageSpec {
  std::uint64_t seed = 1;
  std::size_t size = 1024;
  std::string from = "sender@example.test", to = "recipient@example.test";
  std::int64_t unix_seconds = 1'700'000'000;
};
[[nodiscard]] std::string generate(const MessageSpec& spec);

}  // namespace mailrig::mail
