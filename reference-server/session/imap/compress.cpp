#include "reference-server/deviation/compress.hpp"

#include "harness/wire/ascii.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr std::string_view kAlgorithm = "DEFLATE";

bool known(const Connection& connection, std::string_view algorithm) {
  if (connection.broken(kCompressCase)) return algorithm == kAlgorithm;
  return wire::iequals(algorithm, kAlgorithm);
}

}  // namespace

// RFC 4978 3.
Completion compress(Connection& connection, const imap::Command& command, Replies&) {
  if (!known(connection, command.compress)) {
    if (connection.broken(kCompressUnknownOk)) return ok("compressing");
    Completion refused = bad("no such compression here");
    if (connection.broken(kCompressThoughRefused)) refused.effect = Effect::Compress;
    return refused;
  }
  if (connection.compressed) {
    if (connection.broken(kCompressTwice)) return ok("compressing once more");
    if (connection.broken(kCompressActiveNoCode)) return no({}, "already compressing");
    return bad("already compressing");
  }
  connection.compressed = true;
  return {"OK", {}, "compressing", Tell::Nothing, Effect::Compress};
}

}  // namespace mailrig::server::imapd
