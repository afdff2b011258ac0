// Mail that a queue brought after its scenario had cleaned up: looked for at the end of a run, until none
// comes any more.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "harness/conformance/target.hpp"
#include "harness/net/loop.hpp"

namespace mailrig::conformance {

class Sweep {
 public:
  // `token`: what all our senders and mailboxes have in their names. All outlive it.
  Sweep(net::Loop& loop, const Target& target, std::string token)
      : loop_(loop), target_(target), token_(std::move(token)) {}

  // Mail was sent to or from that account; ours begins there in its INBOX (0: it is not known).
  void delivered(std::size_t account, std::uint64_t first_uid);
  // Runs the loop. `stop`: asked again and again.
  void run(const std::function<bool()>& stop);

 private:
  std::size_t sweep(Service service, std::size_t account, std::uint64_t first_uid);

  net::Loop& loop_;
  const Target& target_;
  std::string token_;
  std::map<std::size_t, std::uint64_t> delivered_;  // by account
};

}  // namespace mailrig::conformance
