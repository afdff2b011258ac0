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

// RFC 5321 3.8, RFC 9051 7.1.5, RFC 3206 4.
std::string goodbye(Protocol protocol, std::string_view host) {
  switch (protocol) {
    case Protocol::Smtp:
    case Protocol::Submission:
    case Protocol::Lmtp:
      return "421 4.3.2 " + std::string(host) + " is shutting down\r\n";
    case Protocol::Imap:
      return "* BYE the server is shutting down\r\n";
    case Protocol::Pop3:
      break;
  }
  return "-ERR [SYS/TEMP] the server is shutting down\r\n";
}

}  // namespace mailrig::server
