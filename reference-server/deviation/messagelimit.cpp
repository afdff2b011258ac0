#include "reference-server/deviation/messagelimit.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kMessagelimitNoCode,     &kMessagelimitLowestFirst, &kMessagelimitWrongUid,
                            &kMessagelimitCopiesSome, &kMessagelimitAppendsSome, &kMessagelimitExpunge,
                            &kMessagelimitUidafter,   &kInprogressBackwards,     &kInprogressBeyondGoal,
                            &kInprogressOtherTag,     &kInprogressTagged};

}  // namespace

std::span<const Deviation* const> messagelimit_deviations() {
  return kTable;
}

}  // namespace mailrig::server
