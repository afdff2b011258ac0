#include "reference-server/session/imap/url_auth.hpp"

#include <algorithm>

#include "harness/sasl/secret.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/url_auth.hpp"
#include "reference-server/session/imap/auth_url.hpp"
#include "reference-server/session/imap/message_url.hpp"
#include "reference-server/session/imap/surrogate.hpp"

namespace mailrig::server::imapd {
namespace {

using Access = AuthUrl::Access;

constexpr std::string_view kAlgorithm = "01";  // HMAC-SHA256; RFC 4467 2.4.1: told within the token
constexpr std::size_t kShort = 16;             // a deviation

bool may(const Connection& connection, const AuthUrl& url) {
  switch (url.access) {
    case Access::Submit:
      return (!connection.world.submit_user.empty() &&
              connection.account->user == connection.world.submit_user) ||
             connection.broken(kUrlauthSubmitUnchecked);
    case Access::User:
      return connection.world.accounts->find(url.user) == connection.account ||
             connection.broken(kUrlauthUserUnchecked);
    case Access::AuthUser:
    case Access::Anonymous:
      return true;
  }
  return false;
}

bool expired(const Connection& connection, const AuthUrl& url) {
  const std::int64_t now = connection.world.unix_time ? connection.world.unix_time() : 0;
  return url.until && now > *url.until && !connection.broken(kUrlauthExpiredTaken);
}

// RFC 4467 2.2: as good as World::secret is.
std::string new_key(World& world) {
  return sasl::hmac_sha256(world.secret ? world.secret() : "", std::to_string(++world.url_keys));
}

std::string token_by(const Connection& connection, std::string_view key, std::string_view rump) {
  std::string token = std::string(kAlgorithm) + sasl::hmac_sha256(key, rump);
  if (connection.broken(kUrlauthTokenShort)) token.resize(kShort);
  return token;
}

// Of RENAME INBOX both mailboxes have the note: the number of the mailbox makes two keys of it.
std::string key_of(const Mailbox& mailbox, const std::string& note) {
  return note + ' ' + std::to_string(mailbox.id());
}

bool right_token(Connection& connection, const AuthUrl& url, const Account* owner, const Mailbox* mailbox) {
  const Notes* notes = mailbox != nullptr ? &mailbox->notes() : nullptr;
  const auto note =
      notes != nullptr && owner != nullptr ? notes->find(key_note(*owner)) : Notes::const_iterator();
  const bool known = notes != nullptr && owner != nullptr && note != notes->end();
  // RFC 4467 6: what is not there takes as long as what is.
  const std::string token =
      token_by(connection, known ? key_of(*mailbox, note->second) : new_key(connection.world), url.rump);
  std::string given(url.token);
  std::transform(given.begin(), given.end(), given.begin(), wire::to_lower);
  return (sasl::same_secret(token, given) && known) || connection.broken(kUrlauthTokenUnchecked);
}

}  // namespace

std::string key_note(const Account& account) {
  return "urlauth:" + account.user;
}

std::string make_token(Connection& connection, const Account& owner, Mailbox* mailbox,
                       std::string_view rump) {
  if (mailbox == nullptr) return token_by(connection, new_key(connection.world), rump);
  const std::string name = key_note(owner);
  if (!mailbox->notes().contains(name)) mailbox->note(name, new_key(connection.world));
  return token_by(connection, key_of(*mailbox, mailbox->notes().find(name)->second), rump);
}

void forget_key(Connection& connection, const Account& owner, Mailbox& mailbox) {
  if (connection.broken(kUrlauthKeyStays)) return;
  mailbox.note(key_note(owner), std::nullopt);
}

void tell_url_mechanisms(World& world, Replies& replies) {
  if (!broken(world, kUrlauthNoUrlmech)) replies.status("OK", kUrlMech, "how URLs are authorized");
}

std::optional<std::string> redeem(Connection& connection, std::string_view url) {
  std::string_view why;
  const auto read = parse_auth_url(connection, url, UrlForm::Full, why);
  if (!read || !wire::iequals(read->mechanism, kInternal)) return std::nullopt;
  const Account* owner = connection.world.accounts->find(read->owner);
  auto named = owner != nullptr ? parse_message_path(connection, *owner, read->path) : std::nullopt;
  if (!right_token(connection, *read, owner, named ? named->mailbox.get() : nullptr)) return std::nullopt;
  if (!named || expired(connection, *read) || !may(connection, *read)) return std::nullopt;
  if (owner != connection.account && connection.broken(kUrlauthOwnerAlone)) return std::nullopt;
  if (connection.broken(kUrlauthSectionLost)) named->section = named->partial = "";
  const StoredMessage* message = named->mailbox->find(named->uid);
  if (message == nullptr) return std::nullopt;
  MessageView view = view_of(connection, message->body);
  const UrlSection section = section_of_url(connection, *named, view);
  // RFC 4467 BASE.7.4.URLFETCH: empty, where FETCH would tell NIL.
  return section.valid ? std::optional(section.octets.value_or("")) : std::nullopt;
}

}  // namespace mailrig::server::imapd
