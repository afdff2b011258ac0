#include "harness/imap/metadata.hpp"

#include <algorithm>

#include "harness/imap/ascii.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

using Depth = MetadataCommand::Depth;

bool entry_octet(char octet) {
  return octet > 0x19 && octet < 0x7f && octet != '*' && octet != '%';
}

bool read_entry(CommandReader& reader, std::vector<MetadataCommand::Entry>& entries) {
  if (entries.size() == kMetadataEntryLimit) return reader.fail("too many entries");
  auto& entry = entries.emplace_back();
  if (!reader.astring(entry.name)) return false;
  return is_metadata_entry(entry.name) || reader.fail("that is no entry's name");
}

bool read_option(CommandReader& reader, MetadataCommand& metadata) {
  if (reader.take_word("MAXSIZE"))
    return reader.sp() && reader.number(metadata.max_size.emplace(), kModSeqMost);
  if (!reader.take_word("DEPTH")) return reader.fail("unknown option");
  if (!reader.sp()) return false;
  if (reader.take_word("0")) return metadata.depth = Depth::Itself, true;
  if (reader.take_word("1")) return metadata.depth = Depth::Children, true;
  if (reader.take_word("infinity")) return metadata.depth = Depth::All, true;
  return reader.fail("0, 1 or infinity expected");
}

// "(" and a letter: entries begin with "/" or a quote.
bool at_options(CommandReader& reader) {
  const std::size_t begin = reader.position();
  const bool options = reader.take('(') && !reader.word().empty();
  reader.back_to(begin);
  return options;
}

bool read_options(CommandReader& reader, MetadataCommand& metadata) {
  if (!at_options(reader)) return true;
  reader.take('(');
  do {
    if (!read_option(reader, metadata)) return false;
  } while (reader.take(' '));
  return reader.expect(')', "\")\" expected") && reader.sp();
}

void clear(MetadataCommand& metadata) {
  metadata.max_size.reset();
  metadata.depth = Depth::Itself;
  metadata.entries.clear();
}

// value = nstring / literal8
bool read_value(CommandReader& reader, std::optional<std::string_view>& value) {
  if (!reader.take('~')) return reader.nstring(value);
  return reader.literal8(value.emplace());
}

}  // namespace

bool is_metadata_entry(std::string_view name) {
  const bool right = std::all_of(name.begin(), name.end(), entry_octet) && !name.ends_with('/') &&
                     name.find("//") == std::string_view::npos;
  const auto below = [&](std::string_view top) {
    return name.size() > top.size() && same(name.substr(0, top.size()), top);
  };
  if (!right || (!below("/private/") && !below("/shared/"))) return false;
  const std::size_t at = name.find('/', 1) + 1;
  const bool vendor = same(name.substr(at, name.find('/', at) - at), "vendor");
  return !vendor || std::count(name.begin(), name.end(), '/') >= 4;
}

// "(" entry *(SP entry) ")"
bool read_metadata_entries(CommandReader& reader, std::vector<MetadataCommand::Entry>& entries) {
  if (!reader.expect('(', "\"(\" expected")) return false;
  do {
    if (!read_entry(reader, entries)) return false;
  } while (reader.take(' '));
  return reader.expect(')', "\")\" expected");
}

bool read_get_metadata(CommandReader& reader, Command& command) {
  MetadataCommand& metadata = command.metadata;
  clear(metadata);
  if (!reader.sp() || !read_options(reader, metadata)) return false;
  if (!reader.astring(metadata.mailbox) || !reader.sp() || !read_options(reader, metadata)) return false;
  return reader.at('(') ? read_metadata_entries(reader, metadata.entries)
                        : read_entry(reader, metadata.entries);
}

bool read_set_metadata(CommandReader& reader, Command& command) {
  MetadataCommand& metadata = command.metadata;
  clear(metadata);
  if (!reader.sp() || !reader.astring(metadata.mailbox) || !reader.sp()) return false;
  if (!reader.expect('(', "\"(\" expected")) return false;
  do {
    if (!read_entry(reader, metadata.entries) || !reader.sp()) return false;
    if (!read_value(reader, metadata.entries.back().value)) return false;
  } while (reader.take(' '));
  return reader.expect(')', "\")\" expected");
}

}  // namespace mailrig::imap
