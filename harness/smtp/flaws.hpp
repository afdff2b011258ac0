// What can be wrong with an SMTP reply, beside what can be wrong with any line (wire/framer.hpp).
#pragma once

#include "harness/wire/flaw.hpp"

namespace mailrig::smtp {

inline constexpr wire::FlawInfo kNoCode{
    "smtp.reply.no-code", {5321, "4.2"}, Level::Must, "each line of a reply begins with three digits"};
inline constexpr wire::FlawInfo kCodeRange{
    "smtp.reply.code-range", {5321, "4.2"}, Level::Must, "a reply code lies within 200 and 559"};
inline constexpr wire::FlawInfo kCodeChanged{
    "smtp.reply.code-changed", {5321, "4.2.1"}, Level::Must, "all lines of a reply have the same code"};
inline constexpr wire::FlawInfo kNoSeparator{"smtp.reply.no-separator",
                                             {5321, "4.2"},
                                             Level::Must,
                                             "a space or a hyphen stands between the code and the text"};
inline constexpr wire::FlawInfo kBareCode{
    "smtp.reply.bare-code", {5321, "4.2"}, Level::Should, "a reply has text behind its code"};
inline constexpr wire::FlawInfo kLineTooLong{
    "smtp.reply.line-too-long", {5321, "4.5.3.1.5"}, Level::Must, "a line of a reply has at most 512 octets"};
inline constexpr wire::FlawInfo kEightBit{
    "smtp.reply.eight-bit", {5321, "4.2"}, Level::Must, "the text of a reply is US-ASCII"};
inline constexpr wire::FlawInfo kControl{"smtp.reply.control",
                                         {5321, "4.2"},
                                         Level::Must,
                                         "the text of a reply has no control characters but tabs"};
inline constexpr wire::FlawInfo kEnhancedClass{
    "smtp.reply.enhanced-class",
    {2034, "4"},
    Level::Must,
    "an enhanced code has the first digit of the reply code, which is 2, 4 or 5"};
inline constexpr wire::FlawInfo kEnhancedChanged{"smtp.reply.enhanced-changed",
                                                 {2034, "4"},
                                                 Level::Must,
                                                 "all lines of a reply have the same enhanced code"};
inline constexpr wire::FlawInfo kEnhancedZeros{
    "smtp.reply.enhanced-zeros", {3463, "2"}, Level::Must, "enhanced codes have no leading zeros"};
inline constexpr wire::FlawInfo kEhloKeyword{
    "smtp.ehlo.keyword",
    {5321, "4.1.1.1"},
    Level::Must,
    "a line of the EHLO reply is a keyword of letters, digits and hyphens, then parameters"};

}  // namespace mailrig::smtp
