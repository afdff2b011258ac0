#include "harness/imap/copy.hpp"

#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {

// copy = "COPY" SP sequence-set SP mailbox; move likewise
bool read_copy(CommandReader& reader, Command& command) {
  CopyCommand& copy = command.copy;
  copy.set.clear();
  return reader.sp() && reader.sequence_set(copy.set) && reader.sp() && reader.astring(copy.mailbox);
}

}  // namespace mailrig::imap
