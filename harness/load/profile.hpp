// A load description, read from TOML. Strict: every mistake in one go, each with its place.
//
//   title = "Mail comes in"
//   objectives = ["p99 < 200ms", "errors < 1%"]
//   [arrivals]
//   kind = "constant"          # or "poisson", "closed"
//   rate = 200                 # a second; open only
//   sessions = 50              # closed: so many; open: at most so many at once
//   [phases]
//   ramp = "2s"                # and "warm-up", "measured", "cool-down"
//   [messages]
//   sizes = { "1k" = 60, "10k" = 30, "100k" = 10 }     # size = share
//   [[scenario]]
//   id = "load/smtp/deliver"   # any scenario
//   share = 3
//   repeat = 0                 # bodies a session; 0: no end; 1: a connection each
//   think = "100ms"            # between bodies (closed); "1s..5s": even; "~2s": exponential with that mean
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/load/arrivals.hpp"
#include "harness/load/objective.hpp"
#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/keys.hpp"

namespace mailrig::load {

inline constexpr std::uint32_t kMaxSessions = 100'000;
inline constexpr double kMinRate = 0.001, kMaxRate = 1'000'000;  // a second
inline constexpr std::size_t kMaxMessage = 64 * 1024 * 1024;

struct Think {
  enum class Kind : std::uint8_t { None, Fixed, Even, Exponential } kind = Kind::None;
  Nanoseconds low{}, high{};  // Fixed and Exponential: `low`
  [[nodiscard]] Nanoseconds draw(Random& random) const;
};
[[nodiscard]] bool parse_think(std::string_view text, Think& out);

struct ScenarioShare {
  std::string id;
  double share = 1;
  std::uint32_t repeat = 0;
  Think think;
  scenario::Location where;  // of its id
};

struct SizeShare {
  std::size_t octets = 1024;
  double share = 1;
};

struct Phases {
  Nanoseconds ramp{}, warm_up{}, measured{std::chrono::seconds(10)}, cool_down{};
  [[nodiscard]] Nanoseconds measured_from() const { return ramp + warm_up; }
  [[nodiscard]] Nanoseconds measured_to() const { return ramp + warm_up + measured; }
  [[nodiscard]] Nanoseconds whole() const { return measured_to() + cool_down; }
  [[nodiscard]] std::string_view name_at(Nanoseconds at) const;
};

struct Profile {
  std::string title, file;
  std::uint64_t seed = 1;
  Arrivals arrivals;
  Phases phases;
  std::vector<SizeShare> sizes{SizeShare{}};
  std::uint32_t accounts = 0;  // use so many of the target's; 0: all
  std::vector<ScenarioShare> scenarios;
  std::vector<Objective> objectives;
};

// Mistakes are appended; the profile counts only if there is none. `file` is for their places.
[[nodiscard]] Profile parse_profile(std::string_view text, const std::string& file,
                                    scenario::Diagnostics& mistakes);

[[nodiscard]] std::span<const scenario::Key> profile_keys();

}  // namespace mailrig::load
