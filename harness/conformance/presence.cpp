#include "harness/conformance/presence.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace mailrig::conformance {

namespace {

constexpr std::size_t kNamed = 5;  // scenarios in a sentence

// "a", "a and b", "a, b and 3 more"
std::string listed(const std::vector<std::string>& ids) {
  std::string text;
  const std::size_t named = std::min(ids.size(), kNamed);
  for (std::size_t i = 0; i < named; ++i) {
    const bool last = i + 1 == ids.size();
    text += (i == 0 ? "" : last ? " and " : ", ") + ids[i];
  }
  return ids.size() > named ? fmt::format("{} and {} more", text, ids.size() - named) : text;
}

bool meet(const std::set<Service>& a, const std::set<Service>& b) {
  return std::any_of(a.begin(), a.end(), [&](Service service) { return b.count(service) > 0; });
}

}  // namespace

Presence::Presence(net::Loop& loop, const Target& target, const LookLimits& limits,
                   std::function<void(Key, const Found&)> decided)
    : loop_(loop), target_(target), limits_(limits), decided_(std::move(decided)) {}

Presence::~Presence() = default;

void Presence::begin(Key key, const std::string& id, std::set<Service> services) {
  active_[key] = Active{id, std::move(services), false, false, nullptr};
}

void Presence::hold(Key key) {
  const auto found = active_.find(key);
  if (found == active_.end()) return;
  Active& active = found->second;
  active.held = true;
  if (active.outage && active.outage->over) return decide(key, active);
  if (!look_) look();
}

void Presence::forget_all() {
  look_.reset();
  active_.clear();
}

bool Presence::gone(const std::set<Service>& services) const {
  return meet(services, gone_);
}

void Presence::look() {
  std::set<Service> services;
  for (auto& [key, active] : active_) {
    active.looked_for = active.held;
    if (active.held) services.insert(active.services.begin(), active.services.end());
  }
  if (services.empty()) return;
  look_ = std::make_unique<Look>(
      loop_, target_, limits_, services, [this](const Absence& absence) { seen_away(absence); },
      [this](const std::vector<Absence>& absences) { loop_.post([this, absences] { looked(absences); }); });
}

// Whoever runs now, or ran and is held, has seen it too.
void Presence::seen_away(const Absence& absence) {
  const auto outage = std::make_shared<Outage>();
  outage->seen = absence.seen;
  outages_[absence.service] = outage;
  for (auto& [key, active] : active_) {
    if (active.services.count(absence.service) == 0 || active.outage) continue;
    active.outage = outage;
    outage->ids.push_back(active.id);
  }
  std::sort(outage->ids.begin(), outage->ids.end());
}

void Presence::looked(const std::vector<Absence>& absences) {
  if (!look_) return;
  look_.reset();
  for (const Absence& absence : absences) {
    const auto outage = std::move(outages_[absence.service]);
    outages_.erase(absence.service);
    if (!outage) continue;
    outage->over = true;
    outage->came_back = absence.came_back;
    if (absence.came_back) continue;
    gone_.insert(absence.service);
    if (!gone_text_.empty()) gone_text_ += "; ";
    gone_text_ += outage->seen;
    if (!outage->ids.empty()) gone_text_ += "; it went away while " + listed(outage->ids) + " ran";
  }
  std::vector<Key> due;
  for (const auto& [key, active] : active_) {
    if (active.held && (active.looked_for || (active.outage && active.outage->over))) due.push_back(key);
  }
  for (const Key key : due) {
    const auto found = active_.find(key);
    if (found != active_.end()) decide(key, found->second);
  }
  if (!look_) look();
}

void Presence::decide(Key key, Active& active) {
  Found found;
  if (active.outage) {
    const Outage& outage = *active.outage;
    const std::string who = listed(outage.ids);
    if (!outage.came_back) {
      found = {Found::What::Gone, fmt::format("{}: the target went away while {} ran", outage.seen,
                                              outage.ids.size() == 1 ? "this" : who)};
    } else if (outage.ids.size() == 1) {
      found = {Found::What::Restarted,
               fmt::format("{}: the target went away and came back while this ran", outage.seen)};
    } else {
      found = {
          Found::What::OneOfThese,
          fmt::format("{}: the target went away and came back while {} ran; --jobs 1 shows which of them "
                      "it can't bear",
                      outage.seen, who)};
    }
  }
  active_.erase(key);
  decided_(key, found);
}

}  // namespace mailrig::conformance
