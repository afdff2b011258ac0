#include "reference-server/deviation/notify.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{
    &kNotifySilent,           &kNotifyNoStatus,         &kNotifyStatusShort,     &kNotifyNoImplicitNoop,
    &kNotifyNoBadevent,       &kNotifyBadeventShort,    &kNotifyUnknownEventBad, &kNotifyMissingRefused,
    &kNotifySelectedByName,   &kNotifyNoneIgnored,      &kNotifyUnpairedTaken,   &kNotifyOwnEvents,
    &kNotifyIdleUnasked,      &kNotifyFlagsNoUid,       &kNotifyFlagsUnasked,    &kNotifyNoFetch,
    &kNotifyFetchFirst,       &kNotifyFetchOwn,         &kNotifyNoHighestmodseq, &kNotifyNoNonexistent,
    &kNotifyNoOldname,        &kNotifyChildRenames,     &kNotifyNoSubscribed,    &kNotifyNoMetadata,
    &kNotifyTwoSelectedTaken, &kNotifySelectedAnyEvent, &kNotifyExpungeAtOnce,   &kNotifySubscribedFixed,
    &kNotifyWildcards,        &kNotifyWithCase,         &kNotifyUpdateNoFetch,   &kNotifyOthersUntold,
    &kNotifyNoNoaccess};

}  // namespace

std::span<const Deviation* const> notify_deviations() {
  return kTable;
}

}  // namespace mailrig::server
