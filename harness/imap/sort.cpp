#include "harness/imap/sort.hpp"

#include <array>
#include <utility>

#include "harness/imap/command_reader.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

using Kind = SortCriterion::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 9> kKinds{{{"ARRIVAL", Kind::Arrival},
                                                                   {"CC", Kind::Cc},
                                                                   {"DATE", Kind::Date},
                                                                   {"DISPLAYFROM", Kind::DisplayFrom},
                                                                   {"DISPLAYTO", Kind::DisplayTo},
                                                                   {"FROM", Kind::From},
                                                                   {"SIZE", Kind::Size},
                                                                   {"SUBJECT", Kind::Subject},
                                                                   {"TO", Kind::To}}};

// sort-criterion = ["REVERSE" SP] sort-key
bool read_criterion(CommandReader& reader, SortCriterion& criterion) {
  criterion.reverse = reader.take_word("REVERSE");
  if (criterion.reverse && !reader.sp()) return false;
  for (const auto& [name, kind] : kKinds) {
    if (!reader.take_word(name)) continue;
    criterion.kind = kind;
    return true;
  }
  return reader.fail("unknown sort criterion");
}

bool read_criteria(CommandReader& reader, std::vector<SortCriterion>& criteria) {
  criteria.clear();
  if (!reader.expect('(', "sort criteria in parentheses expected")) return false;
  do {
    if (criteria.size() == kSortCriteriaLimit) return reader.fail("too many sort criteria");
    if (!read_criterion(reader, criteria.emplace_back())) return false;
  } while (reader.take(' '));
  return reader.expect(')', "\")\" expected");
}

// search-criteria = charset 1*(SP search-key); charset = atom / quoted
bool read_charset_and_keys(CommandReader& reader, SearchCommand& search) {
  if (!reader.sp()) return false;
  if (!(reader.at('"') ? reader.string(search.charset) : reader.atom(search.charset))) return false;
  return reader.sp() && read_search_keys(reader, search);
}

}  // namespace

bool read_sort(CommandReader& reader, Command& command) {
  clear_search(command.search);
  return reader.sp() && read_search_return(reader, command) && read_criteria(reader, command.sort) &&
         read_charset_and_keys(reader, command.search);
}

bool read_thread(CommandReader& reader, Command& command) {
  clear_search(command.search);
  return reader.sp() && reader.atom(command.thread) && read_charset_and_keys(reader, command.search);
}

}  // namespace mailrig::imap
