#include "reference-server/deviation/sort.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kSortMailboxOrder,    &kSortReverseTies,      &kSortNoResultLine,
                            &kSortUidAsNumber,     &kSortSubjectWhole,     &kSortCaseSensitive,
                            &kSortDateWithoutZone, &kSortFromByName,       &kSortDisplayByAddress,
                            &kEsortMinByNumber,    &kThreadFlat,           &kThreadParentForgotten,
                            &kThreadQuotedIds,     &kThreadSubjectIgnored, &kThreadGrandchildren,
                            &kSearchWithinSwapped, &kSearchAsciiCaseOnly,  &kSearchEncodingsKept};

}  // namespace

std::span<const Deviation* const> sort_deviations() {
  return kTable;
}

}  // namespace mailrig::server
