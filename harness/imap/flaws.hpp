// What a response can have wrong in its form, each with the clause that it breaks. What is wrong in
// its meaning (sequence numbers, UIDs, when an EXPUNGE may come) is for watchers to say.
#pragma once

#include "harness/wire/flaw.hpp"

namespace mailrig::imap {

using wire::FlawInfo;

inline constexpr FlawInfo kBareLf{"imap.bare-lf",
                                  {3501, "2.2"},
                                  Level::Must,
                                  "lines end in CRLF; a lone LF is no line end",
                                  {{9051, "2.2"}, Level::Must}};
inline constexpr FlawInfo kBareCr{"imap.bare-cr",
                                  {3501, "9"},
                                  Level::Must,
                                  "CR is only sent as part of CRLF, or in a literal",
                                  {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kNul{
    "imap.nul", {3501, "9"}, Level::Must, "NUL is only allowed in a literal8", {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kEightBit{"imap.eight-bit",
                                    {3501, "9"},
                                    Level::Must,
                                    "octets above 127 are only sent in literals, unless UTF-8 was enabled",
                                    {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kNotUtf8{"imap.not-utf8",
                                   {6855, "3"},
                                   Level::Must,
                                   "octets above 127 in a quoted string are UTF-8 once that was enabled",
                                   {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kGarbage{"imap.response.unknown",
                                   {3501, "2.2.2"},
                                   Level::Must,
                                   "a response begins with \"* \", \"+ \" or a tag and a status",
                                   {{9051, "2.2.2"}, Level::Must}};
inline constexpr FlawInfo kShape{"imap.response.shape",
                                 {3501, "9"},
                                 Level::Must,
                                 "the data of a response follow the grammar of its kind",
                                 {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kRightTwice{
    "imap.listrights.right-twice", {4314, "3.7"}, Level::Must, "LISTRIGHTS names each right once"};
inline constexpr FlawInfo kEnvelope{
    "imap.fetch.envelope",
    {3501, "7.4.2"},
    Level::Must,
    "an envelope has ten fields: strings, and lists of addresses of four strings",
    {{9051, "7.5.2"}, Level::Must}};
inline constexpr FlawInfo kBodyStructure{
    "imap.fetch.body",
    {3501, "7.4.2"},
    Level::Must,
    "a body structure has its fields in the grammar's order, extension data only in BODYSTRUCTURE",
    {{9051, "7.5.2"}, Level::Must}};
inline constexpr FlawInfo kContinuationSpace{"imap.continuation.space",
                                             {3501, "7.5"},
                                             Level::Must,
                                             "a continuation request is \"+\", a space and text",
                                             {{9051, "7.6"}, Level::Must}};
inline constexpr FlawInfo kTextMissing{"imap.status.no-space",
                                       {3501, "9"},
                                       Level::Must,
                                       "a space and text follow a status or its response code",
                                       {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kTextEmpty{"imap.status.no-text",
                                     {3501, "9"},
                                     Level::Should,
                                     "IMAP4rev1 asks for at least one octet of text",
                                     {},
                                     true};
inline constexpr FlawInfo kCodeOpen{"imap.code.unclosed",
                                    {3501, "7.1"},
                                    Level::Must,
                                    "a response code ends in \"]\"",
                                    {{9051, "7.1"}, Level::Must}};
inline constexpr FlawInfo kTrailingSpace{"imap.trailing-space",
                                         {3501, "9"},
                                         Level::Must,
                                         "no space stands before a line's end or a closing parenthesis",
                                         {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kDoubleSpace{"imap.double-space",
                                       {3501, "9"},
                                       Level::Must,
                                       "exactly one space separates values",
                                       {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kMissingSpace{"imap.missing-space",
                                        {3501, "9"},
                                        Level::Must,
                                        "exactly one space separates values",
                                        {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kParentheses{"imap.parentheses",
                                       {3501, "9"},
                                       Level::Must,
                                       "each parenthesis that opens is closed, and none else",
                                       {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kNesting{"imap.nesting",
                                   {3501, "9"},
                                   Level::Should,
                                   "lists nest no deeper than a client can be asked to follow",
                                   {{9051, "9"}, Level::Should}};
inline constexpr FlawInfo kTooManyValues{"imap.too-many-values",
                                         {3501, "9"},
                                         Level::Should,
                                         "a response has no more values than a client can be asked to hold",
                                         {{9051, "9"}, Level::Should}};
inline constexpr FlawInfo kOverEscape{"imap.quoted.over-escape",
                                      {3501, "9"},
                                      Level::Must,
                                      "a backslash quotes only a double quote or a backslash",
                                      {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kQuotedOpen{"imap.quoted.unclosed",
                                      {3501, "4.3"},
                                      Level::Must,
                                      "a quoted string ends in a double quote on the same line",
                                      {{9051, "4.3"}, Level::Must}};
inline constexpr FlawInfo kAtomSpecial{"imap.atom.special",
                                       {3501, "9"},
                                       Level::Must,
                                       "an atom holds no atom-specials",
                                       {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kNumberRange{"imap.number.range",
                                       {3501, "9"},
                                       Level::Must,
                                       "a number fits its 32 bits (63 for a number64)",
                                       {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kNumberZero{"imap.number.nz",
                                      {3501, "9"},
                                      Level::Must,
                                      "an nz-number is not 0 and has no leading zeros",
                                      {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kLiteralPlus{"imap.literal.plus",
                                       {7888, "3"},
                                       Level::Must,
                                       "a server never sends a non-synchronizing literal",
                                       {{9051, "9"}, Level::Must}};
inline constexpr FlawInfo kLiteralCut{"imap.literal.cut",
                                      {3501, "4.3"},
                                      Level::Must,
                                      "a literal has as many octets as announced",
                                      {{9051, "4.3"}, Level::Must}};

}  // namespace mailrig::imap
