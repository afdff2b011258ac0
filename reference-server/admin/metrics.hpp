// What Prometheus asks for, in its text format.
#pragma once

#include <string>

#include "reference-server/listen/server.hpp"

namespace mailrig::server {

[[nodiscard]] std::string render_metrics(const Server& server);

}  // namespace mailrig::server
