#include "reference-server/session/imap/quota.hpp"

#include <algorithm>

#include "harness/imap/append.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr std::int64_t kUnit = 1024;  // octets of STORAGE (RFC 9208 5.1)

struct Resource {
  Cap cap;
  std::string_view name;
  const char* note;  // of the account: its limit
};
constexpr Resource kResources[] = {{Cap::QuotaStorage, "STORAGE", "quota:STORAGE"},
                                   {Cap::QuotaMessage, "MESSAGE", "quota:MESSAGE"}};

std::optional<std::int64_t> limit_of(const Connection& connection, const Account& account,
                                     const Resource& resource) {
  const Notes& notes = connection.world.store->notes(account);
  const auto found = notes.find(resource.note);
  if (found == notes.end() || !connection.offers(resource.cap)) return std::nullopt;
  return static_cast<std::int64_t>(wire::to_number(found->second).value_or(0));
}

Growth usage_of(const Connection& connection, const Account& account) {
  Growth usage;
  for (const MailboxInfo& info : connection.world.store->list(account)) {
    const auto mailbox = connection.world.store->open(account, info.name);
    if (!mailbox) continue;
    for (const StoredMessage& message : mailbox->messages()) {
      ++usage.messages;
      usage.octets += static_cast<std::int64_t>(message.body.size());
    }
  }
  return usage;
}

std::int64_t in_units(const Resource& resource, const Growth& usage) {
  return resource.cap == Cap::QuotaMessage ? usage.messages : (usage.octets + kUnit - 1) / kUnit;
}

// The quota root of an account: "", to others "Other Users/alice".
std::string root_of(const Connection& connection, const Account& account) {
  return &account == connection.account ? "" : std::string(kOtherUsers) + '/' + account.user;
}

void tell_quota(const Connection& connection, const Account& account, Replies& replies) {
  const Growth usage = usage_of(connection, account);
  replies.begin();
  replies.out += "QUOTA ";
  imap::append_astring(replies.out, root_of(connection, account));
  replies.out += " (";
  bool first = true;
  for (const Resource& resource : kResources) {
    const auto limit = limit_of(connection, account, resource);
    if (!limit) continue;
    if (!first) replies.out += ' ';
    first = false;
    replies.out += resource.name;
    replies.out += ' ';
    imap::append_number(replies.out, static_cast<std::uint64_t>(in_units(resource, usage)));
    replies.out += ' ';
    imap::append_number(replies.out, static_cast<std::uint64_t>(*limit));
  }
  replies.out += ')';
  replies.end();
}

// Null: there is none of that name, or none of whose mailboxes may be read.
const Account* account_of_root(const Connection& connection, std::string_view root) {
  if (root.empty()) return connection.account;
  const std::string prefix = std::string(root) + '/';
  for (const std::string& name : others_mailboxes(connection)) {
    if (!name.starts_with(prefix)) continue;
    const Found found = find_named(connection, name);
    if (found.may({Right::Read}) && root_of(connection, *found.place->owner) == root)
      return found.place->owner;
  }
  return nullptr;
}

const Resource* find(const Connection& connection, std::string_view name) {
  for (const Resource& resource : kResources) {
    if (wire::iequals(resource.name, name) && connection.offers(resource.cap)) return &resource;
  }
  return nullptr;
}

}  // namespace

std::optional<Completion> over_quota(Connection& connection, const Account& account, const Growth& growth) {
  const bool limited = std::any_of(
      std::begin(kResources), std::end(kResources),
      [&](const Resource& resource) { return limit_of(connection, account, resource).has_value(); });
  if (!limited) return std::nullopt;
  Growth usage = usage_of(connection, account);
  usage.messages += growth.messages;
  usage.octets += growth.octets;
  for (const Resource& resource : kResources) {
    const auto limit = limit_of(connection, account, resource);
    if (limit && in_units(resource, usage) > *limit) return no("OVERQUOTA", "that is over the quota");
  }
  return std::nullopt;
}

// RFC 9208 4.1.1.
Completion get_quota(Connection& connection, const imap::Command& command, Replies& replies) {
  const Account* account = account_of_root(connection, command.quota.name);
  if (account == nullptr) return no("NONEXISTENT", "no such quota root");
  tell_quota(connection, *account, replies);
  return ok("told");
}

// RFC 9208 4.1.2: one's own mailbox need not be there; 6: the right r, since its usage is told.
Completion get_quota_root(Connection& connection, const imap::Command& command, Replies& replies) {
  const std::optional<std::string> name = name_from_wire(connection, command.quota.name);
  if (!name) return no("CANNOT", "that is no name");
  const Found found = find_named(connection, *name);
  const bool own = found.place && found.place->owner == connection.account;
  if (const auto refused = refuse(found, {Right::Read}); refused && (!own || found.mailbox)) return *refused;
  const Account& owner = *found.place->owner;
  replies.begin();
  replies.out += "QUOTAROOT ";
  append_name(replies.out, connection, own ? *name : name_at(connection, owner, found.mailbox->name()));
  replies.out += ' ';
  imap::append_astring(replies.out, root_of(connection, owner));
  replies.end();
  if (!connection.broken(kQuotarootNoQuota)) tell_quota(connection, owner, replies);
  return ok("told");
}

// RFC 9208 4.1.3: what is not named is no longer limited.
Completion set_quota(Connection& connection, const imap::Command& command, Replies& replies) {
  if (!command.quota.name.empty()) return no("NONEXISTENT", "no such quota root");
  for (const auto& limit : command.quota.limits) {
    if (find(connection, limit.resource) == nullptr) return no({}, "no such resource here");
  }
  Store& store = *connection.world.store;
  for (const Resource& resource : kResources) store.note(*connection.account, resource.note, std::nullopt);
  for (const auto& limit : command.quota.limits)
    store.note(*connection.account, find(connection, limit.resource)->note, std::to_string(limit.limit));
  tell_quota(connection, *connection.account, replies);
  return ok("limited");
}

}  // namespace mailrig::server::imapd
