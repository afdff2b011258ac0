// By what messages are put in order (RFC 5256 2, 3; RFC 5957 3).
#pragma once

#include <cstdint>
#include <string>

#include "harness/imap/sort.hpp"
#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/message_view.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kSortTextLimit = 1000;  // ours: octets of a text that count

// Texts by i;unicode-casemap.
struct SortValue {
  std::int64_t number = 0;
  std::string text;
};
[[nodiscard]] SortValue sort_value(const Connection& connection, const StoredMessage& message,
                                   MessageView& view, imap::SortCriterion::Kind kind);

// RFC 5256 2.2: Date in UTC, else INTERNALDATE. Seconds since 1970.
[[nodiscard]] std::int64_t sent_date(const Connection& connection, const StoredMessage& message,
                                     MessageView& view);

struct SubjectValue {
  std::string text;
  bool reply_or_forward = false;
};
[[nodiscard]] SubjectValue subject_value(const Connection& connection, MessageView& view);

}  // namespace mailrig::server::imapd
