#include "reference-server/session/imap/flags.hpp"

#include <utility>

#include "harness/imap/append.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/session/imap/condstore.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr std::pair<Flag, std::string_view> kNames[] = {{kAnswered, "\\Answered"},
                                                        {kFlagged, "\\Flagged"},
                                                        {kDeleted, "\\Deleted"},
                                                        {kSeen, "\\Seen"},
                                                        {kDraft, "\\Draft"}};

std::uint8_t system_flag(std::string_view name) {
  for (const auto& [flag, known] : kNames) {
    if (wire::iequals(name, known)) return flag;
  }
  return 0;
}

}  // namespace

std::optional<Flags> flags_from_names(const imap::FlagNames& names) {
  Flags flags;
  for (const std::string_view name : names) {
    if (!name.starts_with('\\')) {
      flags.keywords.emplace_back(name);
      continue;
    }
    const std::uint8_t flag = system_flag(name);
    if (flag == 0) return std::nullopt;
    flags.system = static_cast<std::uint8_t>(flags.system | flag);
  }
  normalise(flags);
  return flags;
}

void append_flags(std::string& out, const Flags& flags, bool recent) {
  out += '(';
  const std::size_t begin = out.size();
  const auto add = [&](std::string_view name) {
    if (out.size() > begin) out += ' ';
    out += name;
  };
  for (const auto& [flag, name] : kNames) {
    if ((flags.system & flag) != 0) add(name);
  }
  if (recent) add("\\Recent");
  for (const std::string& keyword : flags.keywords) add(keyword);
  out += ')';
}

void append_keywords(std::string& out, const Mailbox& mailbox) {
  for (const std::string& keyword : mailbox.keywords()) {
    out += ' ';
    out += keyword;
  }
}

void tell_known_flags(Replies& replies, const Mailbox& mailbox) {
  replies.begin();
  replies.out += "FLAGS (";
  replies.out += kSystemFlags;
  append_keywords(replies.out, mailbox);
  replies.out += ')';
  replies.end();
}

void tell_fetch_flags(Replies& replies, const StoredMessage& message, std::uint32_t number, bool recent,
                      FetchExtras extras) {
  replies.begin();
  imap::append_number(replies.out, extras.uid_only ? message.uid : number);
  replies.out += extras.uid_only ? " UIDFETCH (" : " FETCH (";
  const std::size_t begin = replies.out.size();
  const auto item = [&](std::string_view name) {
    if (replies.out.size() > begin) replies.out += ' ';
    replies.out += name;
  };
  if (extras.uid && !extras.uid_only) {
    item("UID ");
    imap::append_number(replies.out, message.uid);
  }
  if (extras.flags) {
    item("FLAGS ");
    append_flags(replies.out, message.flags, recent);
  }
  if (extras.modseq) {
    item({});
    append_modseq(replies.out, message.modseq);
  }
  replies.out += ')';
  replies.end();
}

}  // namespace mailrig::server::imapd
