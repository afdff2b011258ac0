// Ways to break IMAP's MESSAGELIMIT (RFC 9738) and INPROGRESS (RFC 9585).
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kMessagelimitNoCode{
    "imap.messagelimit.no-code",
    {9738, "3.1"},
    "a command that did a part of the messages does not tell MESSAGELIMIT"};
inline constexpr Deviation kMessagelimitLowestFirst{
    "imap.messagelimit.lowest-first",
    {9738, "3.1"},
    "of too many messages those with the lowest UIDs are done"};
inline constexpr Deviation kMessagelimitWrongUid{
    "imap.messagelimit.wrong-uid",
    {9738, "3.1"},
    "MESSAGELIMIT tells the lowest UID that was asked for, not the lowest one done"};
inline constexpr Deviation kMessagelimitCopiesSome{
    "imap.messagelimit.copies-some", {9738, "3.1"}, "COPY of too many messages copies some of them"};
inline constexpr Deviation kMessagelimitAppendsSome{
    "imap.messagelimit.appends-some", {9738, "3.1"}, "APPEND of too many messages keeps some of them"};
inline constexpr Deviation kMessagelimitExpunge{
    "imap.messagelimit.expunge", {9738, "3.1"}, "EXPUNGE is held to the limit, too"};
inline constexpr Deviation kMessagelimitUidafter{
    "imap.messagelimit.uidafter", {9738, "3.2"}, "UIDAFTER and UIDBEFORE match the UID itself, too"};

inline constexpr Deviation kInprogressBackwards{
    "imap.inprogress.backwards", {9585, "4"}, "INPROGRESS counts what is left, not what is done"};
inline constexpr Deviation kInprogressBeyondGoal{
    "imap.inprogress.beyond-goal", {9585, "4"}, "INPROGRESS tells more messages done than there are to do"};
inline constexpr Deviation kInprogressOtherTag{
    "imap.inprogress.other-tag", {9585, "4"}, "INPROGRESS tells a tag that no command has"};
inline constexpr Deviation kInprogressTagged{
    "imap.inprogress.tagged", {9585, "4"}, "the tagged OK of a FETCH says INPROGRESS"};

[[nodiscard]] std::span<const Deviation* const> messagelimit_deviations();

}  // namespace mailrig::server
