// The deviations of LMTP (RFC 2033), beside those of SMTP, which its session shares.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server::lmtpd {

inline constexpr Deviation kHelloTaken{
    "lmtp.hello.helo-taken", {2033, "4.1"}, "HELO and EHLO are answered 250"};
inline constexpr Deviation kHelloNoPipelining{
    "lmtp.hello.no-pipelining", {2033, "5"}, "PIPELINING is not offered"};
inline constexpr Deviation kHelloNoEnhanced{
    "lmtp.hello.no-enhanced-codes", {2033, "5"}, "ENHANCEDSTATUSCODES is not offered"};
inline constexpr Deviation kHelloNo8bitmime{"lmtp.hello.no-8bitmime", {2033, "5"}, "8BITMIME is not offered"};
inline constexpr Deviation kDataWithoutRcpt554{
    "lmtp.data.without-rcpt-554", {2033, "4.2"}, "DATA without a recipient is answered 554"};
inline constexpr Deviation kDataOneReply{
    "lmtp.data.one-reply", {2033, "4.2"}, "a message gets one reply, whoever its recipients are"};
inline constexpr Deviation kDataReplyPerMailbox{
    "lmtp.data.reply-per-mailbox", {2033, "4.2"}, "a recipient that is named twice gets one reply"};
inline constexpr Deviation kDataReplyForRefused{
    "lmtp.data.reply-for-refused", {2033, "4.2"}, "recipients that were refused get a reply, too"};
inline constexpr Deviation kDataSecondLost{
    "lmtp.data.second-lost", {2033, "4.2"}, "the second recipient's message is answered 250 and thrown away"};
inline constexpr Deviation kDataCountsOn{
    "lmtp.data.counts-on", {2033, "4.2"}, "a message gets replies for the recipients of the one before, too"};

}  // namespace mailrig::server::lmtpd
