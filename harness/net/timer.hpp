#pragma once

#include "harness/net/loop_impl.hpp"

namespace mailrig::net {

[[nodiscard]] std::unique_ptr<Timer> make_timer(Loop::Impl& loop);

}  // namespace mailrig::net
