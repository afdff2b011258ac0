// The words behind some verbs of a dialogue line, read strictly.
//   handshake = [ SP version ] [ SP "verified" ] [ SP "or closed" / SP "refused" [ by ] ]
//   version   = "1.0" / "1.1" / "1.2" / "1.3"
//   how       = [ by ] [ SP "within" SP time ]
//   by        = SP "by" SP ( "fin" / "reset" / "alert" [ SP alert-name ] )      alert-name: RFC 8446 6
//   read      = [ SP "slowly" [ SP number SP "octets" SP "every" SP time ] ]
//   auth      = SP ( mechanism / "${" name "}" ) *( SP ( "wrong" / "wrong-user" / "no-initial" / "cancel" /
//   "other-binding" ) )
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/line.hpp"

namespace mailrig::scenario {

inline constexpr std::uint32_t kPaceOctetsLimit = 1'000'000;  // of "read slowly"
inline constexpr Milliseconds kPaceTimeLimit{60'000};

// Word by word, with the place of each.
class Words {
 public:
  Words(const Text& text, Diagnostics& mistakes) : text_(text), mistakes_(mistakes) {}

  // The next word; empty: there is none.
  std::string_view next();
  // Takes the next word if it is this one.
  bool take(std::string_view word);
  [[nodiscard]] std::string_view peek();
  [[nodiscard]] Location where() const { return text_.where(began_); }  // of the word that was taken last
  void complain(std::string message) { mistakes_.push_back({where(), std::move(message)}); }
  // Complains about what is left.
  void expect_end(std::string_view meant);

 private:
  [[nodiscard]] std::string_view word_at(std::size_t at) const;
  [[nodiscard]] std::size_t behind_spaces() const;

  Text text_;
  Diagnostics& mistakes_;
  std::size_t at_ = 0, began_ = 0;
};

// Each fills what its verb needs.
void parse_handshake(Words& words, Line& line);
void parse_closed(Words& words, Line& line);
void parse_read(Words& words, Line& line);
void parse_auth(Words& words, Line& line);
// Of an auth line whose mechanism is known by now: spells it as registered. What is wrong with it, else
// nothing.
[[nodiscard]] std::optional<std::string> resolve_auth(Line& line);

// "1.2"; nothing if it is no version.
[[nodiscard]] std::optional<TlsVersion> parse_tls_version(std::string_view word);
[[nodiscard]] std::span<const std::string_view> alert_names();
// "by", "within"; "verified", "or", "refused"; "slowly", "octets", "every": what may stand behind the verbs.
[[nodiscard]] std::span<const std::string_view> closed_words();
[[nodiscard]] std::span<const std::string_view> handshake_words();
[[nodiscard]] std::span<const std::string_view> read_words();
// Of "auth PLAIN wrong".
[[nodiscard]] std::span<const LineFlag> auth_flags();

}  // namespace mailrig::scenario
