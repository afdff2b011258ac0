// Any text as a load profile: it is sound, or its mistakes are told.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "harness/load/profile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailrig::load;
  if (size > 4096) return 0;
  mailrig::scenario::Diagnostics mistakes;
  const Profile profile =
      parse_profile({reinterpret_cast<const char*>(data), size}, "profile.toml", mistakes);
  if (!mistakes.empty()) return 0;
  if (profile.scenarios.empty() || profile.sizes.empty()) std::abort();
  for (const SizeShare& part : profile.sizes) {
    if (!(part.share > 0) || part.octets == 0 || part.octets > kMaxMessage) std::abort();
  }
  for (const ScenarioShare& part : profile.scenarios) {
    if (!(part.share > 0)) std::abort();
  }
  if (profile.phases.measured <= Nanoseconds{} || profile.phases.whole() < profile.phases.measured)
    std::abort();
  if (profile.arrivals.sessions == 0 || profile.arrivals.sessions > kMaxSessions) std::abort();
  return 0;
}
