// The rules that IMAP's watchers check.
#pragma once

#include "harness/play/watcher.hpp"

namespace mailrig::play::imap_rules {

inline constexpr WatcherInfo kGreeting{"imap.watch.greeting",
                                       {3501, "7.1.4"},
                                       Level::Must,
                                       "the first response is an untagged OK, PREAUTH or BYE",
                                       {{9051, "7.1.4"}, Level::Must}};
inline constexpr WatcherInfo kTag{"imap.watch.tag",
                                  {3501, "2.2.1"},
                                  Level::Must,
                                  "a tagged response carries the tag of a command in progress, each once",
                                  {{9051, "2.2.2"}, Level::Must}};
inline constexpr WatcherInfo kContinuation{
    "imap.watch.continuation",
    {3501, "7.5"},
    Level::Must,
    "a continuation request comes when a command waits to be continued",
    {{9051, "7.6"}, Level::Must}};
inline constexpr WatcherInfo kByeBeforeClose{"imap.watch.bye-before-close",
                                             {3501, "3.4"},
                                             Level::Must,
                                             "the server says BYE before it closes the connection on its own",
                                             {{9051, "3.4"}, Level::Should}};
inline constexpr WatcherInfo kByeInLogout{"imap.watch.bye-in-logout",
                                          {3501, "6.1.3"},
                                          Level::Must,
                                          "BYE comes before the tagged OK of LOGOUT",
                                          {{9051, "6.1.3"}, Level::Must}};
inline constexpr WatcherInfo kExistsShrinks{"imap.watch.exists-shrinks",
                                            {3501, "5.2"},
                                            Level::Must,
                                            "EXISTS never takes messages away, only EXPUNGE does",
                                            {{9051, "5.2"}, Level::Must}};
inline constexpr WatcherInfo kNumber{"imap.watch.sequence-number",
                                     {3501, "2.3.1.2"},
                                     Level::Must,
                                     "a message's number is between 1 and what EXISTS said",
                                     {{9051, "2.3.1.2"}, Level::Must}};
inline constexpr WatcherInfo kExpungeIdle{"imap.watch.expunge-without-command",
                                          {3501, "7.4.1"},
                                          Level::Must,
                                          "EXPUNGE does not come while no command is in progress",
                                          {{9051, "7.5.1"}, Level::Must}};
inline constexpr WatcherInfo kExpungeDuring{"imap.watch.expunge-during-fetch",
                                            {3501, "7.4.1"},
                                            Level::Must,
                                            "EXPUNGE does not come while FETCH, STORE or SEARCH is answered",
                                            {{9051, "7.5.1"}, Level::Must}};
inline constexpr WatcherInfo kUidZero{"imap.watch.uid-zero",
                                      {3501, "9"},
                                      Level::Must,
                                      "a UID is a number from 1 to 4294967295",
                                      {{9051, "9"}, Level::Must}};
inline constexpr WatcherInfo kUidChanged{"imap.watch.uid-changed",
                                         {3501, "2.3.1.1"},
                                         Level::Must,
                                         "a message keeps its UID through a session",
                                         {{9051, "2.3.1.1"}, Level::Must}};
inline constexpr WatcherInfo kUidOrder{"imap.watch.uid-order",
                                       {3501, "2.3.1.1"},
                                       Level::Must,
                                       "UIDs ascend strictly with sequence numbers",
                                       {{9051, "2.3.1.1"}, Level::Must}};
inline constexpr WatcherInfo kUidNext{"imap.watch.uid-below-uidnext",
                                      {3501, "2.3.1.1"},
                                      Level::Must,
                                      "a message that came after SELECT has a UID from UIDNEXT on",
                                      {{9051, "2.3.1.1"}, Level::Must}};
inline constexpr WatcherInfo kUidValidity{"imap.watch.uidvalidity-zero",
                                          {3501, "9"},
                                          Level::Must,
                                          "UIDVALIDITY is a number from 1 to 4294967295",
                                          {{9051, "9"}, Level::Must}};
inline constexpr WatcherInfo kCopyUid{"imap.watch.copyuid-sets",
                                      {4315, "3"},
                                      Level::Must,
                                      "COPYUID names as many new UIDs as old ones",
                                      {{9051, "7.1"}, Level::Must}};
inline constexpr WatcherInfo kSize{"imap.watch.size",
                                   {3501, "6.4.5"},
                                   Level::Must,
                                   "RFC822.SIZE is the number of octets that BODY[] has",
                                   {{9051, "2.3.4"}, Level::Should}};
inline constexpr WatcherInfo kImmutable{"imap.watch.message-changed",
                                        {3501, "2.3.1.1"},
                                        Level::Must,
                                        "internal date, size and text of a message never change",
                                        {{9051, "2.3.1.1"}, Level::Must}};
inline constexpr WatcherInfo kUidFetch{"imap.watch.uid-fetch-without-uid",
                                       {3501, "6.4.8"},
                                       Level::Must,
                                       "each FETCH response to a UID command has the UID in it",
                                       {{9051, "6.4.9"}, Level::Must}};
inline constexpr WatcherInfo kSelectFlags{"imap.watch.select-flags",
                                          {3501, "6.3.1"},
                                          Level::Must,
                                          "SELECT and EXAMINE are answered with FLAGS",
                                          {{9051, "6.3.2"}, Level::Must}};
inline constexpr WatcherInfo kSelectExists{"imap.watch.select-exists",
                                           {3501, "6.3.1"},
                                           Level::Must,
                                           "SELECT and EXAMINE are answered with EXISTS",
                                           {{9051, "6.3.2"}, Level::Must}};
inline constexpr WatcherInfo kExamine{"imap.watch.examine-read-only",
                                      {3501, "6.3.2"},
                                      Level::Must,
                                      "the OK to EXAMINE begins with [READ-ONLY]",
                                      {{9051, "6.3.3"}, Level::Must}};
inline constexpr WatcherInfo kSearch{"imap.watch.search-number",
                                     {3501, "7.2.5"},
                                     Level::Must,
                                     "SEARCH names messages that exist",
                                     {{9051, "9"}, Level::Must}};
inline constexpr WatcherInfo kCapability{"imap.watch.capability-revision",
                                         {3501, "6.1.1"},
                                         Level::Must,
                                         "CAPABILITY includes IMAP4rev1 (or IMAP4rev2, RFC 9051)",
                                         {{9051, "6.1.1"}, Level::Must}};

// What both revisions ask of LIST, ENABLE and ESEARCH.
inline constexpr WatcherInfo kSelectability{
    "imap.watch.list-selectability",
    {3501, "9"},
    Level::Must,
    "of Noselect, Marked and Unmarked a LIST response has one at most",
    {{9051, "7.3.1"}, Level::Must}};
inline constexpr WatcherInfo kChildren{"imap.watch.list-children",
                                       {5258, "4"},
                                       Level::Must,
                                       "HasChildren and HasNoChildren are never in the same LIST response",
                                       {{9051, "7.3.1"}, Level::Must}};
inline constexpr WatcherInfo kEnabled{"imap.watch.enabled",
                                      {5161, "3.1"},
                                      Level::Must,
                                      "the OK to ENABLE has an untagged ENABLED before it",
                                      {{9051, "6.3.1"}, Level::Must}};
inline constexpr WatcherInfo kEsearchUid{"imap.watch.esearch-uid",
                                         {4731, "3.1"},
                                         Level::Must,
                                         "an ESEARCH response to UID SEARCH has the word UID in it",
                                         {{9051, "6.4.9"}, Level::Must}};

// What IMAP4rev2 alone asks for, looked at where it is in force.
inline constexpr WatcherInfo kSelectList{"imap.watch.select-list",
                                         {9051, "6.3.2"},
                                         Level::Must,
                                         "SELECT and EXAMINE are answered with LIST of the mailbox"};
inline constexpr WatcherInfo kSelectCodes{
    "imap.watch.select-codes",
    {9051, "6.3.2"},
    Level::Must,
    "SELECT and EXAMINE are answered with PERMANENTFLAGS, UIDNEXT and UIDVALIDITY"};
inline constexpr WatcherInfo kSelectClosed{
    "imap.watch.select-closed",
    {9051, "6.3.2"},
    Level::Must,
    "SELECT of another mailbox says CLOSED where the one before it ends"};
inline constexpr WatcherInfo kNewsUid{"imap.watch.news-without-uid",
                                      {9051, "7.5.2"},
                                      Level::Must,
                                      "a FETCH response that nobody asked for has the UID in it"};
inline constexpr WatcherInfo kEsearchMissing{
    "imap.watch.search-without-esearch",
    {9051, "6.4.4"},
    Level::Must,
    "SEARCH is answered by ESEARCH, be there a SEARCH response or not"};
inline constexpr WatcherInfo kObsolete{
    "imap.watch.obsolete-response",
    {9051, "9"},
    Level::Must,
    "only a server that offers IMAP4rev1, too, sends SEARCH and RECENT responses"};

// INPROGRESS (RFC 9585).
inline constexpr WatcherInfo kProgressTagged{
    "imap.watch.progress-in-tagged", {9585, "4"}, Level::Must, "INPROGRESS is never in a tagged response"};
inline constexpr WatcherInfo kProgressGoal{"imap.watch.progress-beyond-goal",
                                           {9585, "4"},
                                           Level::Must,
                                           "the goal that INPROGRESS tells is greater than the progress"};
inline constexpr WatcherInfo kProgressTag{"imap.watch.progress-tag",
                                          {9585, "4"},
                                          Level::Must,
                                          "the tag that INPROGRESS tells is that of a command in progress"};
inline constexpr WatcherInfo kProgressBack{"imap.watch.progress-backwards",
                                           {9585, "4"},
                                           Level::Should,
                                           "the progress that INPROGRESS tells of a command never decreases"};

}  // namespace mailrig::play::imap_rules
