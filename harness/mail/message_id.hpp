// msg-ids of Message-ID, References and In-Reply-To (RFC 5322 3.6.4), for threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailrig::mail {

inline constexpr std::size_t kMessageIdLimit = 1000;  // ours: of one field, the last ones count

// Each valid one, in order, without "<" and ">" and with quoting undone (RFC 5256 3): <"a"@b> is a@b.
[[nodiscard]] std::vector<std::string> message_ids(std::string_view field_body);

}  // namespace mailrig::mail
