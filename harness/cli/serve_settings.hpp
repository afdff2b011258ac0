// The keys of the server's configuration file as data: what reads it, what prints it and what documents it
// know the same ones.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/cli/serve_options.hpp"
#include "harness/scenario/keys.hpp"
#include "reference-server/session/offer.hpp"

namespace mailrig::cli {

struct Setting {
  std::string_view section, name;
  std::string_view what;  // one line for people
  std::variant<std::string ServeOptions::*, bool ServeOptions::*, std::uint64_t ServeOptions::*,
               std::vector<std::string> ServeOptions::*>
      member;
  std::uint64_t least = 0, most = UINT32_MAX;  // of a number
};

// But for [listen] and [limits], whose keys are the services and the limits.
[[nodiscard]] std::span<const Setting> serve_settings();
[[nodiscard]] std::span<const std::string_view> serve_sections();
// Of one section, [listen] and [limits] too.
[[nodiscard]] std::vector<scenario::Key> serve_keys(std::string_view section);

// A file that says what is so, each key with what it is for.
[[nodiscard]] std::string render_config(const ServeOptions& options);

// What is offered by what they name; otherwise what is wrong with a name.
[[nodiscard]] std::string choose_capabilities(const ServeOptions& options, server::Offer& offer);

// "300", "64KiB" or "5m", by the limit's unit, and within its range; otherwise what is wrong.
[[nodiscard]] std::string set_limit(const server::LimitInfo& info, std::string_view text,
                                    server::Limits& limits);
// "NAME=VALUE"; empty, or what is wrong.
[[nodiscard]] std::string set_limit_flag(std::string_view flag, server::Limits& limits);

}  // namespace mailrig::cli
