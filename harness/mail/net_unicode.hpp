// Net-Unicode (RFC 5198 2), of which names of mailboxes are (RFC 9051 5.1).
#pragma once

#include <string_view>

namespace mailrig::mail {

// Is well-formed UTF-8 in Normalization Form C, and without a byte order mark? What controls it has is not
// looked at.
[[nodiscard]] bool is_net_unicode(std::string_view utf8);

}  // namespace mailrig::mail
