#include "harness/imap/mailbox_command.hpp"

#include <algorithm>

#include "harness/imap/ascii.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kUseLimit = 20;  // ours: attributes of one CREATE

void clear(MailboxCommand& command) {
  command.mailbox = command.to = {};
  command.special_use.clear();
  command.condstore = command.has_qresync = false;
}

// sequence-set, in which "*" is not allowed
bool read_known(CommandReader& reader, SequenceSet& set) {
  if (!reader.sequence_set(set)) return false;
  const bool star = std::any_of(set.begin(), set.end(), [](const SequenceRange& range) {
    return range.first == kStar || range.last == kStar;
  });
  return !star || reader.fail("\"*\" and \"$\" are not allowed here");
}

// seq-match-data = "(" known-sequence-set SP known-uid-set ")"
bool read_match_data(CommandReader& reader, QresyncParameter& qresync) {
  return reader.expect('(', "\"(\" expected") && read_known(reader, qresync.matched_numbers) && reader.sp() &&
         read_known(reader, qresync.matched_uids) && reader.expect(')', "\")\" expected");
}

// "QRESYNC" SP "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"
bool read_qresync(CommandReader& reader, QresyncParameter& qresync) {
  qresync.knows_uids = false;
  for (SequenceSet* set : {&qresync.known_uids, &qresync.matched_numbers, &qresync.matched_uids})
    set->clear();
  if (!reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  if (!reader.nz_number(qresync.uid_validity) || !reader.sp()) return false;
  if (!reader.number(qresync.modseq, kModSeqMost)) return false;
  if (qresync.modseq == 0) return reader.fail("mod-sequence expected");
  if (reader.take(')')) return true;
  if (!reader.sp()) return false;
  if (reader.at_digit()) {
    qresync.knows_uids = true;
    if (!read_known(reader, qresync.known_uids)) return false;
    if (reader.take(')')) return true;
    if (!reader.sp()) return false;
  }
  return read_match_data(reader, qresync) && reader.expect(')', "\")\" expected");
}

bool read_select_parameter(CommandReader& reader, MailboxCommand& command) {
  if (!command.condstore && reader.take_word("CONDSTORE")) return command.condstore = true;
  if (!command.has_qresync && reader.take_word("QRESYNC")) {
    command.has_qresync = true;
    return read_qresync(reader, command.qresync);
  }
  return reader.fail("unknown select parameter");
}

}  // namespace

bool read_mailbox(CommandReader& reader, Command& command) {
  clear(command.mailbox);
  return reader.sp() && reader.astring(command.mailbox.mailbox);
}

// rename = "RENAME" SP mailbox SP mailbox
bool read_rename(CommandReader& reader, Command& command) {
  return read_mailbox(reader, command) && reader.sp() && reader.astring(command.mailbox.to);
}

// select = "SELECT" SP mailbox [SP "(" select-param *(SP select-param) ")"] (RFC 4466 2.1, RFC 7162 7)
bool read_select(CommandReader& reader, Command& command) {
  if (!read_mailbox(reader, command)) return false;
  if (reader.at_end()) return true;
  if (!reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  do {
    if (!read_select_parameter(reader, command.mailbox)) return false;
  } while (reader.take(' '));
  return reader.expect(')', "\")\" expected");
}

// create = "CREATE" SP mailbox [SP "(" "USE" SP "(" [use-attr *(SP use-attr)] ")" ")"] (RFC 6154 6)
bool read_create(CommandReader& reader, Command& command) {
  if (!read_mailbox(reader, command)) return false;
  if (reader.at_end()) return true;
  if (!reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  if (!reader.take_word("USE")) return reader.fail("unknown create parameter");
  auto& uses = command.mailbox.special_use;
  if (!reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  while (!reader.at(')')) {
    if (uses.size() == kUseLimit) return reader.fail("too many attributes");
    if (!uses.empty() && !reader.sp()) return false;
    if (!reader.at('\\')) return reader.fail("use attribute expected");
    if (!reader.flag(uses.emplace_back())) return false;
  }
  return reader.take(')') && reader.expect(')', "\")\" expected");
}

}  // namespace mailrig::imap
