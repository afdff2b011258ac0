#include "reference-server/deviation/extension.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kLiteralMinusNoToobig};

}  // namespace

std::span<const Deviation* const> extension_deviations() {
  return kTable;
}

}  // namespace mailrig::server
