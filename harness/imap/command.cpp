#include "harness/imap/command.hpp"

#include <array>

#include "harness/imap/ascii.hpp"
#include "harness/imap/command_reader.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

struct Row {
  Verb verb;
  std::string_view name;
  bool (*read)(CommandReader& reader, Command& command);
  bool uid;  // may follow UID
};

constexpr std::array<Row, 49> kRows{{
    {Verb::Append, "APPEND", read_append, false},
    {Verb::Authenticate, "AUTHENTICATE", read_authenticate, false},
    {Verb::CancelUpdate, "CANCELUPDATE", read_cancel_update, false},
    {Verb::Capability, "CAPABILITY", read_nothing, false},
    {Verb::Check, "CHECK", read_nothing, false},
    {Verb::Close, "CLOSE", read_nothing, false},
    {Verb::Compress, "COMPRESS", read_compress, false},
    {Verb::Copy, "COPY", read_copy, true},
    {Verb::Create, "CREATE", read_create, false},
    {Verb::Delete, "DELETE", read_mailbox, false},
    {Verb::DeleteAcl, "DELETEACL", read_acl_identifier, false},
    {Verb::Enable, "ENABLE", read_enable, false},
    {Verb::Examine, "EXAMINE", read_select, false},
    {Verb::Expunge, "EXPUNGE", read_expunge, true},
    {Verb::Fetch, "FETCH", read_fetch, true},
    {Verb::GetAcl, "GETACL", read_acl, false},
    {Verb::GenUrlAuth, "GENURLAUTH", read_gen_url_auth, false},
    {Verb::GetMetadata, "GETMETADATA", read_get_metadata, false},
    {Verb::GetQuota, "GETQUOTA", read_quota, false},
    {Verb::GetQuotaRoot, "GETQUOTAROOT", read_quota, false},
    {Verb::Id, "ID", read_id, false},
    {Verb::Idle, "IDLE", read_nothing, false},
    {Verb::List, "LIST", read_list, false},
    {Verb::ListRights, "LISTRIGHTS", read_acl_identifier, false},
    {Verb::Login, "LOGIN", read_login, false},
    {Verb::Logout, "LOGOUT", read_nothing, false},
    {Verb::Lsub, "LSUB", read_lsub, false},
    {Verb::Move, "MOVE", read_copy, true},
    {Verb::MyRights, "MYRIGHTS", read_acl, false},
    {Verb::Namespace, "NAMESPACE", read_nothing, false},
    {Verb::Noop, "NOOP", read_nothing, false},
    {Verb::Notify, "NOTIFY", read_notify, false},
    {Verb::Rename, "RENAME", read_rename, false},
    {Verb::Replace, "REPLACE", read_replace, true},
    {Verb::ResetKey, "RESETKEY", read_reset_key, false},
    {Verb::Search, "SEARCH", read_search, true},
    {Verb::Select, "SELECT", read_select, false},
    {Verb::SetAcl, "SETACL", read_set_acl, false},
    {Verb::SetMetadata, "SETMETADATA", read_set_metadata, false},
    {Verb::SetQuota, "SETQUOTA", read_set_quota, false},
    {Verb::Sort, "SORT", read_sort, true},
    {Verb::StartTls, "STARTTLS", read_nothing, false},
    {Verb::Status, "STATUS", read_status, false},
    {Verb::Store, "STORE", read_store, true},
    {Verb::Subscribe, "SUBSCRIBE", read_mailbox, false},
    {Verb::Thread, "THREAD", read_thread, true},
    {Verb::Unselect, "UNSELECT", read_nothing, false},
    {Verb::Unsubscribe, "UNSUBSCRIBE", read_mailbox, false},
    {Verb::UrlFetch, "URLFETCH", read_url_fetch, false},
}};

const Row* find(std::string_view verb) {
  for (const Row& row : kRows) {
    if (!verb.empty() && same(row.name, verb)) return &row;
  }
  return nullptr;
}

// command = tag SP verb …, "UID" SP verb …
bool read_command(CommandReader& reader, Command& command) {
  if (!reader.tag(command.tag) || !reader.sp() || !reader.atom(command.name)) return false;
  if (same(command.name, "UID")) {
    command.uid = true;
    if (!reader.sp() || !reader.atom(command.name)) return false;
  }
  const Row* row = find(command.name);
  if (row == nullptr || (command.uid && !row->uid)) return reader.fail("unknown command");
  command.verb = row->verb;
  return row->read(reader, command) && reader.end();
}

}  // namespace

std::string_view name(Verb verb) {
  for (const Row& row : kRows) {
    if (row.verb == verb) return row.name;
  }
  return {};
}

std::optional<Refusal> parse_command(std::string_view unit, Command& command, CommandOptions options) {
  command.tag = command.name = {};
  command.verb = Verb::Unknown;
  command.uid = false;
  CommandReader reader(unit, command.unescaped, options.utf8);
  // refusal() first: a bare LF is refused though the rest be well formed.
  if (read_command(reader, command) && !reader.refusal()) return std::nullopt;
  return reader.refusal();
}

bool read_nothing(CommandReader& /*reader*/, Command& /*command*/) {
  return true;
}

// compress = "COMPRESS" SP algorithm (RFC 4978 5); future ones are atoms, too
bool read_compress(CommandReader& reader, Command& command) {
  return reader.sp() && reader.atom(command.compress);
}

// enable = "ENABLE" 1*(SP capability)
bool read_enable(CommandReader& reader, Command& command) {
  constexpr std::size_t kCapabilityLimit = 100;
  command.enable.clear();
  do {
    if (command.enable.size() == kCapabilityLimit) return reader.fail("too many capabilities");
    if (!reader.sp() || !reader.atom(command.enable.emplace_back())) return false;
  } while (!reader.at_end());
  return true;
}

// "EXPUNGE" / "UID" SP "EXPUNGE" SP sequence-set (RFC 4315 2.1)
bool read_expunge(CommandReader& reader, Command& command) {
  command.expunge.clear();
  return !command.uid || (reader.sp() && reader.sequence_set(command.expunge));
}

}  // namespace mailrig::imap
