// The rules that IMAP's watchers check.
#pragma once

#include "harness/play/watcher.hpp"

namespace mailrig::play::imap_rules {

inline constexpr WatcherInfo kGreeting{"imap.watch.greeting",
                                       {3501, "7.1.4"},
                                       Level::Must,
                                       "the first response is an untagged OK, PREAUTH or BYE"};
inline constexpr WatcherInfo kTag{"imap.watch.tag",
                                  {3501, "2.2.1"},
                                  Level::Must,
                                  "a tagged response carries the tag of a command in progress, each once"};
inline constexpr WatcherInfo kContinuation{
    "imap.watch.continuation",
    {3501, "7.5"},
    Level::Must,
    "a continuation request comes when a command waits to be continued"};
inline constexpr WatcherInfo kByeBeforeClose{
    "imap.watch.bye-before-close",
    {3501, "3.4"},
    Level::Must,
    "the server says BYE before it closes the connection on its own"};
inline constexpr WatcherInfo kByeInLogout{
    "imap.watch.bye-in-logout", {3501, "6.1.3"}, Level::Must, "BYE comes before the tagged OK of LOGOUT"};
inline constexpr WatcherInfo kExistsShrinks{"imap.watch.exists-shrinks",
                                            {3501, "5.2"},
                                            Level::Must,
                                            "EXISTS never takes messages away, only EXPUNGE does"};
inline constexpr WatcherInfo kNumber{"imap.watch.sequence-number",
                                     {3501, "2.3.1.2"},
                                     Level::Must,
                                     "a message's number is between 1 and what EXISTS said"};
inline constexpr WatcherInfo kExpungeIdle{"imap.watch.expunge-without-command",
                                          {3501, "7.4.1"},
                                          Level::Must,
                                          "EXPUNGE does not come while no command is in progress"};
inline constexpr WatcherInfo kExpungeDuring{"imap.watch.expunge-during-fetch",
                                            {3501, "7.4.1"},
                                            Level::Must,
                                            "EXPUNGE does not come while FETCH, STORE or SEARCH is answered"};
inline constexpr WatcherInfo kUidZero{
    "imap.watch.uid-zero", {3501, "9"}, Level::Must, "a UID is a number from 1 to 4294967295"};
inline constexpr WatcherInfo kUidChanged{
    "imap.watch.uid-changed", {3501, "2.3.1.1"}, Level::Must, "a message keeps its UID through a session"};
inline constexpr WatcherInfo kUidOrder{
    "imap.watch.uid-order", {3501, "2.3.1.1"}, Level::Must, "UIDs ascend strictly with sequence numbers"};
inline constexpr WatcherInfo kUidNext{"imap.watch.uid-below-uidnext",
                                      {3501, "2.3.1.1"},
                                      Level::Must,
                                      "a message that came after SELECT has a UID from UIDNEXT on"};
inline constexpr WatcherInfo kUidValidity{
    "imap.watch.uidvalidity-zero", {3501, "9"}, Level::Must, "UIDVALIDITY is a number from 1 to 4294967295"};
inline constexpr WatcherInfo kCopyUid{
    "imap.watch.copyuid-sets", {4315, "3"}, Level::Must, "COPYUID names as many new UIDs as old ones"};
inline constexpr WatcherInfo kSize{
    "imap.watch.size", {3501, "6.4.5"}, Level::Must, "RFC822.SIZE is the number of octets that BODY[] has"};
inline constexpr WatcherInfo kImmutable{"imap.watch.message-changed",
                                        {3501, "2.3.1.1"},
                                        Level::Must,
                                        "internal date, size and text of a message never change"};
inline constexpr WatcherInfo kUidFetch{"imap.watch.uid-fetch-without-uid",
                                       {3501, "6.4.8"},
                                       Level::Must,
                                       "each FETCH response to a UID command has the UID in it"};
inline constexpr WatcherInfo kSelectFlags{
    "imap.watch.select-flags", {3501, "6.3.1"}, Level::Must, "SELECT and EXAMINE are answered with FLAGS"};
inline constexpr WatcherInfo kSelectExists{
    "imap.watch.select-exists", {3501, "6.3.1"}, Level::Must, "SELECT and EXAMINE are answered with EXISTS"};
inline constexpr WatcherInfo kExamine{"imap.watch.examine-read-only",
                                      {3501, "6.3.2"},
                                      Level::Must,
                                      "the OK to EXAMINE begins with [READ-ONLY]"};
inline constexpr WatcherInfo kSearch{
    "imap.watch.search-number", {3501, "7.2.5"}, Level::Must, "SEARCH names messages that exist"};
inline constexpr WatcherInfo kCapability{"imap.watch.capability-revision",
                                         {3501, "6.1.1"},
                                         Level::Must,
                                         "CAPABILITY includes IMAP4rev1 (or IMAP4rev2, RFC 9051)"};

}  // namespace mailrig::play::imap_rules
