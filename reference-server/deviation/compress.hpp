// Ways to break IMAP's COMPRESS (RFC 4978).
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kCompressInTheClear{
    "imap.compress.in-the-clear", {4978, "3"}, "after OK to COMPRESS the talk goes on in the clear"};
inline constexpr Deviation kCompressOkToo{
    "imap.compress.ok-too", {4978, "3"}, "the OK to COMPRESS is compressed already"};
inline constexpr Deviation kCompressZlibHeader{
    "imap.compress.zlib-header", {4978, "4"}, "the compressed stream begins with zlib's header (RFC 1950)"};
inline constexpr Deviation kCompressNotFlushed{
    "imap.compress.not-flushed", {4978, "3"}, "the end of each compressed answer waits for the next answer"};
inline constexpr Deviation kCompressCase{
    "imap.compress.case", {4978, "5"}, "COMPRESS knows DEFLATE in capitals only"};
inline constexpr Deviation kCompressUnknownOk{
    "imap.compress.unknown-ok", {4978, "3"}, "COMPRESS with an algorithm that there is not is answered OK"};
inline constexpr Deviation kCompressThoughRefused{
    "imap.compress.though-refused", {4978, "3"}, "after BAD to COMPRESS the server compresses all the same"};
inline constexpr Deviation kCompressTwice{
    "imap.compress.twice", {4978, "3"}, "a second COMPRESS is answered OK"};
inline constexpr Deviation kCompressActiveNoCode{
    "imap.compress.active-no-code",
    {4978, "3"},
    "a second COMPRESS is answered NO without COMPRESSIONACTIVE"};

[[nodiscard]] std::span<const Deviation* const> compress_deviations();

}  // namespace mailrig::server
