#include "reference-server/deviation/rev2.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kListEmptyPatternExtended,
                            &kListOnePatternOnly,
                            &kListNoSubscribed,
                            &kListSubscribedAll,
                            &kListNoNonexistent,
                            &kListLevelUnselected,
                            &kListSubscribedExistingOnly,
                            &kListNoChildinfo,
                            &kListChildinfoUnasked,
                            &kListStatusMissing,
                            &kListStatusFirst,
                            &kStatusSizeShort,
                            &kStatusDeletedAll,
                            &kSearchresNotSaved,
                            &kSearchresUnasked,
                            &kSearchresEmptyRefused,
                            &kSearchresMinSavesAll,
                            &kSearchresTold,
                            &kBinaryNotDecoded,
                            &kBinarySizeWrong,
                            &kBinaryUnknownCteOk,
                            &kBinaryNulInLiteral,
                            &kRev2NotEnabled,
                            &kRev2SearchResponse,
                            &kSearchTextNoMime,
                            &kRev2SelectNoList,
                            &kRev2FetchNoUid,
                            &kRev2GlobalBasic,
                            &kRev2NamesInUtf7,
                            &kRev2NamesBrokenUtf8,
                            &kRev2OldnameBare,
                            &kRev2Alone,
                            &kListChildinfoUnquoted,
                            &kListBothChildren,
                            &kListMarkedUnmarked,
                            &kEnableNoData,
                            &kEsearchNoUid};

}  // namespace

std::span<const Deviation* const> rev2_deviations() {
  return kTable;
}

}  // namespace mailrig::server
