// The rules that POP3's watchers check.
#pragma once

#include "harness/play/watcher.hpp"

namespace mailrig::play::pop3_rules {

inline constexpr WatcherInfo kUnasked{"pop3.watch.unasked-response",
                                      {1939, "3"},
                                      Level::Must,
                                      "the server answers commands and sends nothing on its own"};
inline constexpr WatcherInfo kGreeting{
    "pop3.watch.greeting", {1939, "4"}, Level::Should, "the greeting is a positive response"};
inline constexpr WatcherInfo kStatForm{"pop3.watch.stat-form",
                                       {1939, "5"},
                                       Level::Must,
                                       "a drop listing is +OK, the number of messages and their octets"};
inline constexpr WatcherInfo kListForm{"pop3.watch.list-form",
                                       {1939, "5"},
                                       Level::Must,
                                       "a scan listing is a message's number, a space and its size"};
inline constexpr WatcherInfo kNumbers{"pop3.watch.message-numbers",
                                      {1939, "4"},
                                      Level::Must,
                                      "messages are numbered from 1 up, each number once"};
inline constexpr WatcherInfo kCountsAgree{
    "pop3.watch.stat-list-count", {1939, "5"}, Level::Must, "STAT counts as many messages as LIST shows"};
inline constexpr WatcherInfo kOctetsAgree{
    "pop3.watch.stat-list-octets", {1939, "5"}, Level::Should, "STAT's octets are the sum of LIST's"};
inline constexpr WatcherInfo kSize{
    "pop3.watch.retr-octets",
    {1939, "5"},
    Level::Must,
    "LIST tells the exact octets of the message that RETR sends, stuffing aside"};
inline constexpr WatcherInfo kSizeChanged{
    "pop3.watch.size-changed", {1939, "5"}, Level::Must, "a message's size is the same whenever it is told"};
inline constexpr WatcherInfo kUidlForm{
    "pop3.watch.uidl-form",
    {1939, "7"},
    Level::Must,
    "a unique-id listing is a number, a space and 1 to 70 octets of 0x21 to 0x7E"};
inline constexpr WatcherInfo kUidlUnique{"pop3.watch.uidl-unique",
                                         {1939, "7"},
                                         Level::Must,
                                         "no two different messages of a maildrop share a unique-id"};
inline constexpr WatcherInfo kUidlChanged{
    "pop3.watch.uidl-changed", {1939, "7"}, Level::Must, "a message keeps its unique-id"};
inline constexpr WatcherInfo kDeleted{
    "pop3.watch.deleted-message",
    {1939, "5"},
    Level::Must,
    "a message marked as deleted is refused, and left out of listings, until RSET"};
inline constexpr WatcherInfo kChallenge{
    "pop3.watch.challenge", {5034, "4"}, Level::Must, "a \"+ \" comes only inside an AUTH exchange"};

}  // namespace mailrig::play::pop3_rules
