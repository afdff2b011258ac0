#include "reference-server/deviation/listen.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kListenCloseAtOnce, &kListenResetAtOnce, &kListenStall, &kListenGarbage,
                            &kListenFlood,       &kListenDrop,        &kListenPause, &kListenUncommitted};

}  // namespace

std::span<const Deviation* const> listen_deviations() {
  return kTable;
}

}  // namespace mailrig::server
