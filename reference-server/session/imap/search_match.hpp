// Does a message match the keys of a SEARCH (RFC 3501 6.4.4)?
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/search.hpp"
#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/message_view.hpp"

namespace mailrig::server::imapd {

// `needle` in `text`, both UTF-8, by i;unicode-casemap (RFC 5255 4.3); the empty one is in all. ASCII alone
// is compared as it stands.
[[nodiscard]] bool contains_text(std::string_view text, std::string_view needle);

class SearchMatch {
 public:
  SearchMatch(Connection& connection, const imap::SearchCommand& command);
  [[nodiscard]] bool matches(const StoredMessage& message, std::uint32_t number);
  // Of the messages that the command speaks of by number or UID: what a limit counts (RFC 9738 3.1).
  [[nodiscard]] bool in_sets(Uid uid, std::uint32_t number) const;
  // A set of the command names a number that no message has.
  [[nodiscard]] bool beyond_the_end() const { return beyond_; }

 private:
  struct Candidate {
    const StoredMessage& message;
    std::uint32_t number;
    MessageView view;
  };
  [[nodiscard]] bool in_set(Uid uid, std::uint32_t number, std::size_t at) const;
  bool key(Candidate& candidate, std::size_t at);
  bool all_children(Candidate& candidate, std::size_t at);
  bool any_child(Candidate& candidate, std::size_t at);
  bool test(Candidate& candidate, std::size_t at);
  bool by_flags(const Candidate& candidate, const imap::SearchKey& key) const;
  bool by_date(Candidate& candidate, const imap::SearchKey& key) const;
  bool by_text(Candidate& candidate, const imap::SearchKey& key);
  bool in_field(Candidate& candidate, std::string_view name, std::string_view needle);
  bool in_addresses(Candidate& candidate, std::string_view name, std::string_view needle);
  bool in_header(const mail::Header& header, std::string_view needle);
  [[nodiscard]] bool looks_at_header(const mail::Part& part, imap::SearchKey::Kind kind) const;
  bool in_body(const MessageView& view, const mail::Part& part, std::string_view needle,
               imap::SearchKey::Kind kind);
  [[nodiscard]] std::string decoded(std::string_view header) const;
  bool has(std::string_view text, std::string_view needle) const;
  void read_texts();
  [[nodiscard]] std::string_view text_of(const imap::SearchKey& key) const;
  [[nodiscard]] bool by_age(const StoredMessage& message, const imap::SearchKey& key) const;
  [[nodiscard]] bool is_saved(const imap::SearchKey& key) const;

  const Connection& connection_;
  const imap::SearchCommand& command_;
  std::vector<NumberSet>& sets_;    // by key
  std::vector<std::string> texts_;  // of the keys, as UTF-8; empty where all is ASCII
  bool beyond_ = false;
};

}  // namespace mailrig::server::imapd
