// What SORT and THREAD find, before it is put in order (RFC 5256 3): by the keys of SEARCH.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

struct Hit {
  std::uint32_t number = 0;
  const StoredMessage* message = nullptr;
};

// Appended in the mailbox's order. Otherwise: how the command ends instead.
[[nodiscard]] std::optional<Completion> find_messages(Connection& connection, const imap::Command& command,
                                                      Replies& replies, std::vector<Hit>& found);

[[nodiscard]] bool asks_for(const imap::SearchCommand& command, imap::SearchKey::Kind kind);

// What is told of it: the UID or the number.
[[nodiscard]] std::uint32_t told(const Connection& connection, const imap::Command& command,
                                 const Hit& found);

// Untagged EXPUNGEs may come with the UID form alone.
[[nodiscard]] Completion found_and_told(const imap::Command& command, std::string_view text);

}  // namespace mailrig::server::imapd
