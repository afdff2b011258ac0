#include "harness/imap/append.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/url_auth.hpp"
#include "reference-server/session/imap/auth_url.hpp"
#include "reference-server/session/imap/message_url.hpp"
#include "reference-server/session/imap/url_auth.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// The mailbox of a URL that names no message; a deviation takes it.
std::shared_ptr<Mailbox> whole_mailbox(const Connection& connection, const AuthUrl& url) {
  const auto name = decoded_url(url.path);
  return name ? readable(connection, *name) : nullptr;
}

// RFC 4467 BASE.6.3.GENURLAUTH, (1) to (3). Nothing: `out` has the URL.
std::optional<Completion> authorize(Connection& connection, const imap::UrlAuthCommand::Url& asked,
                                    std::string& out) {
  if (!wire::iequals(asked.mechanism, kInternal)) return no({}, "INTERNAL is the only mechanism here");
  std::string_view why;
  const auto url = parse_auth_url(connection, asked.url, UrlForm::Rump, why);
  if (!url) return bad(why);
  if (connection.world.accounts->find(url->owner) != connection.account)
    return bad("keys of another's mailboxes are not ours to use");
  std::shared_ptr<Mailbox> mailbox;
  if (const auto named = parse_message_path(connection, *connection.account, url->path))
    mailbox = named->mailbox;
  if (!mailbox && connection.broken(kUrlauthWholeTaken)) mailbox = whole_mailbox(connection, *url);
  if (!mailbox && !connection.broken(kUrlauthMissingTaken))
    return bad("the URL names no message of a mailbox");
  // For a user who is not there it is made all the same, and never valid: nobody learns who is.
  const bool nobody = !url->user.empty() && connection.world.accounts->find(url->user) == nullptr;
  const std::string token =
      make_token(connection, *connection.account, nobody ? nullptr : mailbox.get(), url->rump);
  out += ' ';
  std::string full(asked.url);
  (full += ":internal:") += token;
  imap::append_string(out, full);
  return std::nullopt;
}

}  // namespace

Completion gen_url_auth(Connection& connection, const imap::Command& command, Replies& replies) {
  std::string urls;
  for (const auto& asked : command.url_auth.urls) {
    if (const auto refused = authorize(connection, asked, urls)) return *refused;
  }
  replies.begin();
  (replies.out += "GENURLAUTH") += urls;
  replies.end();
  return ok("authorized");
}

}  // namespace mailrig::server::imapd
