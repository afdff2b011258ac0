#include "reference-server/deviation/pop3.hpp"

#include <array>

namespace mailrig::server {
namespace {

using namespace pop3d;

constexpr std::array kTable{&kReplyStatusCase,
                            &kReplyBareLf,
                            &kReplyTooLong,
                            &kReplyNoSpace,
                            &kCommandCaseSensitive,
                            &kCommandUnknownOk,
                            &kCommandSyntaxOk,
                            &kCommandLongRefused,
                            &kCommandBareLfTaken,
                            &kStateIgnored,
                            &kStateLoginTwice,
                            &kPipeliningDropped,
                            &kCapaNoTerminator,
                            &kCapaForgets,
                            &kCapaRefusedAfterLogin,
                            &kCapaExpireShrinks,
                            &kLoginDelayGrows,
                            &kLoginDelayIgnored,
                            &kApopAnyDigest,
                            &kApopSameTimestamp,
                            &kUtf8AfterLogin,
                            &kUtf8AsIs,
                            &kUtf8Never,
                            &kLangNoTag,
                            &kLangUnknownOk,
                            &kLangListsNames,
                            &kPassAnyPassword,
                            &kPassWithoutUser,
                            &kPassAgain,
                            &kPassInUseNoCode,
                            &kPassNoAuthCode,
                            &kLockNone,
                            &kLockKept,
                            &kAuthInitialResponseIgnored,
                            &kAuthCancelOk,
                            &kAuthCancelIgnored,
                            &kAuthChallengeNoSpace,
                            &kAuthChallengeText,
                            &kAuthBadBase64Ignored,
                            &kAuthUnknownOk,
                            &kAuthTwice,
                            &kStlsInjection,
                            &kStlsTwice,
                            &kStlsAfterLogin,
                            &kStatCountsDeleted,
                            &kStatOctetsWrong,
                            &kListOctetsWrong,
                            &kListIgnoresArgument,
                            &kListShowsDeleted,
                            &kListEmptyRefused,
                            &kListFromZero,
                            &kRetrNotStuffed,
                            &kRetrBareLf,
                            &kRetrDeleted,
                            &kRetrCut,
                            &kRetrDeletes,
                            &kDeleAtOnce,
                            &kDeleWithoutQuit,
                            &kDeleTwiceOk,
                            &kDeleRenumbers,
                            &kDeleForgotten,
                            &kNoopRefused,
                            &kRsetNothing,
                            &kQuitStays,
                            &kTopIgnoresCount,
                            &kTopCountsHeader,
                            &kTopNoBlankLine,
                            &kTopNotStuffed,
                            &kTopCountOptional,
                            &kUidlNoNumber,
                            &kUidlIgnoresArgument,
                            &kUidlShowsDeleted,
                            &kUidlChanges,
                            &kUidlReused,
                            &kUidlSame,
                            &kUidlTooLong,
                            &kUidlMoreFollows};

}  // namespace

std::span<const Deviation* const> pop3_deviations() {
  return kTable;
}

}  // namespace mailrig::server
