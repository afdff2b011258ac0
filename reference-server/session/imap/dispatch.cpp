#include "reference-server/session/imap/dispatch.hpp"

namespace mailrig::server::imapd {
namespace {

using imap::Verb;

constexpr Entry kEntries[] = {
    {Verb::Capability, State::Any, capability},
    {Verb::Noop, State::Any, noop},
    {Verb::Logout, State::Any, logout},
    {Verb::Id, State::Any, id},
    {Verb::StartTls, State::NotAuthenticated, starttls},
    {Verb::Authenticate, State::NotAuthenticated, nullptr},
    {Verb::Login, State::NotAuthenticated, login},
    {Verb::Select, State::Authenticated, select},
    {Verb::Examine, State::Authenticated, examine},
    {Verb::Create, State::Authenticated, create},
    {Verb::Delete, State::Authenticated, remove_mailbox},
    {Verb::Rename, State::Authenticated, rename},
    {Verb::Subscribe, State::Authenticated, subscribe},
    {Verb::Unsubscribe, State::Authenticated, unsubscribe},
    {Verb::List, State::Authenticated, list},
    {Verb::Lsub, State::Authenticated, lsub},
    {Verb::Status, State::Authenticated, status},
    {Verb::Append, State::Authenticated, append},
    {Verb::Namespace, State::Authenticated, name_space},
    {Verb::Compress, State::Authenticated, compress},
    {Verb::Enable, State::Authenticated, enable},
    {Verb::GetMetadata, State::Authenticated, get_metadata},
    {Verb::SetMetadata, State::Authenticated, set_metadata},
    {Verb::GetQuota, State::Authenticated, get_quota},
    {Verb::GetQuotaRoot, State::Authenticated, get_quota_root},
    {Verb::SetQuota, State::Authenticated, set_quota},
    {Verb::GetAcl, State::Authenticated, get_acl},
    {Verb::SetAcl, State::Authenticated, set_acl},
    {Verb::DeleteAcl, State::Authenticated, delete_acl},
    {Verb::ListRights, State::Authenticated, list_rights},
    {Verb::MyRights, State::Authenticated, my_rights},
    {Verb::Notify, State::Authenticated, notify},
    {Verb::GenUrlAuth, State::Authenticated, gen_url_auth},
    {Verb::ResetKey, State::Authenticated, reset_key},
    {Verb::UrlFetch, State::Authenticated, url_fetch},
    {Verb::Idle, State::Authenticated, nullptr},
    {Verb::CancelUpdate, State::Selected, cancel_update},
    {Verb::Check, State::Selected, check},
    {Verb::Close, State::Selected, close},
    {Verb::Unselect, State::Selected, unselect},
    {Verb::Expunge, State::Selected, expunge},
    {Verb::Search, State::Selected, search},
    {Verb::Sort, State::Selected, sort},
    {Verb::Thread, State::Selected, thread},
    {Verb::Fetch, State::Selected, fetch},
    {Verb::Store, State::Selected, store},
    {Verb::Copy, State::Selected, copy},
    {Verb::Move, State::Selected, move},
    {Verb::Replace, State::Selected, replace},
};

}  // namespace

const Entry* entry_of(imap::Verb verb) {
  for (const Entry& entry : kEntries) {
    if (entry.verb == verb) return &entry;
  }
  return nullptr;
}

std::string_view wrong_state(const Connection& connection, State state) {
  const bool authenticated = connection.account != nullptr;
  switch (state) {
    case State::Any:
      return {};
    case State::NotAuthenticated:
      return authenticated && !connection.broken(kLoginTwice) ? "already logged in" : "";
    case State::Authenticated:
      return authenticated ? "" : "log in first";
    case State::Selected:
      if (!authenticated) return "log in first";
      return connection.selected ? "" : "select a mailbox first";
  }
  return {};
}

}  // namespace mailrig::server::imapd
