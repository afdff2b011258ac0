#include "harness/imap/search.hpp"

#include <array>
#include <limits>

#include "harness/imap/ascii.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

using Kind = SearchKey::Kind;

enum class Takes : std::uint8_t {
  Nothing,
  Text,
  Keyword,
  Header,
  ObjectId,
  Day,
  Size,
  Seconds,
  Uid,
  Set,
  ModSeq,
  Key,
  TwoKeys
};

struct Row {
  std::string_view name;
  Kind kind;
  Takes takes;
};

constexpr std::array<Row, 46> kRows{{
    {"ALL", Kind::All, Takes::Nothing},
    {"ANSWERED", Kind::Answered, Takes::Nothing},
    {"BCC", Kind::Bcc, Takes::Text},
    {"BEFORE", Kind::Before, Takes::Day},
    {"BODY", Kind::Body, Takes::Text},
    {"CC", Kind::Cc, Takes::Text},
    {"DELETED", Kind::Deleted, Takes::Nothing},
    {"DRAFT", Kind::Draft, Takes::Nothing},
    {"EMAILID", Kind::EmailId, Takes::ObjectId},
    {"FLAGGED", Kind::Flagged, Takes::Nothing},
    {"FROM", Kind::From, Takes::Text},
    {"HEADER", Kind::Header, Takes::Header},
    {"KEYWORD", Kind::Keyword, Takes::Keyword},
    {"LARGER", Kind::Larger, Takes::Size},
    {"MODSEQ", Kind::ModSeq, Takes::ModSeq},
    {"NEW", Kind::New, Takes::Nothing},
    {"NOT", Kind::Not, Takes::Key},
    {"OLD", Kind::Old, Takes::Nothing},
    {"OLDER", Kind::Older, Takes::Seconds},
    {"ON", Kind::On, Takes::Day},
    {"OR", Kind::Or, Takes::TwoKeys},
    {"RECENT", Kind::Recent, Takes::Nothing},
    {"SAVEDATESUPPORTED", Kind::SaveDateSupported, Takes::Nothing},
    {"SAVEDBEFORE", Kind::SavedBefore, Takes::Day},
    {"SAVEDON", Kind::SavedOn, Takes::Day},
    {"SAVEDSINCE", Kind::SavedSince, Takes::Day},
    {"SEEN", Kind::Seen, Takes::Nothing},
    {"SENTBEFORE", Kind::SentBefore, Takes::Day},
    {"SENTON", Kind::SentOn, Takes::Day},
    {"SENTSINCE", Kind::SentSince, Takes::Day},
    {"SINCE", Kind::Since, Takes::Day},
    {"SMALLER", Kind::Smaller, Takes::Size},
    {"SUBJECT", Kind::Subject, Takes::Text},
    {"TEXT", Kind::Text, Takes::Text},
    {"THREADID", Kind::ThreadId, Takes::ObjectId},
    {"TO", Kind::To, Takes::Text},
    {"UID", Kind::Uid, Takes::Set},
    {"UIDAFTER", Kind::UidAfter, Takes::Uid},
    {"UIDBEFORE", Kind::UidBefore, Takes::Uid},
    {"UNANSWERED", Kind::Unanswered, Takes::Nothing},
    {"UNDELETED", Kind::Undeleted, Takes::Nothing},
    {"UNDRAFT", Kind::Undraft, Takes::Nothing},
    {"UNFLAGGED", Kind::Unflagged, Takes::Nothing},
    {"UNKEYWORD", Kind::Unkeyword, Takes::Keyword},
    {"UNSEEN", Kind::Unseen, Takes::Nothing},
    {"YOUNGER", Kind::Younger, Takes::Seconds},
}};

const Row* find(std::string_view word) {
  for (const Row& row : kRows) {
    if (!word.empty() && same(row.name, word)) return &row;
  }
  return nullptr;
}

// Reads search-key, of which keys are made in pre-order. Depth is bounded, so recursion is.
class KeyReader {
 public:
  KeyReader(CommandReader& reader, SearchCommand& search) : reader_(reader), search_(search) {}

  // search-key *(SP search-key), under an And that is added for them
  bool keys(std::size_t depth) {
    const std::uint32_t root = add(Kind::And);
    do {
      if (!key(depth)) return false;
    } while (reader_.take(' '));
    close(root);
    return true;
  }

 private:
  std::uint32_t add(Kind kind) {
    SearchKey& key = search_.keys.emplace_back();
    key.kind = kind;
    key.next = static_cast<std::uint32_t>(search_.keys.size());
    return key.next - 1;
  }
  void close(std::uint32_t index) {
    search_.keys[index].next = static_cast<std::uint32_t>(search_.keys.size());
  }

  bool key(std::size_t depth) {
    if (depth > kSearchDepthLimit) return reader_.fail("search keys nest too deep");
    if (search_.keys.size() >= kSearchKeyLimit) return reader_.fail("too many search keys");
    if (reader_.take('(')) return keys(depth + 1) && reader_.expect(')', "\")\" expected");
    if (reader_.at_digit() || reader_.at('*') || reader_.at('$')) return set(add(Kind::SequenceNumbers));
    const std::size_t begin = reader_.position();
    const Row* row = find(reader_.word());
    if (row != nullptr) return arguments(*row, add(row->kind), depth);
    reader_.back_to(begin);
    return reader_.fail("unknown search key");
  }

  bool arguments(const Row& row, std::uint32_t index, std::size_t depth) {
    if (row.takes == Takes::Nothing) return true;
    if (!reader_.sp()) return false;
    SearchKey& key = search_.keys[index];
    switch (row.takes) {
      case Takes::Text:
        return reader_.astring(key.text);
      case Takes::Keyword:
        return reader_.atom(key.text);
      case Takes::ObjectId:
        return object_id(key);
      case Takes::Header:
        return reader_.astring(key.field) && reader_.sp() && reader_.astring(key.text);
      case Takes::Day:
        return reader_.date(key.date);
      case Takes::Size:
        return reader_.number(key.size, std::numeric_limits<std::int64_t>::max());
      case Takes::Seconds:
        return seconds(key);
      case Takes::Uid:
        return uid(key);
      case Takes::Set:
        return set(index);
      case Takes::ModSeq:
        return modseq(key);
      default:
        return children(row, index, depth);
    }
  }

  bool uid(SearchKey& key) {
    std::uint32_t number = 0;
    if (!reader_.nz_number(number)) return false;
    key.size = number;
    return true;
  }

  // objectid = 1*255(ALPHA / DIGIT / "_" / "-"), RFC 8474 7
  bool object_id(SearchKey& key) {
    constexpr std::size_t kObjectIdLimit = 255;
    if (!reader_.atom(key.text)) return false;
    return key.text.size() <= kObjectIdLimit || reader_.fail("objectid too long");
  }

  // RFC 5032 3: nz-number
  bool seconds(SearchKey& key) {
    std::uint32_t interval = 0;
    if (!reader_.nz_number(interval)) return false;
    key.size = interval;
    return true;
  }

  // search-modsequence = "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer. Which flag's
  // MODSEQ is meant is left to servers that have one for each.
  bool modseq(SearchKey& key) {
    if (reader_.at('"')) {
      if (!reader_.string(key.field) || !reader_.sp()) return false;
      const bool type = reader_.take_word("priv") || reader_.take_word("shared") || reader_.take_word("all");
      if (!type) return reader_.fail("priv, shared or all expected");
      if (!reader_.sp()) return false;
    }
    return reader_.number(key.size, kModSeqMost);
  }

  bool children(const Row& row, std::uint32_t index, std::size_t depth) {
    if (!this->key(depth + 1)) return false;
    if (row.takes == Takes::TwoKeys && (!reader_.sp() || !this->key(depth + 1))) return false;
    close(index);
    return true;
  }

  bool set(std::uint32_t index) {
    SearchKey& key = search_.keys[index];
    key.set_begin = static_cast<std::uint32_t>(search_.ranges.size());
    if (search_.ranges.size() >= kSequenceRangeLimit) return reader_.fail("too many ranges");
    if (!reader_.sequence_set(search_.ranges)) return false;
    key.set_end = static_cast<std::uint32_t>(search_.ranges.size());
    return true;
  }

  CommandReader& reader_;
  SearchCommand& search_;
};

bool read_return_option(CommandReader& reader, SearchCommand& search) {
  if (reader.take_word("MIN")) return search.min = true;
  if (reader.take_word("MAX")) return search.max = true;
  if (reader.take_word("ALL")) return search.all = true;
  if (reader.take_word("COUNT")) return search.count = true;
  if (reader.take_word("SAVE")) return search.save = true;
  if (reader.take_word("CONTEXT")) return true;
  if (reader.take_word("UPDATE")) return search.update = true;
  if (!search.partial && reader.take_word("PARTIAL"))
    return reader.sp() && read_partial_range(reader, search.partial.emplace());
  return reader.fail("unknown return option");
}

// search-return-opts = SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"
bool read_return(CommandReader& reader, SearchCommand& search) {
  search.extended = true;
  if (!reader.sp() || !reader.expect('(', "\"(\" expected")) return false;
  for (bool first = true; !reader.at(')'); first = false) {
    if (!first && !reader.sp()) return false;
    if (!read_return_option(reader, search)) return false;
  }
  reader.take(')');
  if (search.partial && search.all) return reader.fail("PARTIAL and ALL exclude each other");
  if (!search.partial && !search.min && !search.max && !search.count && !search.save) search.all = true;
  return reader.sp();
}

}  // namespace

void clear_search(SearchCommand& search) {
  search.extended = search.min = search.max = search.all = search.count = search.save = false;
  search.update = false;
  search.partial.reset();
  search.charset = {};
  search.keys.clear();
  search.ranges.clear();
}

bool read_search_return(CommandReader& reader, SearchCommand& search) {
  return !reader.take_word("RETURN") || read_return(reader, search);
}

bool read_search_keys(CommandReader& reader, SearchCommand& search) {
  return KeyReader(reader, search).keys(0);
}

// "CANCELUPDATE" 1*(SP quoted), RFC 5267 5
bool read_cancel_update(CommandReader& reader, Command& command) {
  constexpr std::size_t kTagsLimit = 100;  // ours
  command.cancelled.clear();
  do {
    if (command.cancelled.size() == kTagsLimit) return reader.fail("too many tags");
    if (!reader.sp() || !reader.at('"')) return reader.fail("quoted tag expected");
    if (!reader.string(command.cancelled.emplace_back())) return false;
  } while (!reader.at_end());
  return true;
}

bool read_search(CommandReader& reader, Command& command) {
  SearchCommand& search = command.search;
  clear_search(search);
  if (!reader.sp() || !read_search_return(reader, search)) return false;
  if (reader.take_word("CHARSET")) {
    if (!reader.sp() || !reader.astring(search.charset) || !reader.sp()) return false;
  }
  return read_search_keys(reader, search);
}

}  // namespace mailrig::imap
