// Items of FETCH (RFC 9051 7.5.2) and STATUS (7.3.4) in a pattern.
#include <algorithm>
#include <array>
#include <vector>

#include "harness/scenario/imap_checks.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::array<std::string_view, 16> kItems = {
    "ANNOTATION",   "BODY",     "BODYSTRUCTURE", "EMAILID", "ENVELOPE",      "FLAGS",
    "INTERNALDATE", "MODSEQ",   "PREVIEW",       "RFC822",  "RFC822.HEADER", "RFC822.SIZE",
    "RFC822.TEXT",  "SAVEDATE", "THREADID",      "UID"};
constexpr std::array<std::string_view, 3> kMacros = {"ALL", "FAST", "FULL"};
constexpr std::array<std::string_view, 3> kSectioned = {"BODY", "BINARY", "BINARY.SIZE"};
constexpr std::array<std::string_view, 5> kSections = {"HEADER", "HEADER.FIELDS", "HEADER.FIELDS.NOT", "MIME",
                                                       "TEXT"};
constexpr std::array<std::string_view, 11> kStatusItems = {
    "APPENDLIMIT", "DELETED", "DELETED-STORAGE", "HIGHESTMODSEQ", "MAILBOXID", "MESSAGES",
    "RECENT",      "SIZE",    "UIDNEXT",         "UIDVALIDITY",   "UNSEEN"};
constexpr std::size_t kEnvelopeMembers = 10;

std::string near_or(std::string_view word, std::span<const std::string_view> list,
                    std::string_view otherwise) {
  const std::string_view near = nearest(word, list);
  return near.empty() ? std::string(otherwise) : did_you_mean(near);
}

// "1.2.HEADER.FIELDS (To)": empty if it is one, else what is wrong.
std::string section_problem(std::string_view section, bool binary) {
  while (!section.empty() && wire::is_digit(section.front())) {
    std::size_t end = 0;
    while (end < section.size() && wire::is_digit(section[end])) ++end;
    if (end < section.size() && section[end] != '.') return quote(section) + " is no section";
    if (end + 1 == section.size()) return "a section does not end with '.'";
    section.remove_prefix(std::min(end + 1, section.size()));
  }
  if (section.empty()) return {};
  if (binary) return "BINARY names parts only: 'BINARY[1.2]'";
  const std::size_t space = std::min(section.find(' '), section.size());
  const std::string_view name = section.substr(0, space);
  if (!is_known(name, kSections))
    return quote(name) + " is no section" +
           near_or(name, kSections, "; there are HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT, MIME, TEXT");
  const bool fields = wire::istarts_with(name, "HEADER.FIELDS");
  const std::string_view list = section.substr(std::min(space + 1, section.size()));
  const bool has_list = list.size() > 2 && list.front() == '(' && list.back() == ')';
  if (fields && !has_list) return quote(name) + " needs header names: 'HEADER.FIELDS (To)'";
  if (!fields && space < section.size()) return "nothing follows " + quote(name) + " in a section";
  return {};
}

std::string sectioned_problem(std::string_view name, std::size_t bracket) {
  const std::string_view before = name.substr(0, bracket);
  if (before.size() > 5 && wire::iequals(before.substr(before.size() - 5), ".PEEK"))
    return "a response names it " + quote(std::string(before.substr(0, before.size() - 5)) + "[…]") +
           ", without '.PEEK'";
  if (!is_known(before, kSectioned))
    return quote(before) + " is no item of FETCH" + near_or(before, kSectioned, "");
  const std::size_t close = name.rfind(']');
  const std::string_view behind = name.substr(std::min(close + 1, name.size()));
  if (!behind.empty()) {
    const bool angle = behind.size() > 2 && behind.front() == '<' && behind.back() == '>';
    const std::string_view origin = angle ? behind.substr(1, behind.size() - 2) : std::string_view();
    if (!std::all_of(origin.begin(), origin.end(), wire::is_digit) || origin.empty())
      return "a response tells where the part begins, no more: 'BODY[]<0>'";
  }
  return section_problem(name.substr(bracket + 1, close - bracket - 1), !wire::iequals(before, "BODY"));
}

std::string fetch_name_problem(std::string_view name) {
  const std::size_t bracket = name.find('[');
  if (bracket != std::string_view::npos) return sectioned_problem(name, bracket);
  if (is_known(name, kItems) || wire::to_upper(name.front()) == 'X') return {};
  if (is_known(name, kMacros)) return quote(name) + " is a macro of the command; a response names each item";
  return quote(name) + " is no item of FETCH" +
         near_or(name, kItems, "; meant is one such as 'UID' or 'BODY[]'; a vendor's own begins with 'X'");
}

std::string status_name_problem(std::string_view name) {
  if (is_known(name, kStatusItems) || wire::to_upper(name.front()) == 'X') return {};
  return quote(name) + " is no item of STATUS" +
         near_or(name, kStatusItems, "; meant is one such as 'MESSAGES'; a vendor's own begins with 'X'");
}

void check_modseq(const Term& value, TermChecks& checks) {
  if (is_open(value)) return;
  if (!is_list(value) || value.items.size() != 1)
    return checks.complain(value, "MODSEQ's value stands in parentheses: 'MODSEQ (${_})'");
  check_number(value.items.front(), "a MODSEQ", checks);
}

void check_fetch_value(std::string_view name, const Term& value, TermChecks& checks) {
  if (wire::iequals(name, "FLAGS")) return check_flags(value, "FLAGS", FlagsOf::Message, checks);
  if (wire::iequals(name, "MODSEQ")) return check_modseq(value, checks);
  if (wire::iequals(name, "UID")) return check_number(value, "UID", checks);
  if (wire::iequals(name, "RFC822.SIZE") || wire::istarts_with(name, "BINARY.SIZE"))
    return check_number(value, name, checks);
  if (wire::iequals(name, "INTERNALDATE")) {
    const bool text = value.kind == Term::Kind::String || value.kind == Term::Kind::Regex || is_open(value);
    if (!text) checks.complain(value, "INTERNALDATE is a string: '\"17-Jul-1996 02:44:25 -0700\"'");
  } else if (wire::iequals(name, "ENVELOPE") && is_list(value)) {
    const bool open = !value.items.empty() && is_more(value.items.back());
    const std::size_t members = value.items.size() - (open ? 1 : 0);
    if (members > kEnvelopeMembers || (!open && members < kEnvelopeMembers))
      checks.complain(value, "an ENVELOPE has ten members (RFC 9051 7.5.2); '...' allows those not named");
  } else if (name.find('[') != std::string_view::npos && is_list(value)) {
    checks.complain(value, quote(name) + " is text, no list");
  }
}

void check_status_value(std::string_view name, const Term& value, TermChecks& checks) {
  if (wire::iequals(name, "MAILBOXID") || wire::to_upper(name.front()) == 'X') return;
  if (wire::iequals(name, "APPENDLIMIT") && value.kind == Term::Kind::Nil) return;
  check_number(value, name, checks);
}

using NameProblem = std::string (*)(std::string_view name);
using CheckValue = void (*)(std::string_view name, const Term& value, TermChecks& checks);

class Items {
 public:
  Items(NameProblem problem, CheckValue check, TermChecks& checks)
      : problem_(problem), check_(check), checks_(checks) {}

  void run(const Term& list) {
    for (std::size_t i = 0; i < list.items.size(); i += 2) {
      const Term& name = list.items[i];
      if (is_more(name)) return;
      const Term* value = i + 1 < list.items.size() ? &list.items[i + 1] : nullptr;
      if (value != nullptr && is_more(*value)) value = nullptr;
      if (!pair(name, value)) return;
    }
  }

 private:
  // False: what follows would be misread.
  bool pair(const Term& name, const Term* value) {
    const auto word = plain_word(name);
    if (!word) {
      if (is_open(name) || name.kind == Term::Kind::Regex)
        return value != nullptr || no_value(name, "the item");
      checks_.complain(name, "the name of an item is missing here");
      return false;
    }
    if (std::string problem = problem_(*word); !problem.empty()) {
      checks_.complain(name, std::move(problem));
      return false;
    }
    if (is_known(*word, seen_)) checks_.complain(name, quote(*word) + " stands here twice");
    seen_.push_back(*word);
    if (value == nullptr) return no_value(name, quote(*word));
    check_(*word, *value, checks_);
    return true;
  }

  bool no_value(const Term& name, const std::string& what) {
    checks_.complain(name, what + " needs a value: '${_}' for any");
    return false;
  }

  NameProblem problem_;
  CheckValue check_;
  TermChecks& checks_;
  std::vector<std::string_view> seen_;
};

}  // namespace

void check_fetch_items(const Term& list, TermChecks& checks) {
  Items(fetch_name_problem, check_fetch_value, checks).run(list);
}

void check_status_items(const Term& list, TermChecks& checks) {
  Items(status_name_problem, check_status_value, checks).run(list);
}

}  // namespace mailrig::scenario
