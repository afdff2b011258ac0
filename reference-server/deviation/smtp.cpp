#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

std::span<const Deviation* const> smtp_deviations() {
  return {};
}

}  // namespace mailrig::server
