#include "harness/imap/fetch.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "harness/imap/append.hpp"
#include "harness/imap/ascii.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

using Kind = FetchItem::Kind;
using SectionKind = Section::Kind;

constexpr std::size_t kFieldLimit = 1000;  // ours: names in one header-list

struct ItemName {
  Kind kind;
  std::string_view name;
};
constexpr std::array<ItemName, 15> kItems{{{Kind::Envelope, "ENVELOPE"},
                                           {Kind::Flags, "FLAGS"},
                                           {Kind::InternalDate, "INTERNALDATE"},
                                           {Kind::Rfc822, "RFC822"},
                                           {Kind::Rfc822Header, "RFC822.HEADER"},
                                           {Kind::Rfc822Size, "RFC822.SIZE"},
                                           {Kind::Rfc822Text, "RFC822.TEXT"},
                                           {Kind::Body, "BODY"},
                                           {Kind::BodyStructure, "BODYSTRUCTURE"},
                                           {Kind::Uid, "UID"},
                                           {Kind::ModSeq, "MODSEQ"},
                                           {Kind::EmailId, "EMAILID"},
                                           {Kind::ThreadId, "THREADID"},
                                           {Kind::SaveDate, "SAVEDATE"},
                                           {Kind::Preview, "PREVIEW"}}};

// RFC 3501 6.4.5
constexpr std::array<Kind, 5> kFull{Kind::Flags, Kind::InternalDate, Kind::Rfc822Size, Kind::Envelope,
                                    Kind::Body};

std::size_t macro_size(std::string_view word) {
  if (same(word, "FAST")) return 3;
  if (same(word, "ALL")) return 4;
  return same(word, "FULL") ? 5 : 0;
}

FetchItem& add(FetchCommand& fetch, Kind kind) {
  FetchItem& item = fetch.items.emplace_back();
  item.kind = kind;
  return item;
}

// header-list = "(" header-fld-name *(SP header-fld-name) ")"
bool read_header_list(CommandReader& reader, FetchCommand& fetch, Section& section) {
  section.fields_begin = section.fields_end = static_cast<std::uint32_t>(fetch.fields.size());
  if (!reader.sp() || !reader.expect('(', "header list expected")) return false;
  do {
    if (fetch.fields.size() == kFieldLimit) return reader.fail("too many fields");
    if (section.fields_end > section.fields_begin && !reader.sp()) return false;
    if (!reader.astring(fetch.fields.emplace_back())) return false;
    ++section.fields_end;
  } while (!reader.take(')'));
  return true;
}

// section-part = nz-number *("." nz-number), and the "." before section-text if one follows
bool read_parts(CommandReader& reader, FetchCommand& fetch, Section& section) {
  section.parts_begin = section.parts_end = static_cast<std::uint32_t>(fetch.parts.size());
  while (reader.at_digit()) {
    if (section.parts_end - section.parts_begin == kSectionPartLimit)
      return reader.fail("too many part numbers");
    if (!reader.nz_number(fetch.parts.emplace_back())) return false;
    ++section.parts_end;
    if (!reader.take('.')) return reader.at(']') || reader.fail("\"]\" expected");
    if (reader.at(']')) return reader.fail("section text expected");
  }
  return true;
}

// section-text = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT" / "MIME" (with a part only)
bool read_section_text(CommandReader& reader, FetchCommand& fetch, Section& section) {
  if (reader.take_word("HEADER")) {
    section.kind = SectionKind::Header;
  } else if (reader.take_word("TEXT")) {
    section.kind = SectionKind::Text;
  } else if (reader.take_word("HEADER.FIELDS")) {
    section.kind = SectionKind::HeaderFields;
  } else if (reader.take_word("HEADER.FIELDS.NOT")) {
    section.kind = SectionKind::HeaderFieldsNot;
  } else if (section.parts_end > section.parts_begin && reader.take_word("MIME")) {
    section.kind = SectionKind::Mime;
  } else {
    return reader.fail("unknown section");
  }
  const bool fields =
      section.kind == SectionKind::HeaderFields || section.kind == SectionKind::HeaderFieldsNot;
  return !fields || read_header_list(reader, fetch, section);
}

// "<" number "." nz-number ">"
bool read_partial(CommandReader& reader, FetchItem& item) {
  if (!reader.take('<')) return true;
  std::uint64_t offset = 0;
  Partial partial;
  if (!reader.number(offset, std::numeric_limits<std::uint32_t>::max())) return false;
  partial.offset = static_cast<std::uint32_t>(offset);
  if (!reader.expect('.', "\".\" expected") || !reader.nz_number(partial.count)) return false;
  item.partial = partial;
  return reader.expect('>', "\">\" expected");
}

struct SectionedName {
  std::string_view name;
  Kind kind;
  bool peek;
};
constexpr std::array<SectionedName, 5> kSectioned{{{"BODY", Kind::BodySection, false},
                                                   {"BODY.PEEK", Kind::BodySection, true},
                                                   {"BINARY", Kind::Binary, false},
                                                   {"BINARY.PEEK", Kind::Binary, true},
                                                   {"BINARY.SIZE", Kind::BinarySize, true}}};

// section-binary, of RFC 3516, has part numbers alone.
bool read_section(CommandReader& reader, FetchCommand& fetch, const SectionedName& name) {
  FetchItem& item = add(fetch, name.kind);
  item.peek = name.peek;
  if (!reader.expect('[', "\"[\" expected")) return false;
  if (!read_parts(reader, fetch, item.section)) return false;
  const bool text = name.kind == Kind::BodySection && !reader.at(']');
  if (text && !read_section_text(reader, fetch, item.section)) return false;
  if (!reader.expect(']', "\"]\" expected")) return false;
  return name.kind == Kind::BinarySize || read_partial(reader, item);
}

// [SP "(" "LAZY" *(SP "LAZY") ")"], RFC 8970 6. A preview is always at hand here, so it asks for nothing.
bool read_preview_modifiers(CommandReader& reader) {
  const std::size_t begin = reader.position();
  if (!reader.take(' ') || !reader.take('(') || !reader.take_word("LAZY")) {
    reader.back_to(begin);  // another item, or modifiers of the FETCH
    return true;
  }
  while (reader.take(' ')) {
    if (!reader.take_word("LAZY")) return reader.fail("unknown preview modifier");
  }
  return reader.expect(')', "\")\" expected");
}

bool read_item(CommandReader& reader, FetchCommand& fetch) {
  if (fetch.items.size() == kFetchItemLimit) return reader.fail("too many items");
  const std::size_t begin = reader.position();
  const std::string_view word = reader.word();
  for (const SectionedName& name : kSectioned) {
    if (reader.at('[') && same(word, name.name)) return read_section(reader, fetch, name);
  }
  for (const ItemName& item : kItems) {
    if (!same(word, item.name)) continue;
    add(fetch, item.kind);
    return item.kind != Kind::Preview || read_preview_modifiers(reader);
  }
  reader.back_to(begin);
  return reader.fail("unknown fetch item");
}

void append_section(std::string& out, const FetchCommand& command, const FetchItem& item) {
  constexpr std::array<std::string_view, 6> kTexts{"",     "HEADER", "HEADER.FIELDS", "HEADER.FIELDS.NOT",
                                                   "TEXT", "MIME"};
  bool first = true;
  for (const std::uint32_t part : command.parts_of(item)) {
    if (!first) out.push_back('.');
    first = false;
    append_number(out, part);
  }
  const std::string_view text = kTexts.at(static_cast<std::size_t>(item.section.kind));
  if (!first && !text.empty()) out.push_back('.');
  out.append(text);
  const auto fields = command.fields_of(item);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out.append(i == 0 ? " (" : " ");
    append_astring(out, fields[i]);
  }
  if (!fields.empty()) out.push_back(')');
}

}  // namespace

std::span<const std::uint32_t> FetchCommand::parts_of(const FetchItem& item) const {
  return std::span(parts).subspan(item.section.parts_begin,
                                  item.section.parts_end - item.section.parts_begin);
}

std::span<const std::string_view> FetchCommand::fields_of(const FetchItem& item) const {
  return std::span(fields).subspan(item.section.fields_begin,
                                   item.section.fields_end - item.section.fields_begin);
}

namespace {

// Behind its "(".
bool read_item_list(CommandReader& reader, FetchCommand& fetch) {
  do {
    if (!fetch.items.empty() && !reader.sp()) return false;
    if (!read_item(reader, fetch)) return false;
  } while (!reader.take(')'));
  return true;
}

bool read_items(CommandReader& reader, FetchCommand& fetch) {
  if (!reader.take('(')) {
    const std::size_t begin = reader.position();
    const std::size_t macro = macro_size(reader.word());
    for (std::size_t i = 0; i < macro; ++i) add(fetch, kFull.at(i));
    if (macro > 0) return true;
    reader.back_to(begin);
    return read_item(reader, fetch);
  }
  return read_item_list(reader, fetch);
}

// "(" fetch-modifier *(SP fetch-modifier) ")", of RFC 7162: CHANGEDSINCE SP mod-sequence-value, VANISHED
bool read_modifiers(CommandReader& reader, FetchCommand& fetch) {
  if (!reader.expect('(', "\"(\" expected")) return false;
  do {
    if (!fetch.vanished && reader.take_word("VANISHED")) {
      fetch.vanished = true;
    } else if (!fetch.changed_since && reader.take_word("CHANGEDSINCE")) {
      std::uint64_t modseq = 0;
      if (!reader.sp() || !reader.number(modseq, kModSeqMost)) return false;
      fetch.changed_since = modseq;
    } else if (!fetch.partial && reader.take_word("PARTIAL")) {
      if (!reader.sp() || !read_partial_range(reader, fetch.partial.emplace())) return false;
    } else {
      return reader.fail("unknown fetch modifier");
    }
  } while (reader.take(' '));
  return reader.expect(')', "\")\" expected");
}

}  // namespace

void clear_fetch_items(FetchCommand& fetch) {
  fetch.items.clear();
  fetch.parts.clear();
  fetch.fields.clear();
}

bool read_fetch_items(CommandReader& reader, FetchCommand& fetch) {
  clear_fetch_items(fetch);
  return reader.expect('(', "\"(\" expected") && read_item_list(reader, fetch);
}

bool read_fetch(CommandReader& reader, Command& command) {
  FetchCommand& fetch = command.fetch;
  fetch.set.clear();
  clear_fetch_items(fetch);
  fetch.changed_since.reset();
  fetch.vanished = false;
  fetch.partial.reset();
  if (!reader.sp() || !reader.sequence_set(fetch.set) || !reader.sp()) return false;
  if (!read_items(reader, fetch)) return false;
  return reader.at_end() || (reader.sp() && read_modifiers(reader, fetch));
}

void append_item_name(std::string& out, const FetchCommand& command, const FetchItem& item) {
  for (const ItemName& row : kItems) {
    if (row.kind == item.kind) out.append(row.name);
  }
  const auto* sectioned = std::find_if(kSectioned.begin(), kSectioned.end(),
                                       [&](const SectionedName& name) { return name.kind == item.kind; });
  if (sectioned == kSectioned.end()) return;
  out.append(sectioned->name);
  out.push_back('[');
  append_section(out, command, item);
  out.push_back(']');
  if (!item.partial) return;
  out.push_back('<');
  append_number(out, item.partial->offset);
  out.push_back('>');
}

}  // namespace mailrig::imap
