// Whether the target was there while a scenario ran: tells a server that is gone from one that is wrong.
// A scenario that lost its connection, or that nobody answered in time, is held until a look at the
// services that it used has shown which of the two it is.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "harness/conformance/look.hpp"

namespace mailrig::conformance {

// What came to light of a scenario that was held.
struct Found {
  enum class What : std::uint8_t {
    There,       // nothing: it stands as it is
    Restarted,   // the target went away and came back while this one alone ran
    OneOfThese,  // … while this one and others ran: nothing is proved against it
    Gone         // the target went away while it ran, and did not come back
  } what = What::There;
  std::string why;  // one sentence; empty: There
};

class Presence {
 public:
  using Key = const void*;
  // `decided` is called from the loop for each that was held; nothing that it does may destroy this.
  Presence(net::Loop& loop, const Target& target, const LookLimits& limits,
           std::function<void(Key, const Found&)> decided);
  ~Presence();

  void begin(Key key, const std::string& id, std::set<Service> services);
  // It ended, and its own end says enough.
  void end(Key key) { active_.erase(key); }
  void hold(Key key);
  void forget_all();  // the run is interrupted: nothing is decided any more

  // What holds now: nothing new is to begin while somebody is held.
  [[nodiscard]] bool busy() const { return look_ != nullptr; }
  [[nodiscard]] bool gone(const std::set<Service>& services) const;
  // "imap 127.0.0.1:143: refused; it went away while imap/a and imap/b ran"; empty: all are there.
  [[nodiscard]] const std::string& gone() const { return gone_text_; }

 private:
  struct Outage {
    std::string seen;
    std::vector<std::string> ids;  // of those that ran
    bool over = false, came_back = false;
  };
  struct Active {
    std::string id;
    std::set<Service> services;
    bool held = false, looked_for = false;
    std::shared_ptr<Outage> outage;
  };

  void look();
  void seen_away(const Absence& absence);
  void looked(const std::vector<Absence>& absences);
  void decide(Key key, Active& active);

  net::Loop& loop_;
  const Target& target_;
  LookLimits limits_;
  std::function<void(Key, const Found&)> decided_;
  std::map<Key, Active> active_;
  std::map<Service, std::shared_ptr<Outage>> outages_;  // that are going on
  std::set<Service> gone_;
  std::string gone_text_;
  std::unique_ptr<Look> look_;
};

}  // namespace mailrig::conformance
