#include "reference-server/session/imap/condstore.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/session/imap/flags.hpp"

namespace mailrig::server::imapd {
namespace {

using Range = std::pair<Uid, Uid>;

void append_ranges(std::string& out, const std::vector<Range>& ranges) {
  bool first = true;
  for (const auto& [low, high] : ranges) {
    if (!std::exchange(first, false)) out += ',';
    imap::append_number(out, low);
    if (high == low) continue;
    out += ':';
    imap::append_number(out, high);
  }
}

void add(std::vector<Range>& ranges, Uid low, Uid high) {
  if (low > high) return;
  if (!ranges.empty() && ranges.back().second + 1 >= low) {
    ranges.back().second = std::max(ranges.back().second, high);
  } else {
    ranges.emplace_back(low, high);
  }
}

// All UIDs of `wanted` that no message in view has: for a client whose MODSEQ is too old for us to know
// better.
std::vector<Range> all_absent(const Selected& selected, const NumberSet& wanted) {
  std::vector<Range> ranges;
  const std::vector<Uid>& uids = selected.uids();
  const Uid last = selected.mailbox().uid_next() - 1;
  for (const auto& [first, end] : wanted.ranges()) {
    Uid low = first;
    const Uid high = std::min(end, last);
    for (auto at = std::lower_bound(uids.begin(), uids.end(), low); at != uids.end() && *at <= high; ++at) {
      add(ranges, low, *at - 1);
      low = *at + 1;
    }
    add(ranges, low, high);
  }
  return ranges;
}

std::vector<Range> absent_since(const Selected& selected, const NumberSet& wanted, std::vector<Uid> gone) {
  std::vector<Range> ranges;
  std::sort(gone.begin(), gone.end());
  for (const Uid uid : gone) {
    // What this session still numbers is told as VANISHED when its time comes (RFC 7162 3.2.10).
    if (wanted.contains(uid) && selected.number_of(uid) == 0) add(ranges, uid, uid);
  }
  return ranges;
}

void cut_below(std::vector<Range>& ranges, Uid known_up_to) {
  std::erase_if(ranges, [&](const Range& range) { return range.second <= known_up_to; });
  if (!ranges.empty()) ranges.front().first = std::max(ranges.front().first, known_up_to + 1);
}

// RFC 7162 3.2.5.2: up to the last pair that is still right the client knows what is gone.
Uid matched_up_to(const Selected& selected, const imap::QresyncParameter& known) {
  std::vector<std::uint32_t> numbers, uids;
  static_cast<void>(imap::members(known.matched_numbers, 0, kMatchDataLimit, numbers));
  static_cast<void>(imap::members(known.matched_uids, 0, kMatchDataLimit, uids));
  Uid matched = 0;
  for (std::size_t i = 0; i < std::min(numbers.size(), uids.size()); ++i) {
    if (numbers[i] == 0 || numbers[i] > selected.size() || selected.uids()[numbers[i] - 1] != uids[i]) break;
    matched = uids[i];
  }
  return matched;
}

void tell_changed(Connection& connection, imap::SequenceSpan uids, ModSeq since, Replies& replies) {
  const Selected& selected = *connection.selected;
  NumberSet wanted;
  wanted.assign(uids, selected.last_uid());
  for (const StoredMessage& message : selected.mailbox().messages()) {
    const std::uint32_t number = selected.number_of(message.uid);
    if (number == 0 || message.modseq <= since || !wanted.contains(message.uid)) continue;
    tell_fetch_flags(replies, message, number, selected.recent(message.uid),
                     {.uid = true, .modseq = true, .uid_only = connection.uid_only});
  }
}

}  // namespace

void enable_condstore(Connection& connection, Replies& replies) {
  if (std::exchange(connection.condstore, true) || !connection.selected) return;
  replies.status("OK", highest_modseq_code(connection), "the highest of this mailbox");
}

void append_modseq(std::string& out, ModSeq modseq) {
  out += "MODSEQ (";
  imap::append_number(out, modseq);
  out += ')';
}

std::string_view highest_modseq_code(Connection& connection) {
  connection.code = "HIGHESTMODSEQ ";
  imap::append_number(connection.code, connection.selected->mailbox().highest_modseq());
  return connection.code;
}

void tell_vanished_earlier(Connection& connection, imap::SequenceSpan uids, ModSeq since, Uid known_up_to,
                           Replies& replies) {
  const Selected& selected = *connection.selected;
  NumberSet wanted;
  wanted.assign(uids, selected.last_uid());
  std::vector<Uid> gone;
  const bool known = selected.mailbox().expunged_since(since, gone);
  if (!gone.empty() && connection.broken(kQresyncHighestMissing)) {
    gone.erase(std::max_element(gone.begin(), gone.end()));
  }
  std::vector<Range> ranges = known && !connection.broken(kQresyncAllVanished)
                                  ? absent_since(selected, wanted, std::move(gone))
                                  : all_absent(selected, wanted);
  cut_below(ranges, known_up_to);
  if (ranges.empty()) return;
  replies.begin();
  replies.out += connection.broken(kVanishedNotEarlier) ? "VANISHED " : "VANISHED (EARLIER) ";
  append_ranges(replies.out, ranges);
  replies.end();
}

void resynchronise(Connection& connection, const imap::QresyncParameter& known, Replies& replies) {
  const Mailbox& mailbox = connection.selected->mailbox();
  const bool right = known.uid_validity == mailbox.uid_validity();
  if (!right && !connection.broken(kQresyncValidityIgnored)) return;
  const imap::SequenceSet all{{1, std::max<Uid>(mailbox.uid_next(), 2) - 1}};
  const imap::SequenceSpan uids = known.knows_uids ? imap::SequenceSpan(known.known_uids) : all;
  tell_vanished_earlier(connection, uids, known.modseq, matched_up_to(*connection.selected, known), replies);
  if (!connection.broken(kQresyncNoFlags)) tell_changed(connection, uids, known.modseq, replies);
}

}  // namespace mailrig::server::imapd
