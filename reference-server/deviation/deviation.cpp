#include "reference-server/deviation/deviation.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"
#include "harness/wire/nearest.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/compress.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/listen.hpp"
#include "reference-server/deviation/messagelimit.hpp"
#include "reference-server/deviation/notify.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/deviation/sasl.hpp"
#include "reference-server/deviation/sort.hpp"
#include "reference-server/deviation/tls.hpp"
#include "reference-server/deviation/url_auth.hpp"
#include "reference-server/deviation/utf8.hpp"

namespace mailrig::server {
namespace {

constexpr std::uint64_t kTimesLimit = 1'000'000'000;
constexpr std::uint64_t kPercent = 100;

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
  for (const auto table :
       {smtp_deviations(), esmtp_deviations(), lmtp_deviations(), imap_deviations(), condstore_deviations(),
        extension_deviations(), rev2_deviations(), pop3_deviations(), sasl_deviations(), tls_deviations(),
        listen_deviations(), sort_deviations(), compress_deviations(), messagelimit_deviations(),
        acl_deviations(), notify_deviations(), utf8_deviations(), url_auth_deviations()}) {
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
    active_.push_back({*found, -1, kAlways});
    return {};
  }
  std::string_view much = spec.substr(colon + 1);
  const bool share = much.ends_with('%');
  if (share) much.remove_suffix(1);
  const auto number = wire::to_number(much);
  if (!number || *number == 0 || *number > (share ? kPercent : kTimesLimit)) return wrong(spec);
  if (!share) {
    active_.push_back({*found, static_cast<std::int64_t>(*number), kAlways});
  } else {
    if (!dice_) return "'" + std::string(spec) + "': there is nothing to cast lots with";
    active_.push_back({*found, -1, *number == kPercent ? kAlways : UINT64_MAX / kPercent * *number});
  }
  return {};
}

bool Deviations::remove(std::string_view name) {
  return std::erase_if(active_, [&](const Active& active) { return active.deviation->name == name; }) > 0;
}

std::vector<std::string> Deviations::specs() const {
  std::vector<std::string> specs;
  for (const Active& active : active_) {
    if (active.left == 0) continue;
    std::string spec(active.deviation->name);
    if (active.left > 0) spec += ':' + std::to_string(active.left);
    if (active.threshold != kAlways)
      spec += ':' + std::to_string(active.threshold / (UINT64_MAX / kPercent)) + '%';
    specs.push_back(std::move(spec));
  }
  return specs;
}

std::string Deviations::wrong(std::string_view spec) {
  return "'" + std::string(spec) +
         "': behind the colon stands how often: a number of times from 1 on, or 1% to 100%";
}

bool Deviations::hit_slowly(const Deviation& deviation) {
  for (Active& active : active_) {
    if (active.deviation != &deviation || active.left == 0) continue;
    if (active.threshold != kAlways && dice_() >= active.threshold) continue;
    if (active.left > 0) --active.left;
    return true;
  }
  return false;
}

}  // namespace mailrig::server
