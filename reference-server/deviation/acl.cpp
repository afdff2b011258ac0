#include "reference-server/deviation/acl.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kAclOldRightsTold,
                            &kSetaclIgnored,
                            &kSetaclPlusReplaces,
                            &kSetaclMinusIgnored,
                            &kSetaclUnknownTaken,
                            &kSetaclOldRightsIgnored,
                            &kSetaclIdentifierUnprepared,
                            &kDeleteaclIgnored,
                            &kDeleteaclTakesNegative,
                            &kNegativeRightsIgnored,
                            &kListrightsTwice,
                            &kListrightsOtherForm,
                            &kAclNoVirtual,
                            &kGetaclUnchecked,
                            &kSetaclUnchecked,
                            &kAclExistenceTold,
                            &kListUnchecked,
                            &kSelectUnchecked,
                            &kStatusUnchecked,
                            &kCreateUnchecked,
                            &kDeleteUnchecked,
                            &kDeleteKeepsAcl,
                            &kCreateInheritsNothing,
                            &kRenameDropsAcl,
                            &kInsertUnchecked,
                            &kInsertKeepsFlags,
                            &kInsertFailsForFlags,
                            &kStoreUnchecked,
                            &kStoreFailsForOne,
                            &kFetchSeenUnchecked,
                            &kExpungeUnchecked,
                            &kCloseFailsWithoutRight,
                            &kPermanentflagsUnchecked,
                            &kReadWriteUnchecked,
                            &kMetadataUnchecked,
                            &kMetadataPrivateShared,
                            &kListMyrightsMissing,
                            &kListMyrightsFirst,
                            &kListStatusUnreadable};

}  // namespace

std::span<const Deviation* const> acl_deviations() {
  return kTable;
}

}  // namespace mailrig::server
