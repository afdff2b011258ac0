#include "reference-server/session/imap/list.hpp"

#include <algorithm>

#include "harness/imap/append.hpp"
#include "harness/imap/mutf7.hpp"
#include "reference-server/session/imap/verbs.hpp"
#include "reference-server/store/mailbox_name.hpp"

namespace mailrig::server::imapd {
namespace {

void add(std::string& attributes, std::string_view attribute) {
  if (attribute.empty()) return;
  if (!attributes.empty()) attributes += ' ';
  attributes += attribute;
}

// `behind`: the mailbox that follows by name. Names are in octet order, so one that is not a child can
// stand between a mailbox and its children ("a", "a-b", "a/c").
bool has_children(const std::vector<MailboxInfo>& all, std::size_t at) {
  const std::string first_child = all[at].name + '/';
  const auto found =
      std::lower_bound(all.begin() + static_cast<std::ptrdiff_t>(at), all.end(), first_child,
                       [](const MailboxInfo& info, const std::string& n) { return info.name < n; });
  return found != all.end() && below(found->name, all[at].name);
}

void attributes_of(const Connection& connection, const imap::ListCommand& command,
                   const std::vector<MailboxInfo>& all, std::size_t at, std::string& out) {
  out.clear();
  const MailboxInfo& info = all[at];
  if (!info.selectable && !connection.broken(kListNoNoselect)) add(out, "\\Noselect");
  if (!connection.broken(kListNoChildren))
    add(out, has_children(all, at) ? "\\HasChildren" : "\\HasNoChildren");
  if (info.subscribed && (command.select_subscribed || command.return_subscribed)) add(out, "\\Subscribed");
  if (!info.special_use.empty() && !connection.broken(kListNoSpecialUse)) add(out, info.special_use);
}

bool only_delimiter_asked(const imap::ListCommand& command) {
  return command.patterns.size() == 1 && command.patterns.front().empty();
}

}  // namespace

std::vector<Pattern> patterns_of(const Connection& connection, const imap::ListCommand& command) {
  std::vector<Pattern> out;
  for (const std::string_view pattern : command.patterns) {
    if (command.reference.size() + pattern.size() > kPatternLimit) continue;
    std::string wire(command.reference);
    wire += pattern;
    std::optional<std::string> text = imap::utf8_from_mutf7(wire);
    out.push_back({text ? std::move(*text) : std::move(wire), connection.broken(kListInboxCase),
                   connection.broken(kListPercentCrosses)});
  }
  return out;
}

bool any_matches(const std::vector<Pattern>& patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const Pattern& each) { return each.matches(name); });
}

void tell_mailbox(const Connection& connection, Replies& replies, std::string_view verb,
                  std::string_view attributes, std::string_view name) {
  replies.begin();
  replies.out += verb;
  replies.out += " (";
  replies.out += attributes;
  replies.out += R"() "/" )";
  if (name.find('"') != std::string_view::npos && connection.broken(kListQuoteUnescaped)) {
    replies.out += '"';
    imap::append_mutf7(replies.out, name);
    replies.out += '"';
  } else if (connection.broken(kListUtf7Lost)) {
    imap::append_astring(replies.out, name);
  } else {
    imap::append_mailbox(replies.out, name);
  }
  replies.end();
}

// RFC 3501 6.3.8; the options of RFC 6154.
Completion list(Connection& connection, const imap::Command& command, Replies& replies) {
  const imap::ListCommand& asked = command.list;
  if (only_delimiter_asked(asked) && !connection.broken(kListEmptyPattern)) {
    tell_mailbox(connection, replies, "LIST", "\\Noselect", {});
    return ok("listed");
  }
  const std::vector<Pattern> patterns = patterns_of(connection, asked);
  const std::vector<MailboxInfo> all = connection.world.store->list(*connection.account);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (asked.select_subscribed && !all[i].subscribed) continue;
    if (asked.select_special_use && all[i].special_use.empty()) continue;
    if (!any_matches(patterns, all[i].name)) continue;
    attributes_of(connection, asked, all, i, connection.scratch);
    tell_mailbox(connection, replies, "LIST", connection.scratch, all[i].name);
  }
  return ok("listed");
}

}  // namespace mailrig::server::imapd
