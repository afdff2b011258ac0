// Ways to break IMAP4rev2 (RFC 9051) and the extensions that it folds in: LIST-EXTENDED (RFC 5258),
// LIST-STATUS (RFC 5819), SEARCHRES (RFC 5182), BINARY (RFC 3516), STATUS=SIZE (RFC 8438).
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kListEmptyPatternExtended{
    "imap.list.empty-pattern-extended",
    {5258, "3"},
    "an extended LIST takes the empty pattern as a question for the delimiter"};
inline constexpr Deviation kListOnePatternOnly{
    "imap.list.one-pattern-only", {5258, "3"}, "of several patterns LIST looks at the first alone"};
inline constexpr Deviation kListNoSubscribed{
    "imap.list.no-subscribed", {5258, "3.1"}, "LIST (SUBSCRIBED) leaves out the attribute Subscribed"};
inline constexpr Deviation kListSubscribedAll{
    "imap.list.subscribed-all", {5258, "3.1"}, "LIST (SUBSCRIBED) lists what is not subscribed, too"};
inline constexpr Deviation kListNoNonexistent{
    "imap.list.no-nonexistent",
    {5258, "3"},
    "a subscribed name without a mailbox is told without NonExistent"};
inline constexpr Deviation kListLevelUnselected{
    "imap.list.level-unselected",
    {5258, "3"},
    "an extended LIST tells a level without a mailbox though nothing asks for it"};
inline constexpr Deviation kListSubscribedExistingOnly{
    "imap.list.subscribed-existing-only",
    {5258, "3.1"},
    "LIST (SUBSCRIBED) leaves out subscribed names that have no mailbox"};
inline constexpr Deviation kListNoChildinfo{
    "imap.list.no-childinfo", {5258, "3.5"}, "RECURSIVEMATCH is answered without CHILDINFO"};
inline constexpr Deviation kListChildinfoUnasked{"imap.list.childinfo-unasked",
                                                 {5258, "3.5"},
                                                 "CHILDINFO is told though RECURSIVEMATCH was not asked for"};
inline constexpr Deviation kListStatusMissing{
    "imap.list.status-missing", {5819, "2"}, "RETURN (STATUS …) is taken and no STATUS is told"};
inline constexpr Deviation kListStatusFirst{
    "imap.list.status-first", {5819, "2"}, "STATUS comes before the LIST response of its mailbox"};
inline constexpr Deviation kStatusSizeShort{
    "imap.status.size-short", {8438, "3"}, "STATUS SIZE is less than the messages have"};
inline constexpr Deviation kStatusDeletedAll{
    "imap.status.deleted-all", {9051, "6.3.11"}, "STATUS DELETED counts every message"};
inline constexpr Deviation kSearchresNotSaved{
    "imap.searchres.not-saved", {5182, "2.1"}, "SEARCH RETURN (SAVE) leaves $ as it was"};
inline constexpr Deviation kSearchresUnasked{
    "imap.searchres.unasked", {5182, "2.1"}, "SEARCH without SAVE changes $"};
inline constexpr Deviation kSearchresEmptyRefused{
    "imap.searchres.empty-refused", {5182, "2.1"}, "an empty $ is no set"};
inline constexpr Deviation kSearchresMinSavesAll{
    "imap.searchres.min-saves-all", {5182, "2.4"}, "RETURN (SAVE MIN) saves all that was found"};
inline constexpr Deviation kSearchresTold{
    "imap.searchres.told", {9051, "6.4.4.1"}, "SAVE alone is answered by ESEARCH"};
inline constexpr Deviation kBinaryNotDecoded{
    "imap.binary.not-decoded", {3516, "4.3"}, "BINARY sends a part as it is encoded"};
inline constexpr Deviation kBinarySizeWrong{
    "imap.binary.size-wrong", {3516, "4.3"}, "BINARY.SIZE is one octet too small"};
inline constexpr Deviation kBinaryUnknownCteOk{
    "imap.binary.unknown-cte-ok", {3516, "4.3"}, "an unknown transfer encoding is sent as it is"};
inline constexpr Deviation kBinaryNulInLiteral{
    "imap.binary.nul-in-literal", {3516, "4.3"}, "a part with NUL in it is sent as a plain literal"};
inline constexpr Deviation kRev2NotEnabled{
    "imap.rev2.not-enabled", {9051, "6.3.1"}, "ENABLE IMAP4rev2 is not told as ENABLED"};
inline constexpr Deviation kRev2SearchResponse{
    "imap.rev2.search-response", {9051, "6.4.4"}, "SEARCH is answered by SEARCH after ENABLE IMAP4rev2"};
inline constexpr Deviation kSearchTextNoMime{
    "imap.search.text-no-mime", {9051, "6.4.4"}, "SEARCH TEXT does not look at the MIME fields of parts"};
inline constexpr Deviation kRev2SelectNoList{
    "imap.rev2.select-no-list", {9051, "6.3.2"}, "SELECT does not tell LIST of the mailbox"};
inline constexpr Deviation kRev2FetchNoUid{
    "imap.rev2.fetch-no-uid", {9051, "7.5.2"}, "flags that changed elsewhere are told without UID"};
inline constexpr Deviation kRev2GlobalBasic{
    "imap.rev2.global-basic",
    {9051, "9"},
    "BODYSTRUCTURE tells a message/global without its envelope and its body"};
inline constexpr Deviation kRev2NamesInUtf7{
    "imap.rev2.names-in-utf7", {9051, "5.1"}, "names are told in modified UTF-7 after ENABLE IMAP4rev2"};
inline constexpr Deviation kRev2NamesBrokenUtf8{
    "imap.rev2.names-broken-utf8",
    {9051, "9"},
    "of what is not ASCII in a name the first octet alone is told"};
inline constexpr Deviation kRev2OldnameBare{
    "imap.rev2.oldname-bare", {9051, "6.3.9.7"}, "the mailbox of OLDNAME stands without its parentheses"};
inline constexpr Deviation kRev2Alone{
    "imap.rev2.alone",
    {9051, "9"},
    "IMAP4rev2 is offered without IMAP4rev1, and answered as IMAP4rev1, with RECENT and SEARCH"};
inline constexpr Deviation kListChildinfoUnquoted{
    "imap.list.childinfo-unquoted", {5258, "6"}, "what CHILDINFO says is not quoted"};
inline constexpr Deviation kListBothChildren{
    "imap.list.both-children", {5258, "4"}, "LIST tells HasChildren and HasNoChildren"};
inline constexpr Deviation kListMarkedUnmarked{
    "imap.list.marked-unmarked", {3501, "9"}, "LIST tells Marked and Unmarked"};
inline constexpr Deviation kEnableNoData{
    "imap.enable.no-data", {5161, "3.1"}, "ENABLE is answered OK without the untagged ENABLED"};
inline constexpr Deviation kEsearchNoUid{
    "imap.esearch.no-uid", {4731, "3.1"}, "ESEARCH leaves out the word UID"};

[[nodiscard]] std::span<const Deviation* const> rev2_deviations();

}  // namespace mailrig::server
