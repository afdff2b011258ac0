#include "reference-server/session/imap/permanent_flags.hpp"

#include "reference-server/deviation/acl.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/flags.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr Rights kOfFlags{Right::Seen, Right::Write, Right::DeleteMessages};

Rights flag_rights(const Connection& connection) {
  const Rights here = connection.broken(kPermanentflagsUnchecked) ? Rights::all() : rights_here(connection);
  return here.of(kOfFlags);
}

}  // namespace

void tell_permanent_flags(Connection& connection, Replies& replies) {
  Selected& selected = *connection.selected;
  const Rights rights = flag_rights(connection);
  selected.rights_told = rights;
  if (connection.broken(kSelectNoPermanentflags)) return;
  const bool any = !selected.read_only() && !rights.none();
  std::string& code = connection.code;
  code = "PERMANENTFLAGS ";
  Flags flags;
  flags.system = kAnswered | kFlagged | kDeleted | kSeen | kDraft;
  append_flags(code, any ? permitted(flags, rights) : Flags{}, false);
  if (any && rights.has(Right::Write)) {
    code.pop_back();
    append_keywords(code, selected.mailbox());
    code += " \\*)";
  }
  replies.status("OK", code, any ? "these are kept" : "nothing is kept");
}

void tell_changed_rights(Connection& connection, Replies& replies) {
  if (connection.selected->rights_told == flag_rights(connection)) return;
  tell_known_flags(replies, connection.selected->mailbox());
  std::string kept;
  kept.swap(connection.code);  // of the completion that is to come
  tell_permanent_flags(connection, replies);
  kept.swap(connection.code);
}

}  // namespace mailrig::server::imapd
