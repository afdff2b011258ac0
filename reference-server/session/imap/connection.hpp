// What a session knows between its commands, and how a verb ends. Verbs are functions
// `Completion verb(Connection&, const imap::Command&, Replies&)`: they write untagged responses and
// return the completion; the session tells what happened in the mailbox in between, and writes it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/command.hpp"
#include "reference-server/deviation/imap.hpp"
#include "reference-server/session/imap/selected.hpp"
#include "reference-server/session/session.hpp"

namespace mailrig::server::imapd {

class Notifier;

struct Connection {
  Connection(World& the_world, bool is_secure);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  World& world;
  bool secure;
  std::function<Channel()> channel;  // of Peer
  bool busy = false;                 // what happens is this client's doing
  bool idling = false;
  bool condstore = false;   // the client knows of MODSEQ (RFC 7162 3.1)
  bool qresync = false;     // … and has enabled QRESYNC (3.2.3)
  bool uid_only = false;    // … UIDONLY (RFC 9586)
  bool rev2 = false;        // … IMAP4rev2 (RFC 9051 6.3.1)
  bool utf8 = false;        // … UTF8=ACCEPT (RFC 6855 3)
  bool compressed = false;  // by COMPRESS
  std::size_t failed_logins = 0;
  UidValidity openings = 0;          // counted for a deviation only
  const Account* account = nullptr;  // set: authenticated
  std::unique_ptr<Selected> selected;
  std::unique_ptr<Notifier> notify;  // since NOTIFY, whatever it said (RFC 5465)
  std::function<void(News)> news;    // the selected mailbox has something to tell
  std::function<void()> wake;        // there is something to tell, whatever is in progress
  std::string_view unit;             // the command that is being answered
  std::string code;                  // of the completion being built; reused
  std::string scratch;               // of a verb; reused
  std::vector<Numbered> messages;    // that the command names; reused
  std::vector<std::uint32_t> hits;   // of a search; reused
  std::vector<NumberSet> sets;       // of a search, by key; reused

  [[nodiscard]] bool broken(const Deviation& deviation) const { return imapd::broken(world, deviation); }
  [[nodiscard]] bool offers(Cap cap) const { return world.offer.has(cap); }
  [[nodiscard]] Telling telling(bool expunge, bool uid) const;
  // Names are UTF-8, and may stand so in quoted strings.
  [[nodiscard]] bool utf8_names() const { return rev2 || utf8; }
  // Header fields in UTF-8 are shown as they are (RFC 6855 7, 8): to whom has enabled it, and by a server
  // that knows nothing of it.
  [[nodiscard]] bool shows_utf8() const;
  [[nodiscard]] imap::CommandOptions command_options() const;
  // Whether any deviation is set: for seams that would cost something.
  [[nodiscard]] bool deviates() const { return world.deviations != nullptr && world.deviations->any(); }
  // Logins whose password crosses the wire are taken.
  [[nodiscard]] bool plain_login() const { return secure || world.plaintext_login; }
};

// What of the mailbox's news may stand before the completion (RFC 3501 5.5, 7.4.1).
enum class Tell : std::uint8_t { All, NoExpunge, Nothing };

struct Completion {
  std::string_view status = "OK";
  std::string_view code;  // static, or Connection::code
  std::string_view text = "done";
  Tell tell = Tell::All;
  Effect effect = Effect::None;
};

[[nodiscard]] inline Completion ok(std::string_view text, std::string_view code = {}) {
  return {"OK", code, text};
}
[[nodiscard]] inline Completion no(std::string_view code, std::string_view text) {
  return {"NO", code, text};
}
[[nodiscard]] inline Completion bad(std::string_view text) {
  return {"BAD", {}, text, Tell::Nothing};
}

}  // namespace mailrig::server::imapd
