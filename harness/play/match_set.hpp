// A pattern that is a set: each term takes a member of its own, wherever either stands. What can take
// only one member chooses first, what can take any comes last and takes the first that is left.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/play/match.hpp"
#include "harness/play/pairing.hpp"

namespace mailrig::play {

// How much choice a term has.
enum class Choice : std::uint8_t { None, Some, Any };
[[nodiscard]] Choice choice_of(const scenario::Term& term, const Bindings& bindings);

class SetPattern {
 public:
  SetPattern(const SetPattern&) = delete;
  SetPattern& operator=(const SetPattern&) = delete;
  virtual ~SetPattern() = default;
  // `open`: members that no term takes are allowed.
  [[nodiscard]] bool match(std::size_t terms, std::size_t members, bool open, Match& match);

 protected:
  SetPattern() = default;
  [[nodiscard]] virtual Choice choice(std::size_t term, const Bindings& bindings) const = 0;
  [[nodiscard]] virtual bool fits(std::size_t term, std::size_t member, Match& match) const = 0;
  [[nodiscard]] virtual std::string shown_term(std::size_t term, const Bindings& bindings) const = 0;
  [[nodiscard]] virtual std::string_view text(std::size_t member) const = 0;
  // Terms that take nothing; members that are spoken for; members that only a term takes that names them.
  [[nodiscard]] virtual bool skips(std::size_t) const { return false; }
  [[nodiscard]] virtual bool spoken_for(std::size_t) const { return false; }
  [[nodiscard]] virtual bool put_aside(std::size_t) const { return false; }
  // After a match: no term took it.
  [[nodiscard]] bool is_left(std::size_t member) const {
    return !spoken_for(member) && !pairing_.is_taken(member);
  }

 private:
  [[nodiscard]] bool pair(Match& match);
  [[nodiscard]] std::vector<std::uint32_t> fitting(std::size_t term, Choice how, Match& match) const;
  [[nodiscard]] bool bind(Match& match) const;
  [[nodiscard]] bool repeats(std::size_t member) const;
  [[nodiscard]] bool nothing_left(Match& match) const;

  std::size_t terms_ = 0, members_ = 0;
  Pairing pairing_;
};

// Words of a reply's text as a set; "..." at the end allows more.
[[nodiscard]] bool match_word_set(const std::vector<scenario::Term>& terms, std::string_view text,
                                  Match& match);

}  // namespace mailrig::play
