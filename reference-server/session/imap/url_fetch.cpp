#include "harness/imap/append.hpp"
#include "reference-server/deviation/url_auth.hpp"
#include "reference-server/session/imap/url_auth.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr std::size_t kAnswerLimit = 512 * 1024 * 1024;  // ours: octets of one URLFETCH, all in memory

}  // namespace

// RFC 4467 BASE.6.3.URLFETCH: what is wrong with a URL is told by NIL.
Completion url_fetch(Connection& connection, const imap::Command& command, Replies& replies) {
  const std::size_t before = replies.out.size();
  replies.begin();
  replies.out += "URLFETCH";
  for (const auto& asked : command.url_auth.urls) {
    const std::optional<std::string> octets = redeem(connection, asked.url);
    const bool refused = !octets && connection.broken(kUrlauthInvalidRefused);
    if (refused || replies.out.size() > kAnswerLimit) {
      replies.out.resize(before);
      return refused ? no({}, "not this URL") : no("LIMIT", "that is too much at once");
    }
    replies.out += ' ';
    imap::append_string(replies.out, asked.url);
    replies.out += ' ';
    if (octets && !octets->empty()) {
      imap::append_literal(replies.out, *octets);
    } else {
      replies.out += octets ? "\"\"" : "NIL";
    }
  }
  replies.end();
  return ok("fetched");
}

}  // namespace mailrig::server::imapd
