// One IMAP response as a unit (RFC 3501 7, RFC 9051 7): sets as sets, lists place by place, numbers by what
// they count.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/compare/unit.hpp"
#include "harness/compare/vocabulary.hpp"
#include "harness/imap/response.hpp"

namespace mailrig::compare {

inline constexpr std::size_t kMembersCompared = 10'000;  // of one set of numbers

// What a response is read with.
struct ImapContext {
  const Vocabulary* vocabulary = nullptr;
  bool delivered = false;
  std::string_view verb;  // "UID FETCH"
  std::string owner;      // of the mailboxes, if there are several
  std::string selected;   // mailbox_of(); of a SELECT, the one that is being selected
  std::string target;     // of COPY, MOVE and APPEND
  // A mailbox as no other is called.
  [[nodiscard]] std::string mailbox_of(std::string_view name) const {
    return vocabulary->mailbox(name) + owner;
  }
  // Mail of others may have come to an INBOX before ours: numbers there count from what it first held,
  // and UIDNEXT need not be what it was.
  [[nodiscard]] bool others_mail(std::string_view mailbox) const {
    return delivered && mailbox.starts_with("INBOX");
  }
  [[nodiscard]] bool by_uid() const { return verb.starts_with("UID "); }
};

// Message numbers as they were when the mailbox was selected: in whatever order a server tells which were
// expunged, these are the same.
class MessageNumbers {
 public:
  void clear() {
    gone_.clear();
    held_.reset();
  }
  [[nodiscard]] std::uint64_t first_known_as(std::uint64_t number) const;
  void expunge(std::uint64_t number);
  // How the mailbox's first EXISTS counts, and all numbers from then on: "+0", "+1".
  [[nodiscard]] std::string counted(std::uint64_t number) const;
  void hold(std::uint64_t messages) {
    if (!held_) held_ = messages;
  }

 private:
  std::optional<std::uint64_t> held_;
  std::vector<std::uint64_t> gone_;  // as first known, ascending
};

// Fills head and leaves. EXPUNGE is noted in `numbers`.
void fill_unit(Unit& unit, const imap::Response& response, const ImapContext& context,
               MessageNumbers& numbers);

// Whether `name` answers a command of that verb, or tells of what befell the mailbox.
[[nodiscard]] bool answers(std::string_view verb, const imap::Response& response);

}  // namespace mailrig::compare
