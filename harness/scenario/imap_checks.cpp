#include "harness/scenario/imap_checks.hpp"

#include <algorithm>
#include <array>

#include "harness/imap/sequence_set.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

// RFC 9051 2.3.2
constexpr std::array<std::string_view, 6> kFlags = {"\\Answered", "\\Flagged", "\\Deleted",
                                                    "\\Seen",     "\\Draft",   "\\Recent"};
// RFC 9051 7.3.1, RFC 6154 2, RFC 8457 3, RFC 3348 3, RFC 9394, RFC 5465 8
constexpr std::array<std::string_view, 18> kAttributes = {
    "\\All",      "\\Archive",   "\\Drafts", "\\Flagged",     "\\HasChildren", "\\HasNoChildren",
    "\\Junk",     "\\Important", "\\Marked", "\\Noinferiors", "\\NoAccess",    "\\NonExistent",
    "\\Noselect", "\\Remote",    "\\Sent",   "\\Subscribed",  "\\Trash",       "\\Unmarked"};

std::span<const std::string_view> names_of(FlagsOf kind) {
  if (kind == FlagsOf::Mailbox) return kAttributes;
  return kFlags;
}

void check_flag(const Term& term, std::string_view flag, FlagsOf kind, TermChecks& checks) {
  const auto known = names_of(kind);
  const bool keyword = !flag.starts_with('\\');
  if (!keyword) {
    if (flag == "\\*" && kind == FlagsOf::Permanent) return;
    if (flag == "\\*") return checks.complain(term, "'\\*' stands only in PERMANENTFLAGS");
    if (is_known(flag, known) || wire::istarts_with(flag, "\\X")) return;
    const std::string_view near = nearest(flag, known);
    return checks.complain(term,
                           quote(flag) + " is no flag" +
                               (near.empty() ? "; a keyword has no '\\'; one of your own is a string: '\"\\" +
                                                   std::string(flag) + "\"'"
                                             : did_you_mean(near)));
  }
  const std::string with = "\\" + std::string(flag);
  if (flag == "*" || is_known(with, known) || kind == FlagsOf::Mailbox) {
    const std::string_view near = flag == "*" ? std::string_view("\\*") : nearest(with, known);
    checks.complain(term, quote(flag) +
                              (kind == FlagsOf::Mailbox ? " is no attribute" : " is a keyword, no flag") +
                              did_you_mean(near));
  }
}

}  // namespace

std::optional<std::string_view> plain_word(const Term& term) {
  if (term.kind != Term::Kind::Word || term.value.pieces.size() != 1) return std::nullopt;
  const Piece& piece = term.value.pieces.front();
  if (piece.kind != Piece::Kind::Text) return std::nullopt;
  return piece.text;
}

bool is_open(const Term& term) {
  return term.kind == Term::Kind::Any || term.kind == Term::Kind::Bind || term.kind == Term::Kind::Compare ||
         (term.kind == Term::Kind::Word && !plain_word(term));
}

bool is_known(std::string_view word, std::span<const std::string_view> list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view one) { return wire::iequals(word, one); });
}

void check_number(const Term& term, std::string_view of, TermChecks& checks) {
  if (is_open(term) || is_more(term) || term.kind == Term::Kind::Regex) return;
  const auto word = plain_word(term);
  if (!word || !wire::to_number(*word))
    checks.complain(term, std::string(of) + " is a number: '3', '${_}', '${>0}'");
}

void check_number_set(const Term& term, std::string_view of, TermChecks& checks) {
  if (is_open(term) || is_more(term) || term.kind == Term::Kind::Regex) return;
  const auto word = plain_word(term);
  imap::SequenceSet set;
  if (!word || !imap::parse_sequence_set(*word, set))
    checks.complain(term, std::string(of) + " is a set of numbers: '1:3,5'");
}

void check_mailbox(const Term& term, TermChecks& checks) {
  if (is_list(term)) checks.complain(term, "the name of a mailbox is missing here");
  if (term.kind == Term::Kind::Nil)
    checks.complain(term, "the name of a mailbox is never NIL; one of that name is '\"NIL\"'");
}

void check_flags(const Term& term, std::string_view of, FlagsOf kind, TermChecks& checks) {
  if (is_open(term) || is_more(term)) return;
  if (!is_list(term))
    return checks.complain(term, std::string(of) + " takes a list in parentheses: '(\\" +
                                     (kind == FlagsOf::Mailbox ? "HasNoChildren" : "Seen") + " ...)'");
  for (const Term& member : term.items) {
    if (is_list(member) || member.kind == Term::Kind::Nil) {
      checks.complain(member, "a flag is missing here");
    } else if (const auto word = plain_word(member)) {
      check_flag(member, *word, kind, checks);
    }
  }
}

}  // namespace mailrig::scenario
