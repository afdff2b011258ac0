#include "reference-server/listen/service.hpp"

namespace mailrig::server {

std::unique_ptr<Session> make_session(const Service& service, World& world, const Peer& peer) {
  switch (service.protocol) {
    case Protocol::Smtp:
      return make_smtp_session(world, peer, SmtpKind::Mta);
    case Protocol::Submission:
      return make_smtp_session(world, peer, SmtpKind::Submission);
    case Protocol::Lmtp:
      return make_smtp_session(world, peer, SmtpKind::Lmtp);
    case Protocol::Imap:
      return make_imap_session(world, peer);
    case Protocol::Pop3:
      break;
  }
  return make_pop3_session(world, peer);
}

namespace {

struct Words {
  std::string_view smtp, imap, pop3;
};

// RFC 5321 3.8, RFC 9051 7.1.5, RFC 3206 4. A POP3 server that has waited too long says nothing (RFC 1939 3).
Words words_for(Farewell why) {
  switch (why) {
    case Farewell::Stopping:
      return {"421 4.3.2 ", "the server is shutting down", "[SYS/TEMP] the server is shutting down"};
    case Farewell::Full:
      return {"421 4.7.0 ", "too many connections", "[SYS/TEMP] too many connections"};
    case Farewell::NoLogin:
      return {"421 4.4.2 ", "nobody has logged in", ""};
    case Farewell::FailedLogins:
      break;
  }
  return {"421 4.7.0 ", "too many failed logins", "too many failed logins"};
}

}  // namespace

std::string farewell(Protocol protocol, std::string_view host, Farewell why) {
  const Words words = words_for(why);
  switch (protocol) {
    case Protocol::Smtp:
    case Protocol::Submission:
    case Protocol::Lmtp:
      return std::string(words.smtp) + std::string(host) + " closes: " + std::string(words.imap) + "\r\n";
    case Protocol::Imap:
      return "* BYE " + std::string(words.imap) + "\r\n";
    case Protocol::Pop3:
      break;
  }
  return words.pop3.empty() ? "" : "-ERR " + std::string(words.pop3) + "\r\n";
}

}  // namespace mailrig::server
