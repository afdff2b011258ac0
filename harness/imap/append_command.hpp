// APPEND (RFC 9051 6.3.12) of one message or several (RFC 3502), REPLACE (RFC 8508).
//   append         = "APPEND" SP mailbox 1*(SP append-message)
//   append-message = [flag-list SP] [date-time SP] append-data
//   append-data    = literal / literal8 / "CATENATE" SP "(" cat-part *(SP cat-part) ")"   (RFC 4469 5)
//                    / utf8-literal
//   cat-part       = "TEXT" SP literal / "URL" SP astring / utf8-literal
//   utf8-literal   = "UTF8" SP "(" literal8 ")"                                            (RFC 6855 4)
//   replace        = "REPLACE" SP seq-number SP mailbox SP append-message
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/imap/command_values.hpp"
#include "harness/imap/sequence_set.hpp"

namespace mailrig::imap {

inline constexpr std::size_t kAppendMessageLimit = 1000;  // ours: messages of one APPEND

inline constexpr std::size_t kCatenatePartLimit = 1000;  // ours: of one message

struct CatenatePart {
  bool url = false;
  bool utf8 = false;      // utf8-literal
  std::string_view text;  // octets, or the URL
};

struct AppendMessage {
  FlagNames flags;
  std::optional<std::string_view> date_time;  // without its quotes, grammar checked
  std::string_view message;
  std::vector<CatenatePart> parts;  // CATENATE; none: `message` it is
  bool binary = false;              // literal8: NUL may be among its octets (RFC 3516 4.4)
  bool utf8 = false;                // utf8-literal
};

struct AppendCommand {
  SequenceSet replaced;  // REPLACE: the one message that goes
  std::string_view mailbox;
  std::vector<AppendMessage> messages;  // at least one
};

}  // namespace mailrig::imap
