#include "harness/imap/sort.hpp"

#include <algorithm>
#include <numeric>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/sort.hpp"
#include "reference-server/session/imap/context.hpp"
#include "reference-server/session/imap/search_answer.hpp"
#include "reference-server/session/imap/search_found.hpp"
#include "reference-server/session/imap/sort_value.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// Each message is read once; of it stays what is compared.
class Order {
 public:
  Order(const Connection& connection, const std::vector<imap::SortCriterion>& criteria)
      : connection_(connection), criteria_(criteria), ties_(connection.broken(kSortReverseTies)) {}

  void add(const Hit& found) {
    MessageView view(found.message->body);
    for (const imap::SortCriterion& each : criteria_)
      values_.push_back(sort_value(connection_, *found.message, view, each.kind));
  }

  // Of the messages that were added, by their places.
  [[nodiscard]] std::vector<std::size_t> sorted() const {
    std::vector<std::size_t> places(values_.size() / criteria_.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    if (connection_.broken(kSortMailboxOrder)) return places;
    std::sort(places.begin(), places.end(), [this](std::size_t a, std::size_t b) { return before(a, b); });
    return places;
  }

 private:
  [[nodiscard]] bool before(std::size_t a, std::size_t b) const {
    const std::size_t width = criteria_.size();
    for (std::size_t i = 0; i < width; ++i) {
      const SortValue &x = values_[a * width + i], &y = values_[b * width + i];
      const int order = x.number != y.number ? (x.number < y.number ? -1 : 1) : x.text.compare(y.text);
      if (order != 0) return (order < 0) != criteria_[i].reverse;
    }
    return (a < b) != (ties_ && criteria_.front().reverse);
  }

  const Connection& connection_;
  const std::vector<imap::SortCriterion>& criteria_;
  bool ties_;
  std::vector<SortValue> values_;
};

// `modseq` 0: not asked for (RFC 7162 3.1.5).
void tell_sorted(const Connection& connection, const std::vector<std::uint32_t>& hits, ModSeq modseq,
                 Replies& replies) {
  if (hits.empty() && connection.broken(kSortNoResultLine)) return;
  tell_numbers("SORT", hits, modseq, replies);
}

}  // namespace

// RFC 5256 3; RETURN by RFC 5267 3.
Completion sort(Connection& connection, const imap::Command& command, Replies& replies) {
  if (command.search.update && has_context(connection, command.tag))
    return bad("a search of this tag is kept");
  std::vector<Hit> found;
  if (const auto refused = find_messages(connection, command, replies, found)) return *refused;
  Order order(connection, command.sort);
  for (const Hit& each : found) order.add(each);
  std::vector<std::uint32_t>& hits = connection.hits;
  hits.clear();
  HighestModSeq highest(command.search);
  std::vector<Uid> saved;
  for (const std::size_t place : order.sorted()) {
    hits.push_back(told(connection, command, found[place]));
    highest.add(found[place].message->modseq);
    if (command.search.save) saved.push_back(found[place].message->uid);
  }
  const bool by_modseq = asks_for(command.search, imap::SearchKey::Kind::ModSeq);
  const ModSeq modseq = by_modseq ? highest.value() : 0;
  if (command.search.save) save_hits(connection, command.search, std::move(saved));
  if (command.search.update) keep_context(connection, command, {}, replies);
  if (!command.search.extended) {
    tell_sorted(connection, hits, modseq, replies);
  } else if (!saves_alone(command.search)) {
    tell_extended(connection, command, hits, modseq, replies);
  }
  return found_and_told(command, "sorted");
}

}  // namespace mailrig::server::imapd
