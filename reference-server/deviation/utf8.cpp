#include "reference-server/deviation/utf8.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kUtf8NotEnabled,    &kUtf8InvalidTaken, &kUtf8QuotedRefused,
                            &kUtf8QuotedUnasked, &kUtf8NamesRefused, &kUtf8NamesInUtf7,
                            &kUtf8ControlNames,  &kUtf8CharsetTaken, &kUtf8AppendUnasked,
                            &kUtf8AppendRefused, &kUtf8HeaderAsIs,   &kUtf8SurrogateAlways};

}  // namespace

std::span<const Deviation* const> utf8_deviations() {
  return kTable;
}

}  // namespace mailrig::server
