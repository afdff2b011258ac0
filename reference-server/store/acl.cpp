#include "reference-server/store/acl.hpp"

#include <optional>

namespace mailrig::server {
namespace {

std::string key_of(std::string_view identifier) {
  return std::string(kAclNotes) += identifier;
}

template <typename Call>
void each_entry(const Notes& notes, Call call) {
  for (auto at = notes.lower_bound(kAclNotes); at != notes.end() && at->first.starts_with(kAclNotes); ++at)
    call(std::string_view(at->first).substr(kAclNotes.size()), parse_rights(at->second).value_or(Rights()));
}

bool means(std::string_view identifier, std::string_view user) {
  return identifier == user || identifier == kAnyone;
}

}  // namespace

std::vector<AclEntry> acl_of(const Notes& notes, std::string_view owner) {
  std::vector<AclEntry> entries{{std::string(owner), entry_of(notes, owner, owner).with(kOwnersAlways)}};
  each_entry(notes, [&](std::string_view identifier, Rights rights) {
    if (identifier != owner) entries.push_back({std::string(identifier), rights});
  });
  return entries;
}

Rights entry_of(const Notes& notes, std::string_view owner, std::string_view identifier) {
  const auto found = notes.find(key_of(identifier));
  if (found != notes.end()) return parse_rights(found->second).value_or(Rights());
  return identifier == owner ? Rights::all() : Rights();
}

Rights rights_of(const Notes& notes, std::string_view owner, std::string_view user, Negative negative) {
  const bool owns = user == owner;
  Rights given;
  Rights taken;
  bool own_entry = false;
  each_entry(notes, [&](std::string_view identifier, Rights rights) {
    if (means(identifier, user)) given = given.with(rights);
    if (identifier.starts_with('-') && means(identifier.substr(1), user)) taken = taken.with(rights);
    own_entry = own_entry || identifier == user;
  });
  if (owns && !own_entry) given = Rights::all();
  if (negative == Negative::Counts) given = given.without(taken);
  return owns ? given.with(kOwnersAlways) : given;
}

void set_entry(Mailbox& mailbox, std::string_view owner, std::string_view identifier, Rights rights) {
  std::string letters;
  append_rights(letters, rights);
  const bool gone = rights.none() && identifier != owner;
  mailbox.note(key_of(identifier), gone ? std::nullopt : std::optional<std::string>(std::move(letters)));
}

void remove_acl(Mailbox& mailbox) {
  std::vector<std::string> keys;
  each_entry(mailbox.notes(),
             [&](std::string_view identifier, Rights) { keys.push_back(key_of(identifier)); });
  for (const std::string& key : keys) mailbox.note(key, std::nullopt);
}

void inherit_acl(const Mailbox& parent, Mailbox& child) {
  std::vector<AclEntry> entries;
  each_entry(parent.notes(), [&](std::string_view identifier, Rights rights) {
    entries.push_back({std::string(identifier), rights});
  });
  for (const AclEntry& entry : entries) {
    std::string letters;
    append_rights(letters, entry.rights);
    child.note(key_of(entry.identifier), letters);
  }
}

}  // namespace mailrig::server
