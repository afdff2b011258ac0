#include "reference-server/deviation/smtp.hpp"

#include <array>

namespace mailrig::server {
namespace {

using namespace smtpd;

constexpr std::array kTable{&kGreetingNone,
                            &kGreetingMissingDomain,
                            &kReplyCodeChanges,
                            &kReplyBareLf,
                            &kReplyTooLong,
                            &kEnhancedMissing,
                            &kEnhancedClassWrong,
                            &kCommandCaseSensitive,
                            &kCommandUnknownOk,
                            &kCommandLineLimitShort,
                            &kCommandOverlongSplit,
                            &kCommandReadIsCommand,
                            &kPipeliningWithholds,
                            &kPipeliningDropsInput,
                            &kEhloNoDomain,
                            &kEhloArgumentOptional,
                            &kEhloKeepsTransaction,
                            &kHeloListsExtensions,
                            &kMailNeedsEhlo,
                            &kMailNestedOk,
                            &kMailNullRefused,
                            &kMailQuotedRefused,
                            &kMailSyntaxOk,
                            &kMailUnknownParameterOk,
                            &kBody8bitmimeRefused,
                            &kBodyUnknownOk,
                            &kSizeDeclaredIgnored,
                            &kSizeParameterRefused,
                            &kSizeSyntaxOk,
                            &kRcptBeforeMailOk,
                            &kRcptRelays,
                            &kRcptUnknownUserOk,
                            &kRcptSyntaxOk,
                            &kRcptLimitTen,
                            &kRcptDomainCase,
                            &kRcptPostmasterRefused,
                            &kDataWithoutMailOk,
                            &kDataWithoutRcptOk,
                            &kDataNo354,
                            &kDataEndLfLf,
                            &kDataEndLfCrlf,
                            &kDataEndCrlfLf,
                            &kDataEndCrCr,
                            &kDataEndOnlyInOneRead,
                            &kDataLineLimitShort,
                            &kDataFirstDotKept,
                            &kDataBodyChanged,
                            &kDataNoReceived,
                            &kDataNoReturnPath,
                            &kDataLost,
                            &kDataKeepsTransaction,
                            &kDataClosesAfter,
                            &kRsetKeepsTransaction,
                            &kRsetRefusedBeforeHello,
                            &kNoopClearsTransaction,
                            &kNoopRefused,
                            &kVrfyUnlistedCode,
                            &kQuitStaysOpen,
                            &kStarttlsInjection,
                            &kStarttlsKeepsState,
                            &kStarttlsTwiceOk,
                            &kStarttlsArgumentOk,
                            &kAuthPlainRefused,
                            &kAuthAnyPassword,
                            &kAuthTwiceOk,
                            &kAuthInTransactionOk,
                            &kAuthUnknownMechanismOk,
                            &kAuthBadBase64Ok,
                            &kAuthCancelOk,
                            &kAuthCancelIgnored,
                            &kAuthChallengeCode,
                            &kSubmissionNoLoginNeeded};

}  // namespace

std::span<const Deviation* const> smtp_deviations() {
  return kTable;
}

}  // namespace mailrig::server
