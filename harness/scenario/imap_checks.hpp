// What the checks of IMAP patterns share.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/scenario/diagnostic.hpp"

namespace mailrig::scenario {

// Complaints about terms of one line.
class TermChecks {
 public:
  TermChecks(const Location& at, Diagnostics& mistakes) : at_(at), mistakes_(mistakes) {}

  void complain(const Term& term, std::string message) { complain(term.column, std::move(message)); }
  void complain(std::uint32_t column, std::string message) {
    Location where = at_;
    where.column = column;
    mistakes_.push_back({where, std::move(message)});
  }
  [[nodiscard]] const Location& at() const { return at_; }

 private:
  Location at_;
  Diagnostics& mistakes_;
};

// The text of a word that has no variable in it.
[[nodiscard]] std::optional<std::string_view> plain_word(const Term& term);
[[nodiscard]] inline bool is_list(const Term& term) {
  return term.kind == Term::Kind::List;
}
[[nodiscard]] inline bool is_more(const Term& term) {
  return term.kind == Term::Kind::Rest;
}
// ${_}, ${=name}, ${name}: what it stands for is not known here.
[[nodiscard]] bool is_open(const Term& term);
// Known words, any case; "X…" is a vendor's own and passes.
[[nodiscard]] bool is_known(std::string_view word, std::span<const std::string_view> list);

// One value each.
void check_number(const Term& term, std::string_view of, TermChecks& checks);
void check_number_set(const Term& term, std::string_view of, TermChecks& checks);
void check_mailbox(const Term& term, TermChecks& checks);

enum class FlagsOf : std::uint8_t { Message, Permanent, Mailbox };
// "FLAGS" must be a list; its members flags that there are.
void check_flags(const Term& term, std::string_view of, FlagsOf kind, TermChecks& checks);
// The list of a FETCH or STATUS response.
void check_fetch_items(const Term& list, TermChecks& checks);
void check_status_items(const Term& list, TermChecks& checks);

}  // namespace mailrig::scenario
