// The form of ENVELOPE, BODY and BODYSTRUCTURE in a FETCH response (RFC 3501 9, RFC 9051 9).
//   envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP
//              env-bcc SP env-in-reply-to SP env-message-id ")"
//   body     = "(" (body-type-1part / body-type-mpart) ")"
#pragma once

#include <cstdint>

#include "harness/imap/tape.hpp"

namespace mailrig::imap {

// `list`: the node of the whole. Depth is bounded by that of the tape.
[[nodiscard]] bool envelope_in_form(const Tape& tape, std::uint32_t list);
// `extensible`: BODYSTRUCTURE, which may have extension data; BODY may not.
[[nodiscard]] bool body_in_form(const Tape& tape, std::uint32_t list, bool extensible);

}  // namespace mailrig::imap
