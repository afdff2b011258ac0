// How SEARCH and SORT tell what was found: SEARCH, SORT and ESEARCH responses (RFC 3501 7.2.5, RFC 5256 4,
// RFC 4731 3, RFC 5267 3), and what SAVE keeps of it (RFC 5182).
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "harness/imap/search.hpp"
#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

// Of the messages that are told: RFC 7162 3.1.5, and by what RETURN asks for RFC 4731 3.2.
class HighestModSeq {
 public:
  explicit HighestModSeq(const imap::SearchCommand& asked)
      : first_only_(asked.extended && asked.min && !asked.all && !asked.count && !asked.partial),
        last_only_(asked.extended && asked.max && !asked.all && !asked.count && !asked.partial) {}
  void add(ModSeq modseq) {
    if (first_ == 0) first_ = modseq;
    last_ = modseq;
    highest_ = std::max(highest_, modseq);
  }
  [[nodiscard]] ModSeq value() const {
    if (first_only_ && last_only_) return std::max(first_, last_);
    return first_only_ ? first_ : last_only_ ? last_ : highest_;
  }

 private:
  bool first_only_, last_only_;
  ModSeq first_ = 0, last_ = 0, highest_ = 0;
};

// "* SEARCH 1 2"; `modseq` 0: not asked for.
void tell_numbers(std::string_view name, const std::vector<std::uint32_t>& hits, ModSeq modseq,
                  Replies& replies);
// `hits` in the order in which they are told: MIN is the first of them, MAX the last.
void tell_extended(const Connection& connection, const imap::Command& command,
                   const std::vector<std::uint32_t>& hits, ModSeq modseq, Replies& replies);
// `found`: in the same order.
void save_hits(Connection& connection, const imap::SearchCommand& asked, std::vector<Uid> found);
// SAVE and nothing that is to be told (RFC 5182 2.1; RFC 9051 6.4.4).
[[nodiscard]] bool saves_alone(const imap::SearchCommand& asked);

}  // namespace mailrig::server::imapd
