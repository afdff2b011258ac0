#include "harness/scenario/pattern_imap_check.hpp"

#include <array>
#include <vector>

#include "harness/scenario/imap_checks.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

using TermSpan = std::span<const Term>;

// RFC 4466 2.6.2, RFC 4731 3.1, RFC 5267 4.5, RFC 6203 4
constexpr std::array<std::string_view, 9> kReturned = {"ADDTO",  "ALL",     "COUNT",     "MAX",       "MIN",
                                                       "MODSEQ", "PARTIAL", "RELEVANCY", "REMOVEFROM"};

class PatternCheck {
 public:
  PatternCheck(const Location& at, std::uint32_t name_column, Diagnostics& mistakes)
      : checks_(at, mistakes), name_column_(name_column) {}

  void data(const ImapPattern& pattern) {
    name_ = pattern.name;
    const KnownName* known = known_data(pattern.name);
    if (known == nullptr) return unknown_data();
    if (known->numbered && !pattern.number)
      return complain(quote(name_) + " stands behind its number: '* 3 " + name_ + "'");
    if (!known->numbered && pattern.number) return complain("there is no number before " + quote(name_));
    if (pattern.number) check_number(*pattern.number, "what stands before " + quote(name_), checks_);
    shape(known->shape, pattern.data);
  }

  void code(const ImapPattern& pattern) {
    const Term& name = pattern.code.front();
    if (is_list(name) || name.kind == Term::Kind::String || name.kind == Term::Kind::Nil)
      return checks_.complain(name, "a response code begins with its name: '[UIDNEXT ${_}]'");
    const auto word = plain_word(name);
    if (!word) return;
    name_ = *word;
    name_column_ = name.column;
    const KnownName* known = known_code(*word);
    if (known == nullptr) {
      const std::string_view near = near_code(*word);
      if (!near.empty() && wire::to_upper(word->front()) != 'X')
        complain(quote(*word) + " is no response code" + did_you_mean(near));
      return;
    }
    shape(known->shape, TermSpan(pattern.code).subspan(1));
  }

 private:
  void complain(std::string message) { checks_.complain(name_column_, std::move(message)); }

  void unknown_data() {
    if (name_.front() == 'X') return;
    std::string_view near = near_data(name_);
    complain(quote(name_) + " is no data of a response" +
             (near.empty() ? "; meant is one such as 'FETCH' or 'LIST'; a vendor's own begins with 'X'"
                           : did_you_mean(near)));
  }

  void shape(DataShape shape, TermSpan terms) {
    switch (shape) {
      case DataShape::InOrder:
        return;
      case DataShape::Nothing:
        if (!terms.empty() && !is_more(terms.front()))
          checks_.complain(terms.front(), "nothing follows " + quote(name_));
        return;
      case DataShape::Number:
        if (count(terms, 1, "a number")) check_number(terms.front(), name_, checks_);
        return;
      case DataShape::Members:
        return members(terms);
      case DataShape::Numbers:
        return numbers(terms);
      case DataShape::Flags:
        if (count(terms, 1, "a list in parentheses"))
          check_flags(terms.front(), name_, name_ == "PERMANENTFLAGS" ? FlagsOf::Permanent : FlagsOf::Message,
                      checks_);
        return;
      case DataShape::List:
        return list(terms);
      case DataShape::Mailbox:
        if (terms.empty()) return complain(quote(name_) + " needs a mailbox");
        return check_mailbox(terms.front(), checks_);
      case DataShape::Status:
        return status(terms);
      case DataShape::Fetch:
        return fetch(terms);
      case DataShape::Esearch:
        return esearch(terms);
      case DataShape::Vanished:
        return vanished(terms);
      case DataShape::UidSet:
        return sets(terms, 1, 1, "a set of numbers: '[MODIFIED 7,9]'");
      case DataShape::AppendUid:
        return sets(terms, 2, 1, "UIDVALIDITY and UID: '[APPENDUID ${_} ${=uid}]'");
      case DataShape::CopyUid:
        return sets(terms, 3, 2, "UIDVALIDITY and two sets of UIDs: '[COPYUID ${_} 1:3 ${=new}]'");
    }
  }

  // Exactly so many, or fewer and "...".
  bool count(TermSpan terms, std::size_t wanted, std::string_view what) {
    const bool open = !terms.empty() && is_more(terms.back());
    const std::size_t there = terms.size() - (open ? 1 : 0);
    if (there > wanted) {
      checks_.complain(terms[wanted],
                       "this is too much for " + quote(name_) + ": it has " + std::string(what));
      return false;
    }
    if (there < wanted && !open) {
      complain(quote(name_) + " needs " + std::string(what));
      return false;
    }
    return there == wanted;
  }

  void sets(TermSpan terms, std::size_t wanted, std::size_t sets, std::string_view what) {
    (void)count(terms, wanted, what);
    for (std::size_t i = 0; i < terms.size() && i < wanted; ++i) {
      if (i + sets < wanted) {
        check_number(terms[i], "UIDVALIDITY", checks_);
      } else {
        check_number_set(terms[i], name_, checks_);
      }
    }
  }

  void members(TermSpan terms) {
    if (terms.empty() && name_ != "ENABLED")
      return complain(quote(name_) + " needs what is listed; '...' for anything");
    for (const Term& term : terms) {
      if (is_list(term) || term.kind == Term::Kind::Nil)
        checks_.complain(term, quote(name_) + " lists words, without parentheses");
    }
  }

  void numbers(TermSpan terms) {
    for (const Term& term : terms) {
      if (is_list(term)) {
        const auto name = term.items.empty() ? std::nullopt : plain_word(term.items.front());
        if (!name || !wire::iequals(*name, "MODSEQ") || term.items.size() != 2)
          checks_.complain(term,
                           "SEARCH lists numbers: '1 2 3'; the one list that may follow is '(MODSEQ ${_})'");
      } else {
        check_number_set(term, "what SEARCH lists", checks_);
      }
    }
  }

  void list(TermSpan terms) {
    if (!terms.empty()) check_flags(terms[0], "the attributes of " + name_, FlagsOf::Mailbox, checks_);
    if (terms.size() > 1) delimiter(terms[1]);
    if (terms.size() > 2) check_mailbox(terms[2], checks_);
    const bool open = !terms.empty() && is_more(terms.back());
    if (terms.size() < 3 && !open)
      complain(quote(name_) + " has attributes, delimiter and mailbox: '(...) ${_} INBOX'");
    if (terms.size() > 4) checks_.complain(terms[4], "this is too much for " + quote(name_));
  }

  void delimiter(const Term& term) {
    if (is_open(term) || is_more(term) || term.kind == Term::Kind::Nil || term.kind == Term::Kind::Regex)
      return;
    const auto word = plain_word(term);
    const bool text =
        term.kind == Term::Kind::String && term.value.pieces.size() == 1 &&
        (term.value.pieces.front().kind != Piece::Kind::Text || term.value.pieces.front().text.size() == 1);
    if (text || (word && word->size() == 1)) return;
    checks_.complain(term, "the delimiter is one character or NIL: '\"/\"'");
  }

  void status(TermSpan terms) {
    if (terms.empty()) return complain("'STATUS' has a mailbox and its items: '${mailbox} (MESSAGES 2)'");
    check_mailbox(terms[0], checks_);
    items(terms.subspan(1), "(MESSAGES 2)", check_status_items);
  }

  void fetch(TermSpan terms) { items(terms, "(FLAGS (...))", check_fetch_items); }

  void items(TermSpan terms, std::string_view example, void (*check)(const Term&, TermChecks&)) {
    if (terms.empty())
      return complain("the items of " + quote(name_) + " are missing: '" + std::string(example) +
                      "', or '...' for any");
    const Term& first = terms.front();
    const bool fits =
        is_list(first) || is_more(first) || first.kind == Term::Kind::Any || first.kind == Term::Kind::Bind;
    if (!fits || terms.size() > 1)
      return checks_.complain(fits ? terms[1] : first, "the items of " + quote(name_) +
                                                           " stand in one pair of parentheses: '" +
                                                           std::string(example) + "'");
    if (is_list(first)) check(first, checks_);
  }

  // "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
  void esearch(TermSpan terms) {
    std::size_t at = 0;
    if (terms.empty() || !(is_list(terms[0]) || is_open(terms[0]) || is_more(terms[0])))
      return complain("'ESEARCH' begins with the command's tag: '(TAG ${tag})'");
    if (is_list(terms[0])) {
      const auto name = terms[0].items.empty() ? std::nullopt : plain_word(terms[0].items.front());
      if (!name || !wire::iequals(*name, "TAG") || terms[0].items.size() != 2)
        checks_.complain(terms[0], "'ESEARCH' begins with the command's tag: '(TAG ${tag})'");
    }
    ++at;
    if (at < terms.size() && plain_word(terms[at]) && wire::iequals(*plain_word(terms[at]), "UID")) ++at;
    for (; at < terms.size() && !is_more(terms[at]); at += 2) {
      const auto name = plain_word(terms[at]);
      if (!name) continue;
      if (!is_known(*name, kReturned)) {
        const std::string_view near = nearest(*name, std::span<const std::string_view>(kReturned));
        return checks_.complain(
            terms[at],
            quote(*name) + " is nothing that ESEARCH returns" +
                (near.empty() ? "; there are MIN, MAX, COUNT, ALL, PARTIAL, MODSEQ" : did_you_mean(near)));
      }
      if (at + 1 == terms.size() || is_more(terms[at + 1]))
        return checks_.complain(terms[at], quote(*name) + " needs a value: '${_}' for any");
      if (wire::iequals(*name, "ALL")) check_number_set(terms[at + 1], "ALL", checks_);
    }
  }

  void vanished(TermSpan terms) {
    if (!terms.empty() && is_list(terms[0])) {
      const auto word = terms[0].items.size() == 1 ? plain_word(terms[0].items[0]) : std::nullopt;
      if (!word || !wire::iequals(*word, "EARLIER"))
        checks_.complain(terms[0], "the one list in VANISHED is '(EARLIER)'");
      terms = terms.subspan(1);
    }
    if (count(terms, 1, "a set of UIDs")) check_number_set(terms.front(), "VANISHED", checks_);
  }

  TermChecks checks_;
  std::uint32_t name_column_;
  std::string name_;
};

}  // namespace

void check_imap_pattern(const ImapPattern& pattern, const Location& at, std::uint32_t name_column,
                        Diagnostics& mistakes) {
  PatternCheck check(at, name_column, mistakes);
  if (pattern.kind == ImapPattern::Kind::Data) return check.data(pattern);
  if (pattern.has_code && !pattern.code.empty()) check.code(pattern);
}

}  // namespace mailrig::scenario
