// The configuration file of `mailrig serve`: TOML, read strictly. docs/SERVER.md shows all of it.
#pragma once

#include <string>
#include <string_view>

#include "harness/cli/serve_options.hpp"
#include "harness/scenario/diagnostic.hpp"

namespace mailrig::cli {

inline constexpr std::size_t kExpireDigits = 5;
// "never", or a number of days.
[[nodiscard]] bool is_expire(std::string_view text);

// What it says goes into `options`; every mistake is told, in one go.
void read_serve_config(const std::string& file, std::string_view content, ServeOptions& options,
                       scenario::Diagnostics& mistakes);
// As above; lines of mistakes, empty if there are none.
[[nodiscard]] std::string read_serve_config(const std::string& file, ServeOptions& options);

}  // namespace mailrig::cli
