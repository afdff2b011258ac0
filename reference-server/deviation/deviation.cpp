#include "reference-server/deviation/deviation.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"
#include "harness/wire/nearest.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/deviation/listen.hpp"
#include "reference-server/deviation/sasl.hpp"
#include "reference-server/deviation/tls.hpp"

namespace mailrig::server {
namespace {

constexpr std::uint64_t kTimesLimit = 1'000'000'000;

std::string unknown(std::string_view name, std::span<const Deviation* const> known) {
  std::vector<std::string_view> names;
  names.reserve(known.size());
  for (const Deviation* deviation : known) names.push_back(deviation->name);
  std::string error = "no deviation is called '" + std::string(name) + "'";
  const std::string_view meant = wire::nearest(name, names);
  if (!meant.empty()) error += "; did you mean '" + std::string(meant) + "'?";
  return error;
}

}  // namespace

std::vector<const Deviation*> all_deviations() {
  std::vector<const Deviation*> all;
  for (const auto table : {smtp_deviations(), lmtp_deviations(), imap_deviations(), condstore_deviations(),
                           pop3_deviations(), sasl_deviations(), tls_deviations(), listen_deviations()}) {
    all.insert(all.end(), table.begin(), table.end());
  }
  return all;
}

std::string Deviations::add(std::string_view spec) {
  const std::size_t colon = spec.find(':');
  const std::string_view name = spec.substr(0, colon);
  const std::vector<const Deviation*> known = all_deviations();
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const Deviation* d) { return d->name == name; });
  if (found == known.end()) return unknown(name, known);
  if (colon == std::string_view::npos) {
    active_.push_back({*found, -1});
    return {};
  }
  const auto times = wire::to_number(spec.substr(colon + 1));
  if (!times || *times == 0 || *times > kTimesLimit) {
    return "'" + std::string(spec) + "': a number of times from 1 on is expected behind the colon";
  }
  active_.push_back({*found, static_cast<std::int64_t>(*times)});
  return {};
}

bool Deviations::hit_slowly(const Deviation& deviation) {
  for (Active& active : active_) {
    if (active.deviation != &deviation || active.left == 0) continue;
    if (active.left > 0) --active.left;
    return true;
  }
  return false;
}

}  // namespace mailrig::server
