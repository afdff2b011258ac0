#include "reference-server/session/imap/metadata.hpp"

#include <algorithm>
#include <memory>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/verbs.hpp"
#include "reference-server/store/ascii.hpp"

namespace mailrig::server::imapd {
namespace {

using Depth = imap::MetadataCommand::Depth;

std::string key_of(std::string_view entry) {
  return std::string(kMetadataPrefix) + lower(entry);
}

void append_value(std::string& out, const std::string* value) {
  if (value == nullptr) {
    out += "NIL";
  } else if (value->find('\0') != std::string::npos) {
    imap::append_literal8(out, *value);
  } else {
    imap::append_string(out, *value);
  }
}

class Teller {
 public:
  Teller(Connection& connection, const Notes& notes, const MetadataAsked& asked, std::string& out)
      : connection_(connection), notes_(notes), asked_(asked), out_(out) {}

  void tell(std::string_view entry) {
    const auto found = notes_.find(key_of(entry));
    if (found != notes_.end()) {
      one(entry, &found->second);
    } else if (asked_.depth == Depth::Itself) {
      one(entry, nullptr);
    }
    if (asked_.depth != Depth::Itself) below(key_of(entry) + '/');
  }
  [[nodiscard]] std::size_t longest() const { return longest_; }
  [[nodiscard]] bool any() const { return any_; }

 private:
  void below(const std::string& top) {
    for (auto at = notes_.lower_bound(top); at != notes_.end() && at->first.starts_with(top); ++at) {
      const bool child = at->first.find('/', top.size()) == std::string::npos;
      if (!child && asked_.depth == Depth::Children && !connection_.broken(kMetadataDepthIgnored)) continue;
      one(std::string_view(at->first).substr(kMetadataPrefix.size()), &at->second);
    }
  }

  void one(std::string_view entry, const std::string* value) {
    if (value != nullptr && value->size() > asked_.max_size && !connection_.broken(kMetadataMaxsizeIgnored)) {
      longest_ = std::max(longest_, value->size());
      return;
    }
    if (any_) out_ += ' ';
    any_ = true;
    imap::append_astring(out_, entry);
    out_ += ' ';
    append_value(out_, value);
  }

  Connection& connection_;
  const Notes& notes_;
  const MetadataAsked& asked_;
  std::string& out_;
  std::size_t longest_ = 0;
  bool any_ = false;
};

// Where the entries are kept: with a mailbox, or, the name being empty, with the account.
class Home {
 public:
  Home(Connection& connection, std::string_view name) : connection_(connection), server_(name.empty()) {
    if (server_) return;
    Found found = find_mailbox(connection, name);
    const bool all = may_tell_metadata(connection, found);
    if (!all)
      refused_ = found.mailbox && found.visible ? not_permitted() : no("NONEXISTENT", "no such mailbox");
    if (all) name_ = name_at(connection, *found.place->owner, found.mailbox->name());
    mailbox_ = std::move(found.mailbox);
  }
  // Nothing: the entries may be told and set.
  [[nodiscard]] const std::optional<Completion>& refused() const { return refused_; }
  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] bool server() const { return server_; }
  [[nodiscard]] const Notes& notes() const {
    return server_ ? connection_.world.store->notes(*connection_.account) : mailbox_->notes();
  }
  void note(const std::string& key, const std::optional<std::string>& value) {
    server_ ? connection_.world.store->note(*connection_.account, key, value) : mailbox_->note(key, value);
  }

 private:
  Connection& connection_;
  bool server_;
  std::shared_ptr<Mailbox> mailbox_;
  std::string name_;  // as who is logged in calls it; empty: the server
  std::optional<Completion> refused_;
};

// Nothing: all of it can be set.
std::optional<Completion> check_new(Connection& connection, const Home& home,
                                    const imap::MetadataCommand& asked) {
  std::size_t count =
      static_cast<std::size_t>(std::count_if(home.notes().begin(), home.notes().end(), [](const auto& note) {
        return note.first.starts_with(kMetadataPrefix);
      }));
  for (const auto& entry : asked.entries) {
    // The server is not one user's.
    if (home.server() && lower(entry.name).starts_with("/shared/")) return no("NOPERM", "not on the server");
    if (!entry.value) continue;
    if (entry.value->size() > kMetadataSizeLimit) {
      connection.code = "METADATA MAXSIZE ";
      imap::append_number(connection.code, kMetadataSizeLimit);
      return no(connection.code, "too large");
    }
    count += home.notes().contains(key_of(entry.name)) ? 0U : 1U;
  }
  if (count > kMetadataCountLimit) return no("METADATA TOOMANY", "too many entries");
  return std::nullopt;
}

}  // namespace

bool may_tell_metadata(const Connection& connection, const Found& found) {
  constexpr Rights kAnyOf{Right::Read, Right::Seen, Right::Write, Right::Insert, Right::Post};
  if (found.mailbox && connection.broken(kMetadataUnchecked)) return true;
  return found.may({Right::Lookup}) && found.may(kAnyOf);
}

std::size_t tell_metadata(Connection& connection, std::string_view name, const Notes& notes,
                          const MetadataAsked& asked, Replies& replies) {
  std::string told;
  Teller teller(connection, notes, asked, told);
  for (const auto& entry : asked.entries) teller.tell(entry.name);
  if (!teller.any()) return teller.longest();
  replies.begin();
  replies.out += "METADATA ";
  if (name.empty()) {
    replies.out += "\"\"";
  } else {
    append_name(replies.out, connection, name);
  }
  ((replies.out += " (") += told) += ')';
  replies.end();
  return teller.longest();
}

// RFC 5464 4.2.
Completion get_metadata(Connection& connection, const imap::Command& command, Replies& replies) {
  const imap::MetadataCommand& asked = command.metadata;
  const Home home(connection, asked.mailbox);
  if (home.refused()) return *home.refused();
  const MetadataAsked wanted{asked.entries, asked.depth, asked.max_size.value_or(UINT64_MAX)};
  const std::size_t longest = tell_metadata(connection, home.name(), home.notes(), wanted, replies);
  if (longest == 0) return ok("told");
  connection.code = "METADATA LONGENTRIES ";
  imap::append_number(connection.code, longest);
  return ok("told but for what is larger", connection.code);
}

// RFC 5464 4.3: all of it, or nothing.
Completion set_metadata(Connection& connection, const imap::Command& command, Replies&) {
  const imap::MetadataCommand& asked = command.metadata;
  Home home(connection, asked.mailbox);
  if (home.refused()) return *home.refused();
  if (const auto refused = check_new(connection, home, asked)) return *refused;
  if (connection.broken(kMetadataLost)) return ok("noted");
  for (const auto& entry : asked.entries) {
    const bool kept = !entry.value && connection.broken(kMetadataNilKept);
    if (!kept)
      home.note(key_of(entry.name), entry.value ? std::optional<std::string>(*entry.value) : std::nullopt);
  }
  return ok("noted");
}

}  // namespace mailrig::server::imapd
