// What GETMETADATA and LIST RETURN (METADATA …) share (RFC 5464, RFC 9590).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kMetadataSizeLimit = 64 * 1024;  // ours: octets of one value
inline constexpr std::size_t kMetadataCountLimit = 100;  // ours: entries of one mailbox, or of an account

// How the notes are called that keep entries of a mailbox, or of an account, as one user sees them: shared
// ones are everybody's, private ones each user's own (RFC 5464 3.2). Those of its owner bear no name.
class MetadataNotes {
 public:
  MetadataNotes(const Connection& connection, const Account& owner);
  [[nodiscard]] std::string key_of(std::string_view entry) const;
  // Nothing: this note is no entry, or another user's.
  [[nodiscard]] std::optional<std::string_view> entry_of(std::string_view key) const;

 private:
  [[nodiscard]] std::string_view prefix_of(std::string_view entry) const;
  std::string private_prefix_;
};

// What of the entries is told.
struct MetadataAsked {
  const std::vector<imap::MetadataCommand::Entry>& entries;
  imap::MetadataCommand::Depth depth = imap::MetadataCommand::Depth::Itself;
  std::uint64_t max_size = UINT64_MAX;
};
// RFC 5464 3.3: the right l and one of r, s, w, i and p.
[[nodiscard]] bool may_tell_metadata(const Connection& connection, const Found& found);

// "* METADATA name (entry value …)"; of those that are larger than asked for, the size of the largest (0:
// none is).
std::size_t tell_metadata(Connection& connection, std::string_view name, const Account& owner,
                          const Notes& notes, const MetadataAsked& asked, Replies& replies);

}  // namespace mailrig::server::imapd
