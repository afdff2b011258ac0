// What can be wrong with a POP3 response, beside what can be wrong with any line (wire/framer.hpp).
#pragma once

#include "harness/wire/flaw.hpp"

namespace mailrig::pop3 {

inline constexpr wire::FlawInfo kNoStatus{
    "pop3.reply.no-status", {1939, "3"}, Level::Must, "a response begins with +OK or -ERR"};
inline constexpr wire::FlawInfo kStatusCase{
    "pop3.reply.status-case", {1939, "3"}, Level::Must, "+OK and -ERR are sent in upper case"};
inline constexpr wire::FlawInfo kNoSpace{
    "pop3.reply.no-space", {2449, "3"}, Level::Must, "a space stands between the status and the text"};
inline constexpr wire::FlawInfo kLineTooLong{"pop3.reply.line-too-long",
                                             {1939, "3"},
                                             Level::Must,
                                             "the first line of a response has at most 512 octets"};
inline constexpr wire::FlawInfo kNotAscii{
    "pop3.reply.not-ascii", {2449, "3"}, Level::Must, "the first line of a response is printable ASCII"};
inline constexpr wire::FlawInfo kBadCode{"pop3.reply.bad-response-code",
                                         {2449, "3"},
                                         Level::Should,
                                         "text that begins with [ is a response code: [LEVEL/LEVEL]"};
inline constexpr wire::FlawInfo kNotStuffed{"pop3.block.not-stuffed",
                                            {1939, "3"},
                                            Level::Must,
                                            "a line that begins with a dot gets another one before it"};
inline constexpr wire::FlawInfo kBlockBareLf{
    "pop3.block.bare-lf", {1939, "3"}, Level::Should, "each line of a multi-line response ends in CRLF"};
inline constexpr wire::FlawInfo kContinuationNoSpace{
    "pop3.continuation.no-space", {5034, "4"}, Level::Must, "a challenge is a plus, a space and base64"};
inline constexpr wire::FlawInfo kContinuationText{
    "pop3.continuation.not-base64", {5034, "4"}, Level::Must, "a challenge holds no text but base64"};

}  // namespace mailrig::pop3
