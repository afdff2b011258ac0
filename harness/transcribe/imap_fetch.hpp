// What a FETCH response tells of a message, and the pattern that takes it again (RFC 9051 7.5.2).
#pragma once

#include <string>
#include <string_view>

#include "harness/imap/response.hpp"
#include "harness/transcribe/imap_boxes.hpp"

namespace mailrig::transcribe {

struct FetchContext {
  std::string asked;   // the command in upper case: only what it asked for is expected
  bool uid = false;    // UID FETCH, UID STORE
  bool store = false;  // of STORE
};

// Takes in what the response says of the message: its UID, flags, size and octets.
void learn_fetch(const imap::Response& response, const FetchContext& context, Box& box);
// "S: * 1 FETCH (UID ${uid.1})"; empty: nothing in it was asked for.
[[nodiscard]] std::string fetch_pattern(const imap::Response& response, const FetchContext& context, Box& box,
                                        Boxes& boxes);

}  // namespace mailrig::transcribe
