#include "reference-server/session/imap/search_answer.hpp"

#include <span>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/deviation/sort.hpp"

namespace mailrig::server::imapd {
namespace {

void tell_number(Replies& replies, std::string_view name, std::uint64_t number) {
  replies.out += name;
  imap::append_number(replies.out, number);
}

// RFC 9394 3.1: the range as it was asked for, and what of it there is.
void tell_page(const imap::PartialRange& range, const std::vector<std::uint32_t>& hits, Replies& replies) {
  replies.out += " PARTIAL (";
  imap::append_partial_range(replies.out, range);
  replies.out += ' ';
  const auto [begin, end] = range.of(hits.size());
  if (begin == end) {
    replies.out += "NIL";
  } else {
    imap::append_numbers_as_set(replies.out, std::span(hits).subspan(begin, end - begin));
  }
  replies.out += ')';
}

}  // namespace

void tell_numbers(std::string_view name, const std::vector<std::uint32_t>& hits, ModSeq modseq,
                  Replies& replies) {
  replies.begin();
  replies.out += name;
  for (const std::uint32_t hit : hits) {
    replies.out += ' ';
    imap::append_number(replies.out, hit);
  }
  if (modseq != 0) {
    replies.out += " (MODSEQ ";
    imap::append_number(replies.out, modseq);
    replies.out += ')';
  }
  replies.end();
}

// RFC 4731 3.1: MIN, MAX and ALL only if there is a hit.
void tell_extended(const Connection& connection, const imap::Command& command,
                   const std::vector<std::uint32_t>& hits, ModSeq modseq, Replies& replies) {
  const imap::SearchCommand& asked = command.search;
  const bool whole = asked.partial && connection.broken(kPartialWhole);
  const bool all = asked.all || !asked.extended || whole;  // RFC 9051 6.4.4
  const bool by_number = command.verb == imap::Verb::Sort && connection.broken(kEsortMinByNumber);
  replies.begin();
  replies.out += "ESEARCH";
  if (!connection.broken(kEsearchNoTag)) {
    replies.out += " (TAG ";
    imap::append_quoted(replies.out, command.tag);
    replies.out += ')';
  }
  if (command.uid && !connection.broken(kEsearchNoUid)) replies.out += " UID";
  if (!hits.empty()) {
    const auto [least, most] = std::minmax_element(hits.begin(), hits.end());
    const bool wrong = asked.min && connection.broken(kEsearchMinWrong);
    if (asked.min) tell_number(replies, " MIN ", wrong ? hits.back() : by_number ? *least : hits.front());
    if (asked.max) tell_number(replies, " MAX ", by_number ? *most : hits.back());
    if (all) {
      replies.out += " ALL ";
      imap::append_numbers_as_set(replies.out, hits);
    }
  }
  if (asked.partial && !whole) tell_page(*asked.partial, hits, replies);
  if (asked.count) tell_number(replies, " COUNT ", hits.size());
  if (modseq != 0) tell_number(replies, " MODSEQ ", modseq);
  replies.end();
}

// RFC 5182 2.4: with MIN and MAX alone it is only these.
void save_hits(Connection& connection, const imap::SearchCommand& asked, std::vector<Uid> found) {
  const bool ends = (asked.min || asked.max) && !asked.all && !asked.count;
  const bool page = asked.partial && !asked.count;  // RFC 9394 3.2
  if ((ends || page) && !found.empty() && !connection.broken(kSearchresMinSavesAll)) {
    std::vector<Uid> kept;
    if (page) {
      const auto [begin, end] = asked.partial->of(found.size());
      kept.assign(found.begin() + static_cast<std::ptrdiff_t>(begin),
                  found.begin() + static_cast<std::ptrdiff_t>(end));
    }
    if (asked.min) kept.push_back(found.front());
    if (asked.max) kept.push_back(found.back());
    found = std::move(kept);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  connection.selected->save(std::move(found));
}

bool saves_alone(const imap::SearchCommand& asked) {
  return asked.save && !asked.min && !asked.max && !asked.all && !asked.count && !asked.partial;
}

}  // namespace mailrig::server::imapd
