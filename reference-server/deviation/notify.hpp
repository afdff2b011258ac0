// Ways to break NOTIFY (RFC 5465).
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kNotifySilent{
    "imap.notify.silent", {5465, "3.1"}, "after NOTIFY SET nothing is told until the next command"};
inline constexpr Deviation kNotifyNoStatus{
    "imap.notify.no-status", {5465, "3.1"}, "NOTIFY SET STATUS tells no STATUS"};
inline constexpr Deviation kNotifyStatusShort{
    "imap.notify.status-short", {5465, "3.1"}, "STATUS by NOTIFY leaves out its first item"};
inline constexpr Deviation kNotifyNoImplicitNoop{
    "imap.notify.no-implicit-noop",
    {5465, "3.1"},
    "NOTIFY SET does not tell what has happened in the selected mailbox"};
inline constexpr Deviation kNotifyNoBadevent{
    "imap.notify.no-badevent",
    {5465, "3.1"},
    "NOTIFY with an event that is not known is refused without BADEVENT"};
inline constexpr Deviation kNotifyBadeventShort{
    "imap.notify.badevent-short", {5465, "3.1"}, "BADEVENT names some of the known events only"};
inline constexpr Deviation kNotifyUnknownEventBad{
    "imap.notify.unknown-event-bad",
    {5465, "3.1"},
    "NOTIFY with an event that is not known is answered by BAD"};
inline constexpr Deviation kNotifyMissingRefused{
    "imap.notify.missing-refused", {5465, "3.1"}, "NOTIFY with the name of no mailbox is refused"};
inline constexpr Deviation kNotifySelectedByName{
    "imap.notify.selected-by-name",
    {5465, "3.1"},
    "the selected mailbox is told by STATUS, too, where a group has its name"};
inline constexpr Deviation kNotifyOthersUntold{
    "imap.notify.others-untold", {5465, "3.1"}, "mailboxes of other users are not told of"};
inline constexpr Deviation kNotifyNoNoaccess{
    "imap.notify.no-noaccess",
    {5465, "3.1"},
    "a mailbox that may not be read is not told by LIST with \\NoAccess"};
inline constexpr Deviation kNotifyNoneIgnored{
    "imap.notify.none-ignored", {5465, "3.1"}, "NOTIFY NONE changes nothing"};
inline constexpr Deviation kNotifyUnpairedTaken{
    "imap.notify.unpaired-taken",
    {5465, "5"},
    "NOTIFY SET is taken with one of MessageNew and MessageExpunge, or FlagChange alone"};
inline constexpr Deviation kNotifyOwnEvents{
    "imap.notify.own-events", {5465, "5"}, "the client is told what it did itself"};
inline constexpr Deviation kNotifyIdleUnasked{
    "imap.notify.idle-unasked",
    {5465, "4"},
    "IDLE tells news of the selected mailbox that NOTIFY did not ask for"};
inline constexpr Deviation kNotifyFlagsNoUid{
    "imap.notify.flags-no-uid", {5465, "5.1"}, "FETCH of FlagChange has no UID"};
inline constexpr Deviation kNotifyFlagsUnasked{
    "imap.notify.flags-unasked",
    {5465, "5"},
    "flags that change are told though FlagChange was not asked for"};
inline constexpr Deviation kNotifyNoFetch{
    "imap.notify.no-fetch",
    {5465, "5.2"},
    "EXISTS of MessageNew is not followed by FETCH of what was asked for"};
inline constexpr Deviation kNotifyFetchFirst{
    "imap.notify.fetch-first", {5465, "5.2"}, "FETCH of MessageNew comes before EXISTS"};
inline constexpr Deviation kNotifyFetchOwn{
    "imap.notify.fetch-own", {5465, "5.2"}, "FETCH of MessageNew comes for messages of the client itself"};
inline constexpr Deviation kNotifyNoHighestmodseq{
    "imap.notify.no-highestmodseq", {5465, "5.2"}, "STATUS by NOTIFY has no HIGHESTMODSEQ"};
inline constexpr Deviation kNotifyNoNonexistent{
    "imap.notify.no-nonexistent", {5465, "5.4"}, "LIST of a mailbox that was deleted has no \\NonExistent"};
inline constexpr Deviation kNotifyNoOldname{
    "imap.notify.no-oldname", {5465, "5.4"}, "LIST of a mailbox that was renamed has no OLDNAME"};
inline constexpr Deviation kNotifyChildRenames{
    "imap.notify.child-renames", {5465, "5.4"}, "each mailbox below one that was renamed is told, too"};
inline constexpr Deviation kNotifyNoSubscribed{
    "imap.notify.no-subscribed", {5465, "5.5"}, "LIST of a mailbox that was subscribed has no \\Subscribed"};
inline constexpr Deviation kNotifyNoMetadata{
    "imap.notify.no-metadata", {5465, "5.6"}, "annotations that change are not told"};
inline constexpr Deviation kNotifyTwoSelectedTaken{
    "imap.notify.two-selected-taken",
    {5465, "6.1"},
    "NOTIFY SET is taken with two groups for the selected mailbox"};
inline constexpr Deviation kNotifySelectedAnyEvent{
    "imap.notify.selected-any-event", {5465, "6.1"}, "SELECTED takes events that are none of messages"};
inline constexpr Deviation kNotifyExpungeAtOnce{
    "imap.notify.expunge-at-once", {5465, "6.1.2"}, "SELECTED-DELAYED tells EXPUNGE at once"};
inline constexpr Deviation kNotifySubscribedFixed{
    "imap.notify.subscribed-fixed", {5465, "6.4"}, "SUBSCRIBED stays what it was when NOTIFY came"};
inline constexpr Deviation kNotifyWildcards{
    "imap.notify.wildcards", {5465, "6.6"}, "MAILBOXES takes \"*\" for every mailbox"};
inline constexpr Deviation kNotifyWithCase{
    "imap.notify.with-case", {5465, "8"}, "NOTIFY knows its events in the RFC's spelling only"};
inline constexpr Deviation kNotifyUpdateNoFetch{
    "imap.notify.update-no-fetch", {5465, "7"}, "items in SEARCH RETURN (UPDATE …) are not fetched"};

[[nodiscard]] std::span<const Deviation* const> notify_deviations();

}  // namespace mailrig::server
