// Ways to break CONDSTORE and QRESYNC (RFC 7162).
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kSelectNoHighestmodseq{
    "imap.select.no-highestmodseq", {7162, "3.1.2.1"}, "SELECT does not tell HIGHESTMODSEQ"};
inline constexpr Deviation kSelectNoClosed{
    "imap.select.no-closed", {7162, "3.2.11"}, "SELECT leaves another mailbox without CLOSED"};
inline constexpr Deviation kStoreModseqStays{
    "imap.store.modseq-stays", {7162, "3.1.3"}, "the MODSEQ told after STORE is the one before it"};
inline constexpr Deviation kStoreUnchangedsinceIgnored{
    "imap.store.unchangedsince-ignored", {7162, "3.1.3"}, "STORE UNCHANGEDSINCE changes every message"};
inline constexpr Deviation kStoreNoModified{
    "imap.store.no-modified",
    {7162, "3.1.3"},
    "messages that a conditional STORE left alone are not told as MODIFIED"};
inline constexpr Deviation kStoreSilentNoModseq{
    "imap.store.silent-no-modseq", {7162, "3.1.3"}, "a conditional STORE with .SILENT tells no MODSEQ"};
inline constexpr Deviation kStoreSameRaisesModseq{
    "imap.store.same-raises-modseq", {7162, "3.1.11"}, "STORE that changes nothing raises the MODSEQ"};
inline constexpr Deviation kFetchChangedsinceIgnored{
    "imap.fetch.changedsince-ignored", {7162, "3.1.4.1"}, "FETCH CHANGEDSINCE answers for every message"};
inline constexpr Deviation kFetchChangedsinceNoModseq{
    "imap.fetch.changedsince-no-modseq", {7162, "3.1.4.1"}, "FETCH CHANGEDSINCE does not add MODSEQ"};
inline constexpr Deviation kCondstoreNotSticky{
    "imap.condstore.not-sticky",
    {7162, "3.1"},
    "changes by others are told without MODSEQ to an aware client"};
inline constexpr Deviation kSearchNoModseq{
    "imap.search.no-modseq", {7162, "3.1.5"}, "SEARCH MODSEQ does not tell the highest MODSEQ of its result"};
inline constexpr Deviation kQresyncWithoutEnable{
    "imap.qresync.without-enable",
    {7162, "3.2.5"},
    "SELECT (QRESYNC …) is taken though QRESYNC was not enabled"};
inline constexpr Deviation kQresyncHighestMissing{
    "imap.qresync.highest-missing",
    {7162, "3.2.6"},
    "the highest expunged UID is left out of VANISHED (EARLIER)"};
inline constexpr Deviation kQresyncAllVanished{
    "imap.qresync.all-vanished",
    {7162, "3.2.6"},
    "VANISHED (EARLIER) has every UID that is gone, however long ago"};
inline constexpr Deviation kVanishedNotEarlier{
    "imap.vanished.not-earlier", {7162, "3.2.10"}, "VANISHED of SELECT and FETCH is not marked EARLIER"};
inline constexpr Deviation kQresyncValidityIgnored{
    "imap.qresync.validity-ignored",
    {7162, "3.2.5"},
    "another UIDVALIDITY than the mailbox's is resynchronised all the same"};
inline constexpr Deviation kQresyncNoFlags{
    "imap.qresync.no-flags", {7162, "3.2.5.1"}, "SELECT (QRESYNC …) does not tell changed flags"};
inline constexpr Deviation kExpungeNotVanished{
    "imap.expunge.not-vanished", {7162, "3.2.10"}, "EXPUNGE responses go on after ENABLE QRESYNC"};
inline constexpr Deviation kExpungeNoHighestmodseq{
    "imap.expunge.no-highestmodseq", {7162, "3.2.7"}, "EXPUNGE does not tell HIGHESTMODSEQ under QRESYNC"};
inline constexpr Deviation kCloseTellsHighestmodseq{
    "imap.close.tells-highestmodseq", {7162, "3.2.8"}, "CLOSE tells HIGHESTMODSEQ"};

[[nodiscard]] std::span<const Deviation* const> condstore_deviations();

}  // namespace mailrig::server
