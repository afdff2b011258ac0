#include "harness/imap/list.hpp"

#include <utility>

#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kOptionLimit = 20;  // ours: options of one list

bool select_option(CommandReader& reader, ListCommand& list) {
  if (reader.take_word("SUBSCRIBED")) return list.select_subscribed = true;
  if (reader.take_word("REMOTE")) return list.select_remote = true;
  if (reader.take_word("RECURSIVEMATCH")) return list.select_recursive = true;
  if (reader.take_word("SPECIAL-USE")) return list.select_special_use = true;
  return reader.fail("unknown selection option");
}

bool return_option(CommandReader& reader, ListCommand& list) {
  if (reader.take_word("CHILDREN")) return list.return_children = true;
  if (reader.take_word("SUBSCRIBED")) return list.return_subscribed = true;
  if (reader.take_word("SPECIAL-USE")) return list.return_special_use = true;
  if (reader.take_word("MYRIGHTS")) return list.my_rights = true;
  if (reader.take_word("STATUS")) {
    list.status.clear();
    return reader.sp() && read_status_items(reader, list.status);
  }
  if (reader.take_word("METADATA")) {
    list.metadata.clear();
    return reader.sp() && read_metadata_entries(reader, list.metadata);
  }
  return reader.fail("unknown return option");
}

// "(" [option *(SP option)] ")"
bool read_options(CommandReader& reader, ListCommand& list, bool (*option)(CommandReader&, ListCommand&)) {
  if (!reader.expect('(', "\"(\" expected")) return false;
  for (std::size_t count = 0; !reader.at(')'); ++count) {
    if (count == kOptionLimit) return reader.fail("too many options");
    if (count > 0 && !reader.sp()) return false;
    if (!option(reader, list)) return false;
  }
  return reader.take(')');
}

// mbox-or-pat = list-mailbox / "(" list-mailbox *(SP list-mailbox) ")"
bool read_patterns(CommandReader& reader, ListCommand& list) {
  if (!reader.take('(')) return reader.list_mailbox(list.patterns.emplace_back());
  list.extended = true;
  do {
    if (list.patterns.size() == kListPatternLimit) return reader.fail("too many patterns");
    if (!list.patterns.empty() && !reader.sp()) return false;
    if (!reader.list_mailbox(list.patterns.emplace_back())) return false;
  } while (!reader.take(')'));
  return true;
}

void clear(ListCommand& list) {
  auto patterns = std::move(list.patterns);
  auto status = std::move(list.status);
  auto metadata = std::move(list.metadata);
  patterns.clear();
  status.clear();
  metadata.clear();
  list = {};
  list.patterns = std::move(patterns);
  list.status = std::move(status);
  list.metadata = std::move(metadata);
}

}  // namespace

bool read_list(CommandReader& reader, Command& command) {
  ListCommand& list = command.list;
  clear(list);
  if (!reader.sp()) return false;
  if (reader.at('(')) {
    list.extended = true;
    if (!read_options(reader, list, select_option) || !reader.sp()) return false;
    const bool base = list.select_subscribed || list.select_special_use;
    if (list.select_recursive && !base) return reader.fail("RECURSIVEMATCH needs another option");
  }
  if (!reader.astring(list.reference) || !reader.sp() || !read_patterns(reader, list)) return false;
  if (reader.at_end()) return true;
  if (!reader.sp()) return false;
  if (!reader.take_word("RETURN")) return reader.fail("RETURN expected");
  list.extended = true;
  return reader.sp() && read_options(reader, list, return_option);
}

// lsub = "LSUB" SP mailbox SP list-mailbox
bool read_lsub(CommandReader& reader, Command& command) {
  ListCommand& list = command.list;
  clear(list);
  return reader.sp() && reader.astring(list.reference) && reader.sp() &&
         reader.list_mailbox(list.patterns.emplace_back());
}

}  // namespace mailrig::imap
