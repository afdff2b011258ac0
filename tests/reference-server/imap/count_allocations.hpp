// How often this program has asked operator new for memory. Under sanitizers, which bring their own: 0.
#pragma once

#include <cstddef>

namespace mailrig::server {

[[nodiscard]] std::size_t allocations();

}  // namespace mailrig::server
