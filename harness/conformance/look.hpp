// Is the target still there? Connects to services, waits for their greeting and for the answer to something
// cheap. Whatever they answer, they are there; what answered nothing when the run began need only take
// the connection. A service that is away is given some time to come back: a supervisor restarts it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "harness/conformance/target.hpp"
#include "harness/net/loop.hpp"

namespace mailrig::conformance {

struct LookLimits {
  std::chrono::milliseconds answer{10'000};   // for a connection, a greeting, an answer
  std::chrono::milliseconds patience{3'000};  // since it was first seen away, for coming back
  std::chrono::milliseconds again{100};       // between two tries
};

// Of one service that was away.
struct Absence {
  Service service = Service::Smtp;
  std::string seen;        // "imap 127.0.0.1:143: refused"
  bool came_back = false;  // within the patience
};

class Look {
 public:
  // At least one of the services is offered. `first_away` is called when one is seen away for the first time,
  // `done` once, both from the loop; the look is not to be destroyed inside them.
  Look(net::Loop& loop, const Target& target, const LookLimits& limits, const std::set<Service>& services,
       std::function<void(const Absence&)> first_away, std::function<void(const std::vector<Absence>&)> done);
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;
  ~Look();

 private:
  class Visit;
  void ended(const Visit& visit);

  std::vector<std::unique_ptr<Visit>> visits_;
  std::size_t open_ = 0;
  std::function<void(const Absence&)> first_away_;
  std::function<void(const std::vector<Absence>&)> done_;
  net::Loop& loop_;
};

}  // namespace mailrig::conformance
