// Ways to break IMAP extensions that stand by themselves.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kLiteralMinusNoToobig{
    "imap.literal.minus-no-toobig",
    {7888, "5"},
    "a non-synchronizing literal over LITERAL-'s limit is refused without TOOBIG"};

[[nodiscard]] std::span<const Deviation* const> extension_deviations();

}  // namespace mailrig::server
