// What is noted of connections, in words and back: for records, and for judging again by them.
#pragma once

#include <string>
#include <string_view>

#include "harness/net/loop.hpp"
#include "harness/play/player.hpp"

namespace mailrig::drive {

// "close", "start TLS 1.2 verified", "read 1000 octets every 100 ms"; of what is no act: empty.
[[nodiscard]] std::string act_of(const play::Do& todo);
// "fin", "tls-alert handshake_failure, what more is known".
[[nodiscard]] std::string text_of(const net::Closing& closing);
[[nodiscard]] net::Closing closing_of(std::string_view text);
// As the player is to know it.
[[nodiscard]] play::Ended ended(net::Ending ending);

}  // namespace mailrig::drive
