// One line of a dialogue: who, what, and the text still to be read by the protocol's own pattern
// or template parser.
//   line    = [ client SP ] ( send / expect / ( "connect" / "tls" ) handshake / "close" / "half-close" /
//   "reset" / "compress"
//           / "closed" how / "silent" SP time / "open" SP time / "pause" SP time / "read" read / "auth" auth
//           / deliver / set / "check" SP comparison / include / block ) [ " # " annotations ]
//   send    = "C" *( SP ( "raw" / "more" / "untagged" / "data" / "cut" SP numbers / "pause" SP time ) ) ":"
//             [ SP text ]
//   expect  = [ "or " ] "S:" SP [ "not " ] pattern
//   deliver = "send" SP template SP "to" SP template
//   set     = "set" SP name SP "=" SP template
//   block   = "repeat" SP number / "if" SP condition / "else if" SP condition / "else" / "at once" / "end"
//   include = "include" SP name *( SP name "=" ( word / quoted ) )      quoted: \" and \\ are read
// The words behind connect, tls, closed, read and auth: line_words.hpp. Conditions and comparisons:
// condition.hpp.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/annotation.hpp"

namespace mailrig::scenario {

inline constexpr std::size_t kLinesLimit = 20'000;  // of one dialogue, repetitions written out

enum class Verb : std::uint8_t {
  Send,
  Expect,
  Connect,
  StartTls,
  Close,
  HalfClose,
  Compress,
  Reset,
  Closed,
  Silent,
  Pause,
  ReadSlowly,
  Read,
  Auth,
  Deliver,
  Set,
  Open,
  Check,
  Include,
  Repeat,
  If,
  ElseIf,
  Else,
  AtOnce,
  End
};

// "flags=…" of an include.
struct Argument {
  std::string name, value;
  Location name_at, at;
};

// What an include gave to the fragment whose line this is.
struct Scope {
  std::vector<Argument> values;
  std::shared_ptr<const Scope> outer;  // whose words the values are in
  std::uint32_t outer_turn = 0;
  [[nodiscard]] const Argument* find(std::string_view name) const;
};

struct Line {
  Verb verb = Verb::Connect;
  Location where;      // of the verb
  std::string client;  // empty: the only one
  std::string text;    // what is sent, expected, set, or asked (If, Check); Deliver: the message
  Location text_at;
  // Send
  bool raw = false, more = false, untagged = false, data = false;
  std::vector<std::uint32_t> cuts;
  Milliseconds time{0};  // cut pause, or of Closed, Silent, Open, Pause
  // Expect
  bool absent = false, alternative = false;
  CloseHow close;  // Closed; StartTls, Connect: of a refusal
  Handshake::Outcome outcome = Handshake::Outcome::Done;
  TlsChoice tls;  // StartTls, Connect
  bool wrong = false, wrong_user = false, no_initial = false, cancel = false, other_binding = false;  // Auth
  std::string name;  // Auth: mechanism; Set: variable; Deliver: whom to; Include
  Location name_at;
  std::uint32_t octets = 0;            // ReadSlowly: in each `time`; 0: none at all
  std::uint32_t count = 0;             // Repeat: how often; in a repetition: which (from 1), ${i}
  std::vector<Argument> arguments;     // Include
  std::shared_ptr<const Scope> scope;  // in a fragment
  Annotations notes;
  std::string source;  // the line as written, without annotations
};

// A word behind a verb and what it sets: "raw", "wrong-user".
struct LineFlag {
  std::string_view word;
  bool Line::*flag;
};
// Of "C raw untagged: …"; and all that may stand there, "cut" and "pause", too.
[[nodiscard]] std::span<const LineFlag> send_flags();
[[nodiscard]] std::span<const std::string_view> send_words();
// "or S:", "not"
[[nodiscard]] std::span<const std::string_view> expect_words();

// Who may speak.
struct Speakers {
  const std::vector<std::string>& clients;
  std::string_view otherwise;  // whose line it is that names none; empty: a mistake where there are several
};

struct Lines {
  std::vector<Line> all;
  bool good = true;  // each line could be used
};
// As they stand; write_out() makes a dialogue of them.
[[nodiscard]] Lines parse_lines(const Text& dialogue, const Speakers& speakers, Diagnostics& mistakes);

}  // namespace mailrig::scenario
