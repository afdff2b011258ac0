#include "reference-server/session/imap/list.hpp"

#include <algorithm>

#include "harness/imap/append.hpp"
#include "harness/imap/mutf7.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/acl.hpp"
#include "reference-server/session/imap/list_rows.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/metadata.hpp"
#include "reference-server/session/imap/status.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

bool only_delimiter_asked(const Connection& connection, const imap::ListCommand& command) {
  const bool extended = command.extended && !connection.broken(kListEmptyPatternExtended);
  return !extended && command.patterns.size() == 1 && command.patterns.front().empty();
}

// RFC 5258 6: childinfo-extended-item.
void append_childinfo(std::string& out, const Connection& connection, const imap::ListCommand& command) {
  out += " (\"CHILDINFO\" (";
  if (connection.broken(kListChildinfoUnquoted)) {
    out += command.select_special_use ? "SPECIAL-USE))" : "SUBSCRIBED))";
    return;
  }
  if (command.select_subscribed || !command.select_special_use) out += "\"SUBSCRIBED\"";
  if (command.select_subscribed && command.select_special_use) out += ' ';
  if (command.select_special_use) out += "\"SPECIAL-USE\"";
  out += "))";
}

}  // namespace

std::vector<Pattern> patterns_of(const Connection& connection, const imap::ListCommand& command) {
  std::vector<Pattern> out;
  for (const std::string_view pattern : command.patterns) {
    if (command.reference.size() + pattern.size() > kPatternLimit) continue;
    if (pattern.empty() && command.extended) continue;  // RFC 5258 3
    std::string wire(command.reference);
    wire += pattern;
    std::optional<std::string> text = connection.utf8_names() ? std::nullopt : imap::utf8_from_mutf7(wire);
    out.push_back({text ? std::move(*text) : std::move(wire), connection.broken(kListInboxCase),
                   connection.broken(kListPercentCrosses)});
    if (connection.broken(kListOnePatternOnly)) break;
  }
  return out;
}

bool any_matches(const std::vector<Pattern>& patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const Pattern& each) { return each.matches(name); });
}

void tell_mailbox(const Connection& connection, Replies& replies, std::string_view verb,
                  std::string_view attributes, std::string_view name, std::string_view extended) {
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
    append_name(replies.out, connection, name);
  }
  replies.out += extended;
  replies.end();
}

// RFC 9051 6.3.2; 6.3.9.7: OLDNAME where the name was asked for in another form.
void tell_selected(Connection& connection, std::string_view asked, Replies& replies) {
  const Selected& selected = *connection.selected;
  const std::string name = name_at(connection, *selected.owner, selected.mailbox().name());
  const std::optional<std::string> old = imap::mailbox_from_wire(asked);
  std::string extended;
  if (asked != name && (!old || *old != name || wire::iequals(name, "INBOX"))) {
    const bool bare = connection.broken(kRev2OldnameBare);
    extended = bare ? " (\"OLDNAME\" " : " (\"OLDNAME\" (";
    imap::append_utf8_astring(extended, asked);
    extended += bare ? ")" : "))";
  }
  const imap::ListCommand plain;
  const ListRows rows(connection, plain);
  connection.scratch.clear();
  if (const ListRow* row = rows.find(name)) rows.append_attributes(connection.scratch, *row);
  tell_mailbox(connection, replies, "LIST", connection.scratch, name, extended);
}

namespace {

// RFC 9590 3
void tell_row_metadata(Connection& connection, const imap::ListCommand& asked, const ListRow& row,
                       Replies& replies) {
  if (connection.broken(kListMetadataMissing)) return;
  const Found found = find_named(connection, row.name);
  if (may_tell_metadata(connection, found))
    tell_metadata(connection, row.name, *found.place->owner, found.mailbox->notes(), {asked.metadata},
                  replies);
}

// The LIST response, and the STATUS that it was asked to bring along (RFC 5819 2).
void tell_row(Connection& connection, const imap::ListCommand& asked, const ListRows& rows,
              const ListRow& row, const ListRows::Match& match, Replies& replies) {
  std::string extended;
  const bool asks = asked.select_recursive ? !connection.broken(kListNoChildinfo)
                                           : connection.broken(kListChildinfoUnasked);
  if (asks && match.child) append_childinfo(extended, connection, asked);
  const bool counts = !asked.status.empty() && match.itself && !connection.broken(kListStatusMissing);
  const Found found = counts || asked.my_rights ? find_named(connection, row.name) : Found{};
  const bool readable = found.may({Right::Read});
  connection.scratch.clear();
  rows.append_attributes(connection.scratch, row);
  // RFC 5819 2
  if (counts && found.mailbox && !readable && !connection.broken(kListStatusUnreadable))
    connection.scratch += connection.scratch.empty() ? "\\Noselect" : " \\Noselect";
  const bool rights =
      asked.my_rights && match.itself && found.mailbox && !connection.broken(kListMyrightsMissing);
  const bool rights_first = rights && connection.broken(kListMyrightsFirst);
  if (rights_first) tell_my_rights(connection, row.name, found.rights, replies);
  const auto tell = [&] {
    tell_mailbox(connection, replies, "LIST", connection.scratch, row.name, extended);
  };
  const bool first = counts && readable && connection.broken(kListStatusFirst);
  if (!first) tell();
  if (counts && readable) tell_status(connection, *found.mailbox, row.name, asked.status, replies);
  if (first) tell();
  if (rights && !rights_first) tell_my_rights(connection, row.name, found.rights, replies);
  if (!asked.metadata.empty() && match.itself) tell_row_metadata(connection, asked, row, replies);
}

}  // namespace

// RFC 3501 6.3.8; RFC 5258, RFC 6154, RFC 5819.
Completion list(Connection& connection, const imap::Command& command, Replies& replies) {
  const imap::ListCommand& asked = command.list;
  if (only_delimiter_asked(connection, asked) && !connection.broken(kListEmptyPattern)) {
    tell_mailbox(connection, replies, "LIST", "\\Noselect", {});
    return ok("listed");
  }
  const std::vector<Pattern> patterns = patterns_of(connection, asked);
  const ListRows rows(connection, asked);
  for (const ListRow& row : rows.all()) {
    const ListRows::Match match = rows.match(row, patterns);
    if (!match.told) continue;
    tell_row(connection, asked, rows, row, match, replies);
  }
  return ok("listed");
}

}  // namespace mailrig::server::imapd
