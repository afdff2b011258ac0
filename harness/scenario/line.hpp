// One line of a dialogue: who, what, and the text still to be read by the protocol's own pattern
// or template parser.
//   line = [ client SP ] ( send / expect / "connect" / "tls" [ SP "or closed" ] / "close" / "half-close" /
//   "reset" / closed
//        / "silent" SP time / "pause" SP time / "read slowly" / "read" / auth / deliver / set
//        / "repeat" SP number / "end" ) [ " # " annotations ]
//   send    = "C" *( SP ( "raw" / "more" / "untagged" / "data" / "cut" SP numbers / "pause" SP time ) ) ":" [
//   SP text ] expect  = [ "or " ] "S:" SP [ "not " ] pattern closed  = "closed" [ SP "by" SP ( "fin" /
//   "reset" / "alert" ) ] [ SP "within" SP time ] auth    = "auth" SP mechanism *( SP ( "wrong" /
//   "no-initial" ) ) deliver = "send" SP template SP "to" SP template set     = "set" SP name SP "=" SP
//   template
#pragma once

#include <string>
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
  Reset,
  Closed,
  Silent,
  Pause,
  ReadSlowly,
  Read,
  Auth,
  Deliver,
  Set,
  Repeat,
  End
};

struct Line {
  Verb verb = Verb::Connect;
  Location where;      // of the verb
  std::string client;  // empty: the only one
  std::string text;    // what is sent, expected, or set; Deliver: the message
  Location text_at;
  // Send
  bool raw = false, more = false, untagged = false, data = false;
  std::vector<std::uint32_t> cuts;
  Milliseconds time{0};  // cut pause, or of Closed, Silent, Pause
  // Expect
  bool absent = false, alternative = false;
  CloseKind close = CloseKind::Any;
  bool or_closed = false;                  // StartTls
  bool wrong = false, no_initial = false;  // Auth
  std::string name;                        // Auth: mechanism; Set: variable; Deliver: whom to
  Location name_at;
  std::uint32_t count = 0;  // Repeat: how often; in a repetition: which (from 1), ${i}
  Annotations notes;
  std::string source;  // the line as written, without annotations
};

// `clients`: their names. Repetitions are written out.
[[nodiscard]] std::vector<Line> parse_lines(const Text& dialogue, const std::vector<std::string>& clients,
                                            Diagnostics& mistakes);

}  // namespace mailrig::scenario
