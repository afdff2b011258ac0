// "Did you mean …": the candidate that a mistyped word is nearest to.
#pragma once

#include <span>
#include <string_view>

namespace mailrig::wire {

// By edit distance, any case; empty when none is near enough to be meant.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace mailrig::wire
