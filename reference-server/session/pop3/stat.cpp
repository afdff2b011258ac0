// STAT (RFC 1939 5): the drop listing.
#include "harness/pop3/listing.hpp"
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

std::size_t octets_with_lf(Maildrop& maildrop) {
  std::size_t sum = 0;
  for (const Message& message : maildrop.messages()) {
    if (!message.deleted) sum += message.octets - lines_of(*message.body.octets());
  }
  return sum;
}

}  // namespace

Effect stat(Connection& connection, const pop3::Command& command, std::string& out) {
  (void)command;
  connection.counted = true;
  Maildrop& maildrop = connection.maildrop;
  std::size_t count = maildrop.count();
  std::size_t octets = maildrop.octets();
  if (count < maildrop.messages().size() && connection.broken(kStatCountsDeleted)) {
    count = maildrop.messages().size();
  }
  if (octets > 0 && connection.broken(kStatOctetsWrong)) octets = octets_with_lf(maildrop);
  connection.scratch.clear();
  pop3::append_size_listing(connection.scratch, count, octets);
  if (connection.broken(kStatMoreFollows)) connection.scratch += " octets in all";
  return ok(connection, out, connection.scratch);
}

}  // namespace mailrig::server::pop3d
