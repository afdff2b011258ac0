#include "harness/imap/quota.hpp"

#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {

bool read_quota(CommandReader& reader, Command& command) {
  command.quota.limits.clear();
  return reader.sp() && reader.astring(command.quota.name);
}

bool read_set_quota(CommandReader& reader, Command& command) {
  auto& limits = command.quota.limits;
  if (!read_quota(reader, command) || !reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  while (!reader.at(')')) {
    if (limits.size() == kQuotaResourceLimit) return reader.fail("too many resources");
    if (!limits.empty() && !reader.sp()) return false;
    auto& limit = limits.emplace_back();
    if (!reader.atom(limit.resource) || !reader.sp()) return false;
    if (!reader.number(limit.limit, kModSeqMost)) return false;
  }
  return reader.take(')');
}

}  // namespace mailrig::imap
