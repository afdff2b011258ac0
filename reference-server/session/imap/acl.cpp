#include "reference-server/session/imap/acl.hpp"

#include "harness/imap/append.hpp"
#include "harness/sasl/secret.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr Rights kAdminister{Right::Administer};

std::string rights_told(const Connection& connection, Rights rights) {
  std::string letters;
  if (connection.broken(kAclNoVirtual)) {
    append_rights(letters, rights);
  } else {
    append_rights_told(letters, rights);
  }
  return letters;
}

// RFC 4314 3: by SASLprep; an account's as it is spelled there. Nothing: it can't be one.
std::optional<std::string> identifier_of(const Connection& connection, std::string_view given) {
  if (connection.broken(kSetaclIdentifierUnprepared)) return std::string(given);
  const bool negative = given.starts_with('-');
  const auto prepared = sasl::prepared(given.substr(negative ? 1 : 0), sasl::Prepare::Stored);
  if (!prepared || prepared->empty() || prepared->size() > kIdentifierLimit) return std::nullopt;
  const Account* account = connection.world.accounts->find(*prepared);
  std::string identifier = negative ? "-" : "";
  return identifier += account == nullptr ? *prepared : account->user;
}

void begin_response(const Connection& connection, std::string_view verb, const Found& found,
                    Replies& replies) {
  replies.begin();
  (replies.out += verb) += ' ';
  append_name(replies.out, connection, name_at(connection, *found.place->owner, found.mailbox->name()));
}

void append_word(Replies& replies, std::string_view word) {
  replies.out += ' ';
  imap::append_astring(replies.out, word);
}

// What SETACL says: "lrs", "+i", "-w" (RFC 4314 3.1).
struct Modification {
  char sign = 0;  // '+', '-'; 0: these and no others
  Rights rights;
};

// Nothing: it names what is no right.
std::optional<Modification> parse_modification(const Connection& connection, std::string_view text) {
  Modification change;
  if (text.starts_with('+') || text.starts_with('-')) {
    change.sign = text.front();
    text.remove_prefix(1);
  }
  for (const char letter : text) {
    const bool old = letter == 'c' || letter == 'd';
    if (old && connection.broken(kSetaclOldRightsIgnored)) continue;
    const std::optional<Rights> right = parse_rights({&letter, 1});
    if (!right && connection.broken(kSetaclUnknownTaken)) continue;
    if (!right) return std::nullopt;
    change.rights = change.rights.with(*right);
  }
  return change;
}

Rights changed(const Connection& connection, Rights now, const Modification& change) {
  if (change.sign == '+' && !connection.broken(kSetaclPlusReplaces)) return now.with(change.rights);
  if (change.sign != '-') return change.rights;
  return connection.broken(kSetaclMinusIgnored) ? now : now.without(change.rights);
}

Found administered(const Connection& connection, std::string_view wire_name, const Deviation& unchecked) {
  Found found = find_mailbox(connection, wire_name);
  if (found.mailbox && connection.broken(unchecked)) found.rights = Rights::all();
  return found;
}

void append_optional_rights(const Connection& connection, bool owner, Replies& replies) {
  append_word(replies, owner ? "la" : "");
  constexpr std::string_view kLetters = "lrswipkxteacd";
  for (const char& letter : kLetters) {
    const bool always = owner && (letter == 'l' || letter == 'a');
    if (!always || connection.broken(kListrightsTwice)) append_word(replies, {&letter, 1});
  }
  if (!owner && connection.broken(kListrightsTwice)) append_word(replies, "lr");
}

std::string left_note(const Place& place) {
  return "acl:left:" + place.name;
}

}  // namespace

void tell_my_rights(const Connection& connection, std::string_view name, Rights rights, Replies& replies) {
  replies.begin();
  replies.out += "MYRIGHTS ";
  append_name(replies.out, connection, name);
  append_word(replies, rights_told(connection, rights));
  replies.end();
}

// RFC 4314 3.1.
Completion set_acl(Connection& connection, const imap::Command& command, Replies&) {
  const std::optional<std::string> identifier = identifier_of(connection, command.acl.identifier);
  if (!identifier) return bad("that can't be an identifier");
  const std::optional<Modification> change = parse_modification(connection, command.acl.rights);
  if (!change) return bad("there is no such right");
  const Found found = administered(connection, command.acl.mailbox, kSetaclUnchecked);
  if (const auto refused = refuse(found, kAdminister)) return *refused;
  if (connection.broken(kSetaclIgnored)) return ok("set");
  const Account& owner = *found.place->owner;
  const Notes& notes = found.mailbox->notes();
  const Rights now = entry_of(notes, owner.user, *identifier);
  if (now.none() && acl_of(notes, owner.user).size() >= kAclLimit) return no("LIMIT", "too many identifiers");
  const Rights rights = changed(connection, now, *change);
  set_entry(*found.mailbox, owner.user, *identifier, rights);
  if (*identifier != owner.user && !rights.none())
    connection.world.store->note(owner, std::string(kSharesNote), "1");
  return ok("set");
}

// RFC 4314 3.2.
Completion delete_acl(Connection& connection, const imap::Command& command, Replies&) {
  const std::optional<std::string> identifier = identifier_of(connection, command.acl.identifier);
  if (!identifier) return bad("that can't be an identifier");
  const Found found = administered(connection, command.acl.mailbox, kSetaclUnchecked);
  if (const auto refused = refuse(found, kAdminister)) return *refused;
  const std::string& owner = found.place->owner->user;
  if (!connection.broken(kDeleteaclIgnored)) set_entry(*found.mailbox, owner, *identifier, {});
  if (connection.broken(kDeleteaclTakesNegative)) set_entry(*found.mailbox, owner, '-' + *identifier, {});
  return ok("removed");
}

// RFC 4314 3.3, 3.6.
Completion get_acl(Connection& connection, const imap::Command& command, Replies& replies) {
  const Found found = administered(connection, command.acl.mailbox, kGetaclUnchecked);
  if (const auto refused = refuse(found, kAdminister)) return *refused;
  begin_response(connection, "ACL", found, replies);
  for (const AclEntry& entry : acl_of(found.mailbox->notes(), found.place->owner->user)) {
    append_word(replies, entry.identifier);
    append_word(replies, rights_told(connection, entry.rights));
  }
  replies.end();
  return ok("told");
}

// RFC 4314 3.4, 3.7.
Completion list_rights(Connection& connection, const imap::Command& command, Replies& replies) {
  const std::optional<std::string> identifier = identifier_of(connection, command.acl.identifier);
  if (!identifier) return bad("that can't be an identifier");
  const Found found = administered(connection, command.acl.mailbox, kGetaclUnchecked);
  if (const auto refused = refuse(found, kAdminister)) return *refused;
  begin_response(connection, "LISTRIGHTS", found, replies);
  const bool other_form = connection.broken(kListrightsOtherForm);
  append_word(replies, other_form ? *identifier + '+' : std::string(command.acl.identifier));
  append_optional_rights(connection, *identifier == found.place->owner->user, replies);
  replies.end();
  return ok("told");
}

// RFC 4314 3.5, 3.8.
Completion my_rights(Connection& connection, const imap::Command& command, Replies& replies) {
  constexpr Rights kAnyOf{Right::Lookup, Right::Read,          Right::Insert,
                          Right::Create, Right::DeleteMailbox, Right::Administer};
  const Found found = find_mailbox(connection, command.acl.mailbox);
  if (const auto refused = refuse(found, kAnyOf)) return *refused;
  const std::string name = name_at(connection, *found.place->owner, found.mailbox->name());
  tell_my_rights(connection, name, found.rights, replies);
  return ok("told");
}

void keep_acl(const Connection& connection, const Place& place, const Mailbox& mailbox) {
  std::string text;
  for (const AclEntry& entry : acl_of(mailbox.notes(), place.owner->user)) {
    text += entry.identifier + '\n';
    append_rights(text, entry.rights);
    text += '\n';
  }
  connection.world.store->note(*place.owner, left_note(place), text);
}

void restore_acl(const Connection& connection, const Place& place, Mailbox& mailbox) {
  const Notes& notes = connection.world.store->notes(*place.owner);
  const auto found = notes.find(left_note(place));
  if (found == notes.end()) return;
  std::string_view text = found->second;
  const auto line = [&] {
    const std::string_view one = text.substr(0, text.find('\n'));
    text.remove_prefix(one.size() + 1);
    return one;
  };
  while (!text.empty()) {
    const std::string_view identifier = line();
    set_entry(mailbox, place.owner->user, identifier, parse_rights(line()).value_or(Rights()));
  }
}

}  // namespace mailrig::server::imapd
