// Ways to break SORT, THREAD (RFC 5256), SORT=DISPLAY (RFC 5957), ESORT (RFC 5267), WITHIN (RFC 5032) and the
// comparison of text that they and SEARCH share (RFC 5051).
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kSortMailboxOrder{
    "imap.sort.mailbox-order", {5256, "3"}, "SORT tells messages in the order of the mailbox"};
inline constexpr Deviation kSortReverseTies{
    "imap.sort.reverse-ties", {5256, "3"}, "REVERSE turns round the order of equal messages, too"};
inline constexpr Deviation kSortNoResultLine{
    "imap.sort.no-result-line", {5256, "3"}, "a SORT that finds nothing sends no SORT response"};
inline constexpr Deviation kSortUidAsNumber{
    "imap.sort.uid-as-number", {5256, "3"}, "UID SORT and UID THREAD tell message numbers"};
inline constexpr Deviation kSortSubjectWhole{
    "imap.sort.subject-whole", {5256, "2.1"}, "Re: and the like count when subjects are compared"};
inline constexpr Deviation kSortCaseSensitive{
    "imap.sort.case-sensitive", {5256, "7"}, "A and a are different letters to SORT"};
inline constexpr Deviation kSortDateWithoutZone{
    "imap.sort.date-without-zone", {5256, "2.2"}, "sent dates are compared without their time zone"};
inline constexpr Deviation kSortFromByName{
    "imap.sort.from-by-name", {5256, "3"}, "SORT (FROM) compares display names"};
inline constexpr Deviation kSortDisplayByAddress{
    "imap.sort.display-by-address", {5957, "3"}, "SORT (DISPLAYFROM) compares addresses"};
inline constexpr Deviation kEsortMinByNumber{
    "imap.esort.min-by-number", {5267, "3.1"}, "MIN and MAX of SORT are the least and greatest number"};
inline constexpr Deviation kThreadFlat{
    "imap.thread.flat", {5256, "3"}, "every message is a thread of its own"};
inline constexpr Deviation kThreadParentForgotten{
    "imap.thread.parent-forgotten",
    {5256, "3"},
    "messages are not gathered by a parent that is not in the mailbox"};
inline constexpr Deviation kThreadQuotedIds{
    "imap.thread.quoted-ids", {5256, "3"}, "a Message-ID in quotes is another than the one without"};
inline constexpr Deviation kThreadSubjectIgnored{
    "imap.thread.subject-ignored", {5256, "3"}, "REFERENCES does not gather threads of the same subject"};
inline constexpr Deviation kThreadGrandchildren{
    "imap.thread.grandchildren",
    {5256, "3"},
    "ORDEREDSUBJECT makes each message the child of the one before"};
inline constexpr Deviation kSearchWithinSwapped{
    "imap.search.within-swapped",
    {5032, "2"},
    "SEARCH OLDER finds what is younger, and YOUNGER what is older"};
inline constexpr Deviation kSearchAsciiCaseOnly{"imap.search.ascii-case-only",
                                                {5255, "4.3"},
                                                "SEARCH tells capital letters outside ASCII from small ones"};
inline constexpr Deviation kSearchEncodingsKept{
    "imap.search.encodings-kept", {5255, "4.6"}, "SEARCH compares what MIME has encoded as it stands"};

[[nodiscard]] std::span<const Deviation* const> sort_deviations();

}  // namespace mailrig::server
