// The deviations of the IMAP server. Each is one broken rule, asked for at one seam of session/imap.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server::imapd {

inline constexpr Deviation kCapabilityNoImap4rev1{
    "imap.capability.no-imap4rev1", {3501, "7.2.1"}, "CAPABILITY does not list IMAP4rev1"};
inline constexpr Deviation kCapabilityNoData{
    "imap.capability.no-data", {3501, "6.1.1"}, "CAPABILITY is answered OK without the untagged CAPABILITY"};
inline constexpr Deviation kCapabilityLoginWhenDisabled{
    "imap.capability.login-when-disabled",
    {3501, "6.2.3"},
    "LOGIN is taken although LOGINDISABLED is advertised"};
inline constexpr Deviation kNoopNoUpdates{
    "imap.noop.no-updates", {3501, "6.1.2"}, "NOOP keeps what happened in the mailbox to itself"};
inline constexpr Deviation kLogoutNoBye{
    "imap.logout.no-bye", {3501, "6.1.3"}, "LOGOUT is answered without BYE"};
inline constexpr Deviation kStarttlsInjection{
    "imap.starttls.injection",
    {3501, "6.2.1"},
    "commands sent in the clear behind STARTTLS are answered under TLS"};
inline constexpr Deviation kStarttlsStillOffered{
    "imap.starttls.still-offered", {3501, "6.2.1"}, "STARTTLS is advertised and taken under TLS"};
inline constexpr Deviation kLoginAnyPassword{
    "imap.login.any-password", {3501, "6.2.3"}, "LOGIN takes every password"};
inline constexpr Deviation kLoginTwice{
    "imap.login.twice", {3501, "6.2"}, "LOGIN is taken in the authenticated state"};
inline constexpr Deviation kAuthenticateCancelOk{
    "imap.authenticate.cancel-ok", {3501, "6.2.2"}, "AUTHENTICATE cancelled with * is answered OK"};
inline constexpr Deviation kAuthenticateCancelIgnored{
    "imap.authenticate.cancel-ignored",
    {3501, "6.2.2"},
    "an answer of * is taken for an answer, and more is asked"};
inline constexpr Deviation kAuthenticateBadBase64Ignored{
    "imap.authenticate.bad-base64-ignored",
    {9051, "6.2.2"},
    "pads that begin an answer, and octets outside base64, are skipped"};
inline constexpr Deviation kAuthenticateInitialResponseIgnored{
    "imap.authenticate.initial-response-ignored",
    {4959, "3"},
    "AUTHENTICATE asks for the response that came along with it"};
inline constexpr Deviation kStateBeforeLogin{
    "imap.state.before-login", {3501, "3"}, "commands of the authenticated state are taken before login"};
inline constexpr Deviation kStateWithoutSelect{
    "imap.state.without-select",
    {3501, "3"},
    "commands of the selected state are answered OK without a mailbox"};
inline constexpr Deviation kCommandUnknownOk{
    "imap.command.unknown-ok", {3501, "2.2.2"}, "an unknown command is answered OK"};
inline constexpr Deviation kCommandMissingArgumentOk{
    "imap.command.missing-argument-ok", {3501, "2.2.2"}, "a command with a syntax error is answered OK"};
inline constexpr Deviation kReplyTagWrong{
    "imap.reply.tag-wrong", {3501, "2.2.2"}, "the reply to NOOP and AUTHENTICATE carries another tag"};
inline constexpr Deviation kReplyTagMissing{
    "imap.reply.tag-missing", {3501, "2.2.2"}, "the completion of NOOP and AUTHENTICATE is sent untagged"};
inline constexpr Deviation kReplyCodeWithoutText{
    "imap.reply.code-without-text", {3501, "9"}, "nothing follows a response code"};
inline constexpr Deviation kReplyPlusWithoutSpace{
    "imap.reply.plus-without-space", {3501, "9"}, "the continuation request is a bare +"};
inline constexpr Deviation kReplyTrailingSpace{
    "imap.reply.trailing-space", {3501, "9"}, "data lines end in a space"};
inline constexpr Deviation kReplyBareLf{
    "imap.reply.bare-lf", {3501, "2.2"}, "lines of the server end in a bare LF"};
inline constexpr Deviation kLiteralPlusRefused{
    "imap.literal.plus-refused", {7888, "4"}, "a non-synchronizing literal is answered BAD"};
inline constexpr Deviation kLiteralNoContinuationText{
    "imap.literal.no-continuation-text", {3501, "7.5"}, "a literal is asked for with an untagged OK"};
inline constexpr Deviation kLiteralHugeAccepted{
    "imap.literal.huge-accepted", {7888, "4"}, "a literal of any size is asked for before login"};
inline constexpr Deviation kSelectNoFlags{"imap.select.no-flags", {3501, "6.3.1"}, "SELECT leaves out FLAGS"};
inline constexpr Deviation kSelectNoExists{
    "imap.select.no-exists", {3501, "6.3.1"}, "SELECT leaves out EXISTS"};
inline constexpr Deviation kSelectNoRecent{
    "imap.select.no-recent", {3501, "6.3.1"}, "SELECT leaves out RECENT"};
inline constexpr Deviation kSelectNoPermanentflags{
    "imap.select.no-permanentflags",
    {3501, "6.3.1"},
    "SELECT leaves out PERMANENTFLAGS although not all flags can be kept"};
inline constexpr Deviation kSelectNoUidvalidity{
    "imap.select.no-uidvalidity", {3501, "6.3.1"}, "SELECT leaves out UIDVALIDITY"};
inline constexpr Deviation kSelectUidvalidityZero{
    "imap.select.uidvalidity-zero", {3501, "9"}, "UIDVALIDITY is 0"};
inline constexpr Deviation kSelectUidvalidityChanges{
    "imap.select.uidvalidity-changes", {3501, "2.3.1.1"}, "UIDVALIDITY is another one at each SELECT"};
inline constexpr Deviation kSelectUidnextWrong{
    "imap.select.uidnext-wrong", {3501, "2.3.1.1"}, "UIDNEXT is not above the highest UID"};
inline constexpr Deviation kSelectFailedKeepsMailbox{"imap.select.failed-keeps-mailbox",
                                                     {3501, "6.3.1"},
                                                     "a SELECT that fails leaves the old mailbox selected"};
inline constexpr Deviation kSelectReadOnlyWrong{
    "imap.select.read-only-wrong", {3501, "6.3.1"}, "EXAMINE answers READ-WRITE"};
inline constexpr Deviation kSelectReadWriteMissing{
    "imap.select.read-write-missing", {3501, "6.3.1"}, "SELECT does not say READ-WRITE"};
inline constexpr Deviation kExamineStore{
    "imap.examine.store", {3501, "6.3.2"}, "a mailbox opened by EXAMINE can be changed"};
inline constexpr Deviation kExamineExpunge{
    "imap.examine.expunge", {3501, "6.3.2"}, "EXPUNGE works on a mailbox opened by EXAMINE"};
inline constexpr Deviation kExamineTakesRecent{
    "imap.examine.takes-recent", {3501, "6.3.2"}, "EXAMINE takes the Recent flag from the next session"};
inline constexpr Deviation kCreateExistingOk{
    "imap.create.existing-ok", {3501, "6.3.3"}, "CREATE of an existing mailbox is answered OK"};
inline constexpr Deviation kCreateInboxOk{
    "imap.create.inbox-ok", {3501, "6.3.3"}, "CREATE INBOX is answered OK"};
inline constexpr Deviation kCreateUidvalidityReused{
    "imap.create.uidvalidity-reused",
    {3501, "2.3.1.1"},
    "every mailbox that is created gets the same UIDVALIDITY"};
inline constexpr Deviation kDeleteInboxOk{
    "imap.delete.inbox-ok", {3501, "6.3.4"}, "DELETE INBOX is answered OK"};
inline constexpr Deviation kDeleteMissingOk{
    "imap.delete.missing-ok", {3501, "6.3.4"}, "DELETE of a mailbox that does not exist is answered OK"};
inline constexpr Deviation kDeleteIgnored{
    "imap.delete.ignored", {3501, "6.3.4"}, "DELETE is answered OK and the mailbox stays"};
inline constexpr Deviation kRenameExistingOk{
    "imap.rename.existing-ok", {3501, "6.3.5"}, "RENAME onto an existing mailbox is answered OK"};
inline constexpr Deviation kRenameMissingOk{
    "imap.rename.missing-ok", {3501, "6.3.5"}, "RENAME of a mailbox that does not exist is answered OK"};
inline constexpr Deviation kSubscribeLost{
    "imap.subscribe.lost", {3501, "6.3.6"}, "SUBSCRIBE is answered OK and forgotten"};
inline constexpr Deviation kUnsubscribeIgnored{
    "imap.unsubscribe.ignored", {3501, "6.3.7"}, "UNSUBSCRIBE is answered OK and ignored"};
inline constexpr Deviation kListInboxCase{
    "imap.list.inbox-case", {3501, "5.1"}, "a LIST pattern of inbox in lower case does not find INBOX"};
inline constexpr Deviation kListEmptyPattern{
    "imap.list.empty-pattern",
    {3501, "6.3.8"},
    "LIST with an empty pattern does not tell the hierarchy delimiter"};
inline constexpr Deviation kListQuoteUnescaped{
    "imap.list.quote-unescaped", {3501, "9"}, "a quote in a mailbox name is not escaped"};
inline constexpr Deviation kListPercentCrosses{
    "imap.list.percent-crosses", {3501, "6.3.8"}, "% matches the hierarchy delimiter too"};
inline constexpr Deviation kListNoChildren{
    "imap.list.no-children", {5258, "4"}, "LIST tells neither HasChildren nor HasNoChildren"};
inline constexpr Deviation kListNoSpecialUse{
    "imap.list.no-special-use", {6154, "2"}, "LIST leaves out the special-use attributes"};
inline constexpr Deviation kListNoNoselect{
    "imap.list.no-noselect", {3501, "7.2.2"}, "LIST leaves out Noselect"};
inline constexpr Deviation kListUtf7Lost{"imap.list.utf7-lost", {3501, "5.1.3"}, "names are told as UTF-8"};
inline constexpr Deviation kLsubAll{
    "imap.lsub.all", {3501, "6.3.9"}, "LSUB lists mailboxes that are not subscribed"};
inline constexpr Deviation kStatusSelectedWrong{
    "imap.status.selected-wrong", {3501, "6.3.10"}, "STATUS of the selected mailbox counts one message less"};
inline constexpr Deviation kStatusTrailingSpace{
    "imap.status.trailing-space", {3501, "9"}, "a space stands before the closing parenthesis of STATUS"};
inline constexpr Deviation kStatusItemMissing{
    "imap.status.item-missing", {3501, "6.3.10"}, "STATUS leaves out the last item asked for"};
inline constexpr Deviation kStatusMissingOk{
    "imap.status.missing-ok", {3501, "6.3.10"}, "STATUS of a mailbox that does not exist is answered OK"};
inline constexpr Deviation kAppendDateLost{
    "imap.append.date-lost", {3501, "6.3.11"}, "APPEND ignores the date"};
inline constexpr Deviation kAppendFlagsLost{
    "imap.append.flags-lost", {3501, "6.3.11"}, "APPEND ignores the flags"};
inline constexpr Deviation kAppendNoTrycreate{
    "imap.append.no-trycreate", {3501, "6.3.11"}, "APPEND to a missing mailbox is refused without TRYCREATE"};
inline constexpr Deviation kAppendUidWrong{
    "imap.append.uid-wrong", {4315, "3"}, "APPENDUID tells another UID"};
inline constexpr Deviation kAppendNotTold{
    "imap.append.not-told", {3501, "6.3.11"}, "APPEND to the selected mailbox tells no EXISTS"};
inline constexpr Deviation kAppendOctetLost{
    "imap.append.octet-lost", {3501, "6.3.11"}, "APPEND loses the last octet"};
inline constexpr Deviation kExpungeUidReused{"imap.expunge.uid-reused",
                                             {3501, "2.3.1.1"},
                                             "the UID of an expunged last message is given to the next one"};
inline constexpr Deviation kExpungeDuringFetch{"imap.expunge.during-fetch",
                                               {3501, "7.4.1"},
                                               "an EXPUNGE is told while FETCH, STORE or SEARCH is answered"};
inline constexpr Deviation kExpungeNumbersWrong{"imap.expunge.numbers-wrong",
                                                {3501, "7.4.1"},
                                                "EXPUNGE tells the numbers as they were before the command"};
inline constexpr Deviation kExpungeNotToldToIssuer{
    "imap.expunge.not-told-to-issuer", {3501, "6.4.3"}, "EXPUNGE is told to other sessions only"};
inline constexpr Deviation kExpungeNotToldToOthers{
    "imap.expunge.not-told-to-others", {3501, "7.4.1"}, "EXPUNGE is not told to other sessions"};
inline constexpr Deviation kExpungeEverything{
    "imap.expunge.everything", {3501, "6.4.3"}, "EXPUNGE removes messages without the Deleted flag"};
inline constexpr Deviation kNamespaceMissing{
    "imap.namespace.missing", {2342, "5"}, "NAMESPACE is answered OK without its data"};
inline constexpr Deviation kIdMissing{"imap.id.missing", {2971, "3.1"}, "ID is answered OK without its data"};
inline constexpr Deviation kEnableUnasked{
    "imap.enable.unasked", {5161, "3.1"}, "ENABLED lists an extension that was not asked for"};
inline constexpr Deviation kIdleSilent{"imap.idle.silent", {2177, "3"}, "IDLE tells nothing until DONE"};
inline constexpr Deviation kIdleOkBeforeDone{
    "imap.idle.ok-before-done", {2177, "3"}, "IDLE is answered OK at once"};
inline constexpr Deviation kIdleAnyLineEnds{
    "imap.idle.any-line-ends", {2177, "3"}, "IDLE is ended with OK by a line that is not DONE"};
inline constexpr Deviation kCloseNoExpunge{
    "imap.close.no-expunge", {3501, "6.4.2"}, "CLOSE leaves deleted messages in the mailbox"};
inline constexpr Deviation kCloseTellsExpunge{
    "imap.close.tells-expunge", {3501, "6.4.2"}, "CLOSE sends EXPUNGE responses"};
inline constexpr Deviation kCloseStaysSelected{
    "imap.close.stays-selected", {3501, "6.4.2"}, "CLOSE leaves the mailbox selected"};
inline constexpr Deviation kCloseExaminedExpunges{
    "imap.close.examined-expunges", {3501, "6.4.2"}, "CLOSE of a mailbox opened by EXAMINE expunges"};
inline constexpr Deviation kUnselectExpunges{
    "imap.unselect.expunges", {3691, "2"}, "UNSELECT expunges deleted messages"};
inline constexpr Deviation kUidExpungeIgnoresSet{
    "imap.uid-expunge.ignores-set",
    {4315, "2.1"},
    "UID EXPUNGE removes all deleted messages, whatever the set"};
inline constexpr Deviation kSearchOrWrong{"imap.search.or-wrong", {3501, "6.4.4"}, "OR means both"};
inline constexpr Deviation kSearchNotWrong{"imap.search.not-wrong", {3501, "6.4.4"}, "NOT is ignored"};
inline constexpr Deviation kSearchDateWrong{
    "imap.search.date-wrong", {3501, "6.4.4"}, "SINCE and BEFORE change places"};
inline constexpr Deviation kSearchCaseSensitive{
    "imap.search.case-sensitive", {3501, "6.4.4"}, "strings are searched with case"};
inline constexpr Deviation kSearchCharsetAccepted{
    "imap.search.charset-accepted", {3501, "6.4.4"}, "an unknown charset is taken"};
inline constexpr Deviation kSearchNoResultLine{
    "imap.search.no-result-line", {3501, "6.4.4"}, "a SEARCH without a hit sends no SEARCH response"};
inline constexpr Deviation kSearchUidAsNumber{
    "imap.search.uid-as-number", {3501, "6.4.8"}, "UID SEARCH answers sequence numbers"};
inline constexpr Deviation kSearchSizeWrong{
    "imap.search.size-wrong", {3501, "6.4.4"}, "LARGER and SMALLER take in equal sizes"};
inline constexpr Deviation kEsearchNoTag{
    "imap.esearch.no-tag", {4731, "3.1"}, "ESEARCH carries no TAG correlator"};
inline constexpr Deviation kEsearchMinWrong{
    "imap.esearch.min-wrong", {4731, "3.1"}, "ESEARCH MIN tells the highest"};
inline constexpr Deviation kFetchSizeOffByOne{
    "imap.fetch.size-off-by-one", {3501, "6.4.5"}, "RFC822.SIZE is one octet too small"};
inline constexpr Deviation kFetchPartialIgnored{
    "imap.fetch.partial-ignored", {3501, "6.4.5"}, "a partial FETCH answers the whole"};
inline constexpr Deviation kFetchPartialPastEnd{
    "imap.fetch.partial-past-end", {3501, "6.4.5"}, "a partial FETCH that begins behind the end is refused"};
inline constexpr Deviation kFetchPartialNoOrigin{
    "imap.fetch.partial-no-origin", {3501, "7.4.2"}, "a partial FETCH answers without the origin octet"};
inline constexpr Deviation kFetchPeekSetsSeen{
    "imap.fetch.peek-sets-seen", {3501, "6.4.5"}, "BODY.PEEK sets Seen"};
inline constexpr Deviation kFetchBodyNoSeen{
    "imap.fetch.body-no-seen", {3501, "6.4.5"}, "BODY[] does not set Seen"};
inline constexpr Deviation kFetchSeenNotTold{
    "imap.fetch.seen-not-told", {3501, "6.4.5"}, "Seen is set by FETCH and not told"};
inline constexpr Deviation kFetchEnvelopeEmptyList{
    "imap.fetch.envelope-empty-list", {3501, "9"}, "an address list without addresses is ()"};
inline constexpr Deviation kFetchEnvelopeNoDefault{
    "imap.fetch.envelope-no-default", {3501, "7.4.2"}, "sender and reply-to are not filled from From"};
inline constexpr Deviation kFetchBodystructureShort{
    "imap.fetch.bodystructure-short", {3501, "7.4.2"}, "the body fields end before the octet count"};
inline constexpr Deviation kFetchParameterSections{
    "imap.fetch.parameter-sections", {9051, "7.5.2"}, "BODYSTRUCTURE has parameters in sections, not joined"};
inline constexpr Deviation kFetchEightBitQuoted{
    "imap.fetch.eight-bit-quoted", {3501, "9"}, "8-bit octets are sent in a quoted string"};
inline constexpr Deviation kFetchUnaskedMessage{
    "imap.fetch.unasked-message", {3501, "6.4.5"}, "the data of a message that was not asked for come too"};
inline constexpr Deviation kFetchDescendingRefused{
    "imap.fetch.descending-refused", {3501, "9"}, "a descending set is answered BAD"};
inline constexpr Deviation kFetchUidMissing{
    "imap.fetch.uid-missing", {3501, "6.4.8"}, "UID FETCH leaves out the UID"};
inline constexpr Deviation kFetchUidMissingError{
    "imap.fetch.uid-missing-error", {3501, "6.4.8"}, "UID FETCH of a UID that does not exist is refused"};
inline constexpr Deviation kFetchHeaderFieldsCase{
    "imap.fetch.header-fields-case", {3501, "6.4.5"}, "HEADER.FIELDS compares names with case"};
inline constexpr Deviation kFetchHeaderFieldsNoEnd{
    "imap.fetch.header-fields-no-end", {3501, "6.4.5"}, "HEADER.FIELDS leaves out the empty line"};
inline constexpr Deviation kFetchItemMissing{
    "imap.fetch.item-missing", {3501, "6.4.5"}, "FETCH leaves out the last item asked for"};
inline constexpr Deviation kFetchLiteralLf{
    "imap.fetch.literal-lf", {3501, "2.3.6"}, "line ends of a message are sent as LF"};
inline constexpr Deviation kFetchOutOfRangeOk{
    "imap.fetch.out-of-range-ok", {3501, "9"}, "FETCH of a number above the last message is answered OK"};
inline constexpr Deviation kFetchPartNumbersWrong{
    "imap.fetch.part-numbers-wrong", {3501, "6.4.5"}, "parts are counted from 0"};
inline constexpr Deviation kStoreSilentTold{
    "imap.store.silent-told", {3501, "6.4.6"}, "FLAGS.SILENT is answered with FETCH"};
inline constexpr Deviation kStoreNotTold{
    "imap.store.not-told", {3501, "6.4.6"}, "STORE is answered without FETCH"};
inline constexpr Deviation kStoreRecentSettable{
    "imap.store.recent-settable", {3501, "2.3.2"}, "a STORE that sets Recent is answered OK"};
inline constexpr Deviation kStoreKeywordLost{"imap.store.keyword-lost",
                                             {3501, "2.3.2"},
                                             "keywords are not kept although PERMANENTFLAGS promises them"};
inline constexpr Deviation kStoreAddReplaces{
    "imap.store.add-replaces", {3501, "6.4.6"}, "+FLAGS replaces the flags"};
inline constexpr Deviation kStoreNotToldToOthers{
    "imap.store.not-told-to-others", {3501, "7.4.2"}, "a change of flags is not told to other sessions"};
inline constexpr Deviation kCopyFlagsLost{"imap.copy.flags-lost", {3501, "6.4.7"}, "COPY loses the flags"};
inline constexpr Deviation kCopyDateLost{
    "imap.copy.date-lost", {3501, "6.4.7"}, "COPY loses the internal date"};
inline constexpr Deviation kCopyNoTrycreate{
    "imap.copy.no-trycreate", {3501, "6.4.7"}, "COPY to a missing mailbox is refused without TRYCREATE"};
inline constexpr Deviation kCopyUidWrong{"imap.copy.uid-wrong", {4315, "3"}, "COPYUID tells other UIDs"};
inline constexpr Deviation kMoveLeavesOriginal{
    "imap.move.leaves-original", {6851, "3.1"}, "MOVE leaves the message where it was"};
inline constexpr Deviation kMoveExpungeBeforeCopyuid{
    "imap.move.expunge-before-copyuid", {6851, "4.3"}, "MOVE tells EXPUNGE before COPYUID"};
inline constexpr Deviation kMoveNotTold{"imap.move.not-told", {6851, "4.3"}, "MOVE tells no EXPUNGE"};
inline constexpr Deviation kMoveNoTrycreate{
    "imap.move.no-trycreate", {6851, "3.3"}, "MOVE to a missing mailbox is refused without TRYCREATE"};
inline constexpr Deviation kRecentShared{
    "imap.recent.shared", {3501, "2.3.2"}, "Recent is shown to a second session"};

}  // namespace mailrig::server::imapd
