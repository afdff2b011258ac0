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

constexpr std::string_view kPrefix = "metadata:";

// Of an entry's name in small letters.
bool is_private(std::string_view entry) {
  return entry.starts_with("/private/");
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
  Teller(Connection& connection, const Account& owner, const Notes& notes, const MetadataAsked& asked,
         std::string& out)
      : connection_(connection), names_(connection, owner), notes_(notes), asked_(asked), out_(out) {}

  void tell(std::string_view entry) {
    const std::string key = names_.key_of(entry);
    const auto found = notes_.find(key);
    if (found != notes_.end()) {
      one(entry, &found->second);
    } else if (asked_.depth == Depth::Itself) {
      one(entry, nullptr);
    }
    if (asked_.depth != Depth::Itself) below(key + '/');
  }
  [[nodiscard]] std::size_t longest() const { return longest_; }
  [[nodiscard]] bool any() const { return any_; }

 private:
  void below(const std::string& top) {
    for (auto at = notes_.lower_bound(top); at != notes_.end() && at->first.starts_with(top); ++at) {
      const bool child = at->first.find('/', top.size()) == std::string::npos;
      if (!child && asked_.depth == Depth::Children && !connection_.broken(kMetadataDepthIgnored)) continue;
      if (const auto entry = names_.entry_of(at->first)) one(*entry, &at->second);
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
  MetadataNotes names_;
  const Notes& notes_;
  const MetadataAsked& asked_;
  std::string& out_;
  std::size_t longest_ = 0;
  bool any_ = false;
};

// Where the entries are kept: with a mailbox, or, the name being empty, with the account.
class Home {
 public:
  Home(Connection& connection, std::string_view name)
      : connection_(connection), server_(name.empty()), owner_(connection.account) {
    if (server_) return;
    Found found = find_mailbox(connection, name);
    const bool all = may_tell_metadata(connection, found);
    if (!all)
      refused_ = found.mailbox && found.visible ? not_permitted() : no("NONEXISTENT", "no such mailbox");
    if (!all) return;
    owner_ = found.place->owner;
    name_ = name_at(connection, *owner_, found.mailbox->name());
    mailbox_ = std::move(found.mailbox);
  }
  // Nothing: the entries may be told and set.
  [[nodiscard]] const std::optional<Completion>& refused() const { return refused_; }
  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] bool server() const { return server_; }
  [[nodiscard]] const Account& owner() const { return *owner_; }
  [[nodiscard]] const Notes& notes() const {
    return server_ ? connection_.world.store->notes(*connection_.account) : mailbox_->notes();
  }
  void note(const std::string& key, const std::optional<std::string>& value) {
    server_ ? connection_.world.store->note(*connection_.account, key, value) : mailbox_->note(key, value);
  }

 private:
  Connection& connection_;
  bool server_;
  const Account* owner_;
  std::shared_ptr<Mailbox> mailbox_;
  std::string name_;  // as who is logged in calls it; empty: the server
  std::optional<Completion> refused_;
};

// Nothing: all of it can be set.
std::optional<Completion> check_new(Connection& connection, const Home& home,
                                    const imap::MetadataCommand& asked) {
  const MetadataNotes names(connection, home.owner());
  auto count =
      static_cast<std::size_t>(std::count_if(home.notes().begin(), home.notes().end(), [&](const auto& note) {
        return names.entry_of(note.first).has_value();
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
    count += home.notes().contains(names.key_of(entry.name)) ? 0U : 1U;
  }
  if (count > kMetadataCountLimit) return no("METADATA TOOMANY", "too many entries");
  return std::nullopt;
}

}  // namespace

MetadataNotes::MetadataNotes(const Connection& connection, const Account& owner) : private_prefix_(kPrefix) {
  const std::string& user = connection.account->user;
  if (&owner == connection.account || connection.broken(kMetadataPrivateShared)) return;
  // With its length, whatever stands in a user's name.
  private_prefix_ = "metadata-of:" + std::to_string(user.size()) + ':' + user + ':';
}

std::string_view MetadataNotes::prefix_of(std::string_view entry) const {
  return is_private(entry) ? std::string_view(private_prefix_) : kPrefix;
}

std::string MetadataNotes::key_of(std::string_view entry) const {
  const std::string name = lower(entry);
  return std::string(prefix_of(name)) + name;
}

std::optional<std::string_view> MetadataNotes::entry_of(std::string_view key) const {
  for (const std::string_view prefix : {kPrefix, std::string_view(private_prefix_)}) {
    if (!key.starts_with(prefix)) continue;
    const std::string_view entry = key.substr(prefix.size());
    if (prefix_of(entry) == prefix) return entry;
  }
  return std::nullopt;
}

bool may_tell_metadata(const Connection& connection, const Found& found) {
  constexpr Rights kAnyOf{Right::Read, Right::Seen, Right::Write, Right::Insert, Right::Post};
  if (found.mailbox && connection.broken(kMetadataUnchecked)) return true;
  return found.may({Right::Lookup}) && found.may(kAnyOf);
}

std::size_t tell_metadata(Connection& connection, std::string_view name, const Account& owner,
                          const Notes& notes, const MetadataAsked& asked, Replies& replies) {
  std::string told;
  Teller teller(connection, owner, notes, asked, told);
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
  const std::size_t longest =
      tell_metadata(connection, home.name(), home.owner(), home.notes(), wanted, replies);
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
  const MetadataNotes names(connection, home.owner());
  for (const auto& entry : asked.entries) {
    const bool kept = !entry.value && connection.broken(kMetadataNilKept);
    if (!kept)
      home.note(names.key_of(entry.name),
                entry.value ? std::optional<std::string>(*entry.value) : std::nullopt);
  }
  return ok("noted");
}

}  // namespace mailrig::server::imapd
