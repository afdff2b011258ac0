#include "harness/imap/store.hpp"

#include "harness/imap/ascii.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kFlagLimit = 1000;  // ours: flags of one STORE

// flag *(SP flag), without parentheses
bool read_bare_flags(CommandReader& reader, FlagNames& flags) {
  for (;;) {
    if (flags.size() == kFlagLimit) return reader.fail("too many flags");
    if (!reader.flag(flags.emplace_back())) return false;
    if (reader.at_end()) return true;
    if (!reader.sp()) return false;
  }
}

bool read_modifier(CommandReader& reader, StoreCommand& store) {
  store.unchanged_since.reset();
  if (!reader.take('(')) return true;
  if (!reader.take_word("UNCHANGEDSINCE")) return reader.fail("unknown store modifier");
  std::uint64_t modseq = 0;
  if (!reader.sp() || !reader.number(modseq, kModSeqMost)) return false;
  store.unchanged_since = modseq;
  return reader.expect(')', "\")\" expected") && reader.sp();
}

}  // namespace

// store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))
bool read_store(CommandReader& reader, Command& command) {
  StoreCommand& store = command.store;
  store.set.clear();
  store.flags.clear();
  store.mode = StoreCommand::Mode::Replace;
  if (!reader.sp() || !reader.sequence_set(store.set) || !reader.sp()) return false;
  if (!read_modifier(reader, store)) return false;
  if (reader.take('+')) {
    store.mode = StoreCommand::Mode::Add;
  } else if (reader.take('-')) {
    store.mode = StoreCommand::Mode::Remove;
  }
  store.silent = reader.take_word("FLAGS.SILENT");
  if (!store.silent && !reader.take_word("FLAGS")) return reader.fail("FLAGS expected");
  if (!reader.sp()) return false;
  return reader.at('(') ? reader.flag_list(store.flags) : read_bare_flags(reader, store.flags);
}

}  // namespace mailrig::imap
