// The rules that SMTP's watchers check.
#pragma once

#include "harness/play/watcher.hpp"

namespace mailrig::play::smtp_rules {

inline constexpr WatcherInfo kUnasked{"smtp.watch.unasked-reply",
                                      {5321, "4.2"},
                                      Level::Must,
                                      "each reply answers a command; unasked comes only 421"};
inline constexpr WatcherInfo kGreetingCode{"smtp.watch.greeting-code",
                                           {5321, "3.1"},
                                           Level::Should,
                                           "the connection is opened with 220, 554, 521 or 421"};
inline constexpr WatcherInfo kGreetingDomain{"smtp.watch.greeting-domain",
                                             {5321, "4.2"},
                                             Level::Must,
                                             "the greeting names the server behind its code"};
inline constexpr WatcherInfo kReplyForCommand{"smtp.watch.reply-for-command",
                                              {5321, "4.3.2"},
                                              Level::Must,
                                              "3yz answers only DATA and AUTH, 2yz never DATA itself"};
inline constexpr WatcherInfo kQuit{
    "smtp.watch.quit-221", {5321, "4.1.1.10"}, Level::Must, "QUIT is answered with 221"};
inline constexpr WatcherInfo kAfter421{"smtp.watch.reply-after-421",
                                       {5321, "4.2.2"},
                                       Level::Should,
                                       "421 closes the channel: nothing is answered after it"};
inline constexpr WatcherInfo kEnhancedMissing{
    "smtp.watch.enhanced-code-missing",
    {2034, "4"},
    Level::Must,
    "with ENHANCEDSTATUSCODES every 2yz, 4yz and 5yz line has such a code"};
inline constexpr WatcherInfo kEhloDomain{"smtp.watch.ehlo-domain",
                                         {5321, "4.1.1.1"},
                                         Level::Must,
                                         "the first line of the answer to EHLO names the server"};
inline constexpr WatcherInfo kEhloSize{
    "smtp.watch.ehlo-size", {1870, "4"}, Level::Must, "SIZE has at most one parameter, a number"};
inline constexpr WatcherInfo kStartTlsAgain{
    "smtp.watch.starttls-in-tls", {3207, "4.2"}, Level::Must, "STARTTLS is not offered once TLS has begun"};
inline constexpr WatcherInfo kChallenge{
    "smtp.watch.challenge-base64", {4954, "4"}, Level::Must, "the text of 334 is base64"};
inline constexpr WatcherInfo kAuthAgain{
    "smtp.watch.auth-again", {4954, "4"}, Level::Must, "after a successful AUTH another one is refused"};

}  // namespace mailrig::play::smtp_rules
