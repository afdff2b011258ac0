// SEARCH, both sides (RFC 9051 6.4.4 and 7.3.4, RFC 3501 6.4.4 and 7.2.5, RFC 4731).
//   search = "SEARCH" [search-return-opts] [SP "CHARSET" SP charset] 1*(SP search-key)
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/imap/command_values.hpp"
#include "harness/imap/partial.hpp"
#include "harness/imap/response.hpp"
#include "harness/imap/sequence_set.hpp"

namespace mailrig::imap {

inline constexpr std::size_t kSearchDepthLimit = 32;  // ours: NOT, OR and ( ) in each other
inline constexpr std::size_t kSearchKeyLimit = 1000;  // ours: keys of one command

struct SearchKey {
  enum class Kind : std::uint8_t {
    And,  // "(" … ")" and the root: all children
    Or,   // two children
    Not,  // one child
    All,
    Answered,
    Deleted,
    Draft,
    Flagged,
    New,
    Old,
    Recent,
    Seen,
    Unanswered,
    Undeleted,
    Undraft,
    Unflagged,
    Unseen,
    Keyword,    // text
    Unkeyword,  // text
    Bcc,        // text, so are Body … To
    Body,
    Cc,
    From,
    Subject,
    Text,
    To,
    Header,  // field, text
    Before,  // date, so are On … SentSince
    On,
    Since,
    SentBefore,
    SentOn,
    SentSince,
    Larger,  // size
    Smaller,
    SequenceNumbers,  // set_begin … set_end
    Uid,
    Older,  // size: seconds (RFC 5032)
    Younger,
    ModSeq,   // size: the least (RFC 7162 3.1.5)
    EmailId,  // text (RFC 8474 6)
    ThreadId,
    SavedBefore,  // date (RFC 8514 4.3)
    SavedOn,
    SavedSince,
    SaveDateSupported,
    UidAfter,  // size: the UID (RFC 9738 3.2)
    UidBefore,
  };
  Kind kind = Kind::All;
  std::uint32_t next = 0;  // index of the key behind this one and all below it
  std::string_view text, field;
  Date date;
  std::uint64_t size = 0;
  std::uint32_t set_begin = 0, set_end = 0;  // of the command's `ranges`
};

// Keys in pre-order; keys[0] is the root, an And. Children of key i: for (c = i + 1; c <
// keys[i].next; c = keys[c].next). Reuse keeps capacity.
struct SearchCommand {
  // RETURN (…): RFC 4731 3.1. `extended`: answer by ESEARCH. RETURN () means ALL, and says so here.
  bool extended = false;
  bool min = false, max = false, all = false, count = false;
  bool save = false;                    // RFC 5182; alone it is not answered by ESEARCH
  std::optional<PartialRange> partial;  // RFC 9394 3.1, RFC 5267 4.4; never with ALL
  bool update = false;                  // RFC 5267 4.3; CONTEXT is a hint that nothing follows from
  std::string_view charset;             // empty: none given
  std::vector<SearchKey> keys;
  SequenceSet ranges;

  [[nodiscard]] SequenceSpan set_of(const SearchKey& key) const {
    return SequenceSpan(ranges).subspan(key.set_begin, key.set_end - key.set_begin);
  }
};

// Numbers of a SEARCH response, appended. False: no SEARCH response, or something else in it.
[[nodiscard]] bool read_search(const Response& response, std::vector<std::uint32_t>& numbers);

// ESEARCH (RFC 4731 3.1)
struct EsearchData {
  std::string_view tag;
  bool uid = false;
  std::optional<std::uint64_t> min, max, count;
  std::string_view all;  // a sequence set; empty: not there
};
[[nodiscard]] bool read_esearch(const Response& response, EsearchData& data);

}  // namespace mailrig::imap
