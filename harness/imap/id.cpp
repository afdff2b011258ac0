#include "harness/imap/id.hpp"

#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {

// id = "ID" SP ("(" [string SP nstring *(SP string SP nstring)] ")" / nil) (RFC 2971 4)
bool read_id(CommandReader& reader, Command& command) {
  auto& pairs = command.id.pairs;
  pairs.clear();
  if (!reader.sp()) return false;
  if (reader.take_word("NIL")) return true;
  if (!reader.expect('(', "list or NIL expected")) return false;
  while (!reader.at(')')) {
    if (pairs.size() == kIdPairLimit) return reader.fail("too many fields");
    if (!pairs.empty() && !reader.sp()) return false;
    auto& pair = pairs.emplace_back();
    if (!reader.string(pair.first) || !reader.sp() || !reader.nstring(pair.second)) return false;
  }
  return reader.take(')');
}

}  // namespace mailrig::imap
