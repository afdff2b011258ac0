// What the admin interface shows, as JSON.
#pragma once

#include <cstddef>
#include <string>

#include "harness/net/http.hpp"
#include "reference-server/listen/server.hpp"

namespace mailrig::server {

[[nodiscard]] net::HttpResponse health(const Server& server);  // 503 while it stops or is paused
[[nodiscard]] std::string render_connections(const Server& server);
[[nodiscard]] std::string render_limits(const Limits& limits);
inline constexpr std::size_t kQueueShown = 10'000;                  // ours: recipients
[[nodiscard]] std::string render_queue(const smtpd::Queue* queue);  // null: an empty one
[[nodiscard]] std::string render_deviations(const Deviations& deviations);
void empty(Mailbox& mailbox);  // every message is expunged

}  // namespace mailrig::server
