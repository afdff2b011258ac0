// All verbs, each in the file of its name.
#pragma once

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

using VerbFunction = Completion(Connection&, const imap::Command&, Replies&);

// Any state.
VerbFunction capability, noop, logout, id;
// Not authenticated.
VerbFunction starttls, login;
// Authenticated or selected.
VerbFunction select, examine, create, remove_mailbox, rename, subscribe, unsubscribe, list, lsub, status,
    append, compress, name_space, notify, enable, get_metadata, set_metadata, get_quota, get_quota_root,
    set_quota, get_acl, set_acl, delete_acl, list_rights, my_rights, gen_url_auth, reset_key, url_fetch;
// Selected.
VerbFunction cancel_update, check, close, unselect, expunge, search, sort, thread, fetch, store, copy, move,
    replace;

// The capabilities as they are now: "IMAP4rev1 SASL-IR …".
void append_capabilities(std::string& out, const Connection& connection);

}  // namespace mailrig::server::imapd
