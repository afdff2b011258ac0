// Ways to break IMAP extensions that stand by themselves.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kLiteralMinusNoToobig{
    "imap.literal.minus-no-toobig",
    {7888, "5"},
    "a non-synchronizing literal over LITERAL-'s limit is refused without TOOBIG"};

inline constexpr Deviation kMultiappendPartly{
    "imap.multiappend.partly",
    {3502, "6.3.11"},
    "an APPEND that is refused keeps the messages before the wrong one"};
inline constexpr Deviation kMultiappendOneUid{
    "imap.multiappend.one-uid", {3502, "6.3.11"}, "APPENDUID tells the first UID of several only"};
inline constexpr Deviation kReplaceKeepsOld{
    "imap.replace.keeps-old", {8508, "3.4"}, "REPLACE leaves the old message where it was"};
inline constexpr Deviation kReplaceInheritsFlags{
    "imap.replace.inherits-flags", {8508, "1"}, "the replacement has the flags of the old message"};
inline constexpr Deviation kReplaceExpungeFirst{
    "imap.replace.expunge-first", {8508, "4.3"}, "REPLACE tells EXPUNGE before APPENDUID"};
inline constexpr Deviation kMailboxidByName{
    "imap.objectid.by-name", {8474, "4"}, "a mailbox has another MAILBOXID once it is renamed"};
inline constexpr Deviation kCreateNoMailboxid{
    "imap.create.no-mailboxid", {8474, "4.1"}, "CREATE does not tell MAILBOXID"};
inline constexpr Deviation kSelectNoMailboxid{
    "imap.select.no-mailboxid", {8474, "4.2"}, "SELECT does not tell MAILBOXID"};
inline constexpr Deviation kEmailidOfCopy{
    "imap.objectid.of-copy", {8474, "5.1"}, "a copy has another EMAILID than what it is a copy of"};
inline constexpr Deviation kSavedateIsInternaldate{
    "imap.savedate.is-internaldate", {8514, "3"}, "SAVEDATE is the internal date"};
inline constexpr Deviation kPreviewNil{"imap.preview.nil", {8970, "3.2"}, "PREVIEW without LAZY is NIL"};
inline constexpr Deviation kPreviewEncoded{
    "imap.preview.encoded", {8970, "3.3"}, "PREVIEW tells text in its transfer encoding"};
inline constexpr Deviation kPreviewLong{"imap.preview.long", {8970, "3.3"}, "PREVIEW tells the whole text"};
inline constexpr Deviation kPartialWhole{
    "imap.partial.whole", {9394, "3.1"}, "SEARCH RETURN (PARTIAL …) tells ALL results"};
inline constexpr Deviation kPartialFetchIgnored{
    "imap.partial.fetch-ignored", {9394, "3.3"}, "UID FETCH (PARTIAL …) answers for every message"};

inline constexpr Deviation kMetadataLost{"imap.metadata.lost", {5464, "4.3"}, "SETMETADATA sets nothing"};
inline constexpr Deviation kMetadataNilKept{
    "imap.metadata.nil-kept", {5464, "4.3"}, "SETMETADATA with NIL leaves the entry as it was"};
inline constexpr Deviation kMetadataMaxsizeIgnored{
    "imap.metadata.maxsize-ignored", {5464, "4.2.1"}, "GETMETADATA (MAXSIZE …) tells larger values, too"};
inline constexpr Deviation kMetadataDepthIgnored{
    "imap.metadata.depth-ignored", {5464, "4.2.2"}, "GETMETADATA (DEPTH 1) tells every entry below"};
inline constexpr Deviation kListMetadataMissing{
    "imap.list.metadata-missing", {9590, "3"}, "LIST RETURN (METADATA …) tells no METADATA"};
inline constexpr Deviation kQuotarootNoQuota{
    "imap.quota.root-only", {9208, "4.1.2"}, "GETQUOTAROOT tells no QUOTA"};
inline constexpr Deviation kUidonlyNumbersTaken{
    "imap.uidonly.numbers-taken",
    {9586, "3.2"},
    "commands with message numbers are taken after ENABLE UIDONLY"};
inline constexpr Deviation kUidonlyFetch{
    "imap.uidonly.fetch", {9586, "3.3"}, "UID FETCH is answered by FETCH after ENABLE UIDONLY"};

inline constexpr Deviation kCatenateUrlsLost{
    "imap.catenate.urls-lost", {4469, "3"}, "APPEND CATENATE leaves out what its URLs name"};
inline constexpr Deviation kCatenateNoBadurl{
    "imap.catenate.no-badurl", {4469, "4.1"}, "APPEND CATENATE with a wrong URL is refused without BADURL"};
inline constexpr Deviation kCatenateLastUrl{
    "imap.catenate.last-url", {4469, "4.1"}, "BADURL has the last URL, whichever failed"};
inline constexpr Deviation kCatenateSectionIgnored{
    "imap.catenate.section-ignored", {4469, "3"}, "APPEND CATENATE takes a part's whole message"};
inline constexpr Deviation kCatenateSetsSeen{
    "imap.catenate.sets-seen", {4469, "3"}, "APPEND CATENATE sets \\Seen of what it copies from"};

inline constexpr Deviation kContextNoAddto{
    "imap.context.no-addto", {5267, "4.3"}, "SEARCH RETURN (UPDATE) is not followed by ADDTO"};
inline constexpr Deviation kContextNoRemovefrom{
    "imap.context.no-removefrom", {5267, "4.3"}, "SEARCH RETURN (UPDATE) is not followed by REMOVEFROM"};

[[nodiscard]] std::span<const Deviation* const> extension_deviations();

}  // namespace mailrig::server
