// What the server must hold, kept beside it from what was asked and what was answered: every command is
// carried out whole before the next one, so there is one truth at any time and each session can be asked
// whether it has been told it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace mailrig::stress {

using Uid = std::uint32_t;
using ModSeq = std::uint64_t;
using FlagSet = std::uint32_t;  // bits of kFlagNames

// A difference between the truth and what a session was told. Not an error of this program.
struct Difference : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class... Args>
[[noreturn]] void differ(fmt::format_string<Args...> format, Args&&... args) {
  throw Difference(fmt::format(format, std::forward<Args>(args)...));
}

inline constexpr std::string_view kFlagNames[] = {"\\Seen",   "\\Answered", "\\Flagged", "\\Deleted",
                                                  "\\Draft",  "$Forwarded", "Junk",      "todo",
                                                  "$MDNSent", "later"};
inline constexpr std::size_t kFlags = std::size(kFlagNames);
inline constexpr FlagSet kSeenFlag = 1, kDeletedFlag = 8;

struct Message {
  Uid uid = 0;
  std::uint32_t serial = 0;  // which text it is, see text_of()
  FlagSet flags = 0;
  std::int64_t arrival = 0;                             // INTERNALDATE
  std::uint32_t octets = 0;                             // RFC822.SIZE
  ModSeq modseq = 0;                                    // 0: not told since it last changed
  ModSeq above = 0;                                     // it is higher than this
  ModSeq at_most = std::numeric_limits<ModSeq>::max();  // … and not higher than this
};

// When message `serial` was sent: seconds into its day.
[[nodiscard]] constexpr std::uint32_t sent_of(std::uint32_t serial) {
  constexpr std::uint32_t kSecondsPerDay = 86'400, kStride = 7'919;
  return static_cast<std::uint32_t>(std::uint64_t{serial} * kStride % kSecondsPerDay);
}
// The message that `serial` is a reply to; 0: none.
[[nodiscard]] constexpr std::uint32_t parent_of(std::uint32_t serial) {
  return serial % 3 == 0 ? serial - 1 - std::min(serial - 1, serial % 5) : 0;
}

[[nodiscard]] inline std::string header_of(std::uint32_t serial) {
  const std::uint32_t sent = sent_of(serial);
  std::string text = fmt::format(
      "From: a@example.test\r\nSubject: m{0}x\r\nDate: Mon, 01 Jan 2024 {1:02}:{2:02}:{3:02} +0000\r\n"
      "Message-ID: <m{0}@example.test>\r\n",
      serial, sent / 3600, sent / 60 % 60, sent % 60);
  if (parent_of(serial) != 0)
    fmt::format_to(std::back_inserter(text), "References: <m{}@example.test>\r\n", parent_of(serial));
  return text += "\r\n";
}
[[nodiscard]] inline std::string body_of(std::uint32_t serial) {
  std::string text;
  for (std::uint32_t line = 0; line < serial % 7; ++line)
    fmt::format_to(std::back_inserter(text), "line {} of {}\r\n", line, serial);
  return text;
}
// The octets of message `serial`; its Subject names it.
[[nodiscard]] inline std::string text_of(std::uint32_t serial) {
  return header_of(serial) + body_of(serial);
}

struct Mailbox {
  std::string name;
  std::uint64_t uid_validity = 0;   // 0: not told yet
  Uid uid_next = 1;                 // the least that the next message may have
  std::vector<Message> messages{};  // ascending UIDs
  ModSeq highest_told = 0;
  std::map<std::string, std::string> entries{};  // METADATA
  bool deleted = false;  // sessions that have it selected keep it; no one else sees it

  [[nodiscard]] Message* find(Uid uid) {
    const auto at = std::lower_bound(messages.begin(), messages.end(), uid,
                                     [](const Message& message, Uid least) { return message.uid < least; });
    return at != messages.end() && at->uid == uid ? &*at : nullptr;
  }
  void add(Uid uid, std::uint32_t serial, FlagSet flags, std::int64_t arrival) {
    if (uid < uid_next) differ("{}: UID {} is given again (the next one is {} or more)", name, uid, uid_next);
    uid_next = uid + 1;
    messages.push_back({.uid = uid,
                        .serial = serial,
                        .flags = flags,
                        .arrival = arrival,
                        .octets = static_cast<std::uint32_t>(text_of(serial).size()),
                        .above = highest_told});
  }
  void set_flags(Message& message, FlagSet flags) const {
    if (message.flags == flags) return;
    message.flags = flags;
    message.modseq = 0;
    message.above = highest_told;
    message.at_most = std::numeric_limits<ModSeq>::max();
  }
  void remove(Uid uid) {
    std::erase_if(messages, [uid](const Message& message) { return message.uid == uid; });
  }
  // A session was told this MODSEQ of this message (RFC 7162 3.1: strictly ascending with each change).
  void modseq_told(Message& message, ModSeq told) {
    highest_told = std::max(highest_told, told);
    if (message.modseq != 0) {
      if (message.modseq != told)
        differ("UID {}: MODSEQ {}, before it was {}", message.uid, told, message.modseq);
      return;
    }
    if (told <= message.above) {
      differ("UID {}: MODSEQ {} after a change; {} had been told before that", message.uid, told,
             message.above);
    }
    if (told > message.at_most) {
      differ("UID {}: MODSEQ {} is above the HIGHESTMODSEQ {} told since", message.uid, told,
             message.at_most);
    }
    message.modseq = told;
  }
  // HIGHESTMODSEQ of the whole mailbox, now.
  void highest_modseq_told(ModSeq told) {
    if (told < highest_told) differ("{}: HIGHESTMODSEQ {} after {}", name, told, highest_told);
    for (Message& message : messages) {
      if (message.modseq == 0 && told <= message.above) {
        differ("{}: HIGHESTMODSEQ {} though UID {} changed after {}", name, told, message.uid, message.above);
      }
      if (message.modseq == 0) message.at_most = std::min(message.at_most, told);
    }
    highest_told = told;
  }
};

using MailboxPtr = std::shared_ptr<Mailbox>;

struct Truth {
  std::map<std::string, MailboxPtr> mailboxes;  // of the one account
  std::set<std::string> levels;                 // names that are no mailboxes, above some or left by them
  std::map<std::string, std::string> entries;   // METADATA of the server
  std::uint32_t last_serial = 0;
};

}  // namespace mailrig::stress
