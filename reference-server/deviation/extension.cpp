#include "reference-server/deviation/extension.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{
    &kLiteralMinusNoToobig, &kMultiappendPartly,   &kMultiappendOneUid,      &kReplaceKeepsOld,
    &kReplaceInheritsFlags, &kReplaceExpungeFirst, &kMailboxidByName,        &kCreateNoMailboxid,
    &kSelectNoMailboxid,    &kEmailidOfCopy,       &kSavedateIsInternaldate, &kPreviewNil,
    &kPreviewEncoded,       &kPreviewLong,         &kPartialWhole,           &kPartialFetchIgnored,
    &kMetadataLost,         &kMetadataNilKept,     &kMetadataMaxsizeIgnored, &kMetadataDepthIgnored,
    &kListMetadataMissing,  &kQuotarootNoQuota,    &kUidonlyNumbersTaken,    &kUidonlyFetch,
    &kCatenateUrlsLost,     &kCatenateNoBadurl,    &kCatenateLastUrl,        &kCatenateSectionIgnored,
    &kCatenateSetsSeen,     &kContextNoAddto,      &kContextNoRemovefrom};

}  // namespace

std::span<const Deviation* const> extension_deviations() {
  return kTable;
}

}  // namespace mailrig::server
