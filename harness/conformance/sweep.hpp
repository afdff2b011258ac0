// Mail that a queue brought after its scenario had cleaned up: looked for at the end of a run, until none
// comes any more.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

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
  // Runs the loop. `stop`: asked again and again. What may be left, and why: for people.
  [[nodiscard]] std::vector<std::string> run(const std::function<bool()>& stop);
  // Where it is not to be run.
  [[nodiscard]] std::vector<std::string> not_run() const;

 private:
  [[nodiscard]] std::optional<Service> way_in() const;
  [[nodiscard]] std::optional<std::size_t> sweep(Service service, std::size_t account,
                                                 std::uint64_t first_uid);

  net::Loop& loop_;
  const Target& target_;
  std::string token_;
  std::map<std::size_t, std::uint64_t> delivered_;  // by account
};

}  // namespace mailrig::conformance
