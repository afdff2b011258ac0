// APOP name digest (RFC 1939 7), where the greeting has a timestamp.
#include <fmt/format.h>

#include "harness/sasl/secret.hpp"
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

constexpr std::string_view kAlways = "1896.697170952";

// RFC 6856 2.2: the digest is that of the password as SASLprep has it.
std::string digest_for(const Connection& connection, const Account& account) {
  const auto password = sasl::prepared(account.password, sasl::Prepare::Stored);
  return sasl::apop_digest(connection.timestamp, password.value_or(account.password));
}

}  // namespace

std::string new_timestamp(const Connection& connection) {
  World& world = connection.world;
  if (!world.pop3.apop || !connection.offers(Cap::PopApop)) return {};
  if (connection.broken(kApopSameTimestamp)) return fmt::format("<{}@{}>", kAlways, world.host);
  return fmt::format("<{:x}.{}.{}@{}>", world.random ? world.random() : 0, ++world.pop3_greetings,
                     world.unix_time ? world.unix_time() : 0, world.host);
}

Effect apop(Connection& connection, const pop3::Command& command, std::string& out) {
  if (connection.timestamp.empty()) return err(connection, out, "unknown command");
  const Account* account = named_account(connection, command.argument);
  if (account == nullptr) return deny(connection, out);
  const bool right = command.digest == digest_for(connection, *account) || connection.broken(kApopAnyDigest);
  return right ? enter(connection, *account, out) : deny(connection, out);
}

}  // namespace mailrig::server::pop3d
