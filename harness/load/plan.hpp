// All that a run needs to know, compiled and ready: shared by the threads, never written to.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/drive/driver.hpp"
#include "harness/load/profile.hpp"
#include "harness/play/player.hpp"

namespace mailrig::load {

struct Who {
  std::uint32_t seat = 0;     // below the number of sessions
  std::uint64_t session = 0;  // unique in the run
};

struct Script {
  std::string id;
  std::shared_ptr<const scenario::Program> program;
  double share = 1;
  std::uint32_t repeat = 0;  // bodies a session; 0: no end; 1: a connection each
  Think think;
  // Values of the program's slots for one session; called from any thread. No two sessions have the
  // same seat at once: it picks the accounts.
  std::function<std::vector<std::string>(const Who& who)> given;
  std::optional<scenario::SlotIndex> message;  // takes one of the plan's messages before each body
};

struct Plan {
  std::string title;
  Arrivals arrivals;
  Phases phases;
  std::vector<Objective> objectives;
  std::vector<Script> scripts;
  drive::Target target;
  play::Limits limits;
  std::vector<std::string> secrets;  // of the accounts: no report has them
  std::vector<std::string> left;     // what a load leaves behind, in sentences
  // Generated once; chosen by weight.
  std::vector<std::string> messages;
  std::vector<double> message_shares;
  std::uint64_t seed = 1;
  std::uint32_t threads = 1;
};

// The index that a number in [0, 1) falls on.
[[nodiscard]] std::size_t choose(const std::vector<double>& shares, double unit);
// Script of each of `count` sessions, as near to the shares as whole numbers get, evenly mixed.
[[nodiscard]] std::vector<std::uint32_t> deal(const std::vector<double>& shares, std::uint32_t count);
[[nodiscard]] std::vector<double> shares_of(const std::vector<Script>& scripts);

}  // namespace mailrig::load
