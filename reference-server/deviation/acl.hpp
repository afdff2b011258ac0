// Ways to break access control lists (RFC 4314) and what stands on them.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

// The commands themselves.
inline constexpr Deviation kAclOldRightsTold{
    "imap.capability.old-rights", {4314, "2.2"}, "RIGHTS= names rights that RFC 2086 has, too"};
inline constexpr Deviation kSetaclIgnored{
    "imap.setacl.ignored", {4314, "3.1"}, "SETACL changes nothing, and says OK"};
inline constexpr Deviation kSetaclPlusReplaces{
    "imap.setacl.plus-replaces", {4314, "3.1"}, "SETACL with + replaces the rights that there were"};
inline constexpr Deviation kSetaclMinusIgnored{
    "imap.setacl.minus-ignored", {4314, "3.1"}, "SETACL with - takes no rights away"};
inline constexpr Deviation kSetaclUnknownTaken{
    "imap.setacl.unknown-taken", {4314, "3.1"}, "SETACL passes over letters that are no rights"};
inline constexpr Deviation kSetaclOldRightsIgnored{
    "imap.setacl.old-rights-ignored", {4314, "2.1.1"}, "c and d of SETACL stand for no rights"};
inline constexpr Deviation kSetaclIdentifierUnprepared{
    "imap.setacl.identifier-unprepared", {4314, "3"}, "SETACL takes identifiers that SASLprep refuses"};
inline constexpr Deviation kDeleteaclIgnored{
    "imap.deleteacl.ignored", {4314, "3.2"}, "DELETEACL changes nothing, and says OK"};
inline constexpr Deviation kDeleteaclTakesNegative{
    "imap.deleteacl.takes-negative", {4314, "2"}, "DELETEACL takes the negative rights with it"};
inline constexpr Deviation kNegativeRightsIgnored{
    "imap.acl.negative-ignored", {4314, "2"}, "negative rights take nothing away"};
inline constexpr Deviation kListrightsTwice{
    "imap.listrights.twice", {4314, "3.7"}, "LISTRIGHTS names a right twice"};
inline constexpr Deviation kListrightsOtherForm{
    "imap.listrights.other-form", {4314, "3.4"}, "LISTRIGHTS tells another form of the identifier"};
inline constexpr Deviation kAclNoVirtual{
    "imap.acl.no-virtual", {4314, "2.1.1"}, "ACL and MYRIGHTS tell neither c nor d"};
inline constexpr Deviation kGetaclUnchecked{
    "imap.getacl.unchecked", {4314, "4"}, "GETACL and LISTRIGHTS answer those who may not administer"};
inline constexpr Deviation kSetaclUnchecked{
    "imap.setacl.unchecked", {4314, "4"}, "SETACL and DELETEACL serve those who may not administer"};
inline constexpr Deviation kAclExistenceTold{
    "imap.acl.existence-told", {4314, "6"}, "who may not see a mailbox is told that it is there"};

// What the rights are for (RFC 4314 4).
inline constexpr Deviation kListUnchecked{
    "imap.list.unchecked", {4314, "4"}, "LIST tells mailboxes without the right l"};
inline constexpr Deviation kSelectUnchecked{
    "imap.select.unchecked", {4314, "4"}, "SELECT and EXAMINE are done without the right r"};
inline constexpr Deviation kStatusUnchecked{
    "imap.status.unchecked", {4314, "4"}, "STATUS is done without the right r"};
inline constexpr Deviation kCreateUnchecked{
    "imap.create.unchecked", {4314, "4"}, "CREATE and RENAME put mailboxes where the right k is missing"};
inline constexpr Deviation kDeleteUnchecked{
    "imap.delete.unchecked", {4314, "4"}, "DELETE and RENAME are done without the right x"};
inline constexpr Deviation kDeleteKeepsAcl{
    "imap.delete.keeps-acl",
    {4314, "4"},
    "a mailbox made anew has the access control list of the one deleted"};
inline constexpr Deviation kCreateInheritsNothing{
    "imap.create.inherits-nothing", {4314, "4"}, "a new mailbox does not inherit the rights of its parent"};
inline constexpr Deviation kRenameDropsAcl{
    "imap.rename.drops-acl", {4314, "4"}, "RENAME drops the access control list"};
inline constexpr Deviation kInsertUnchecked{
    "imap.append.unchecked", {4314, "4"}, "APPEND and COPY are done without the right i"};
inline constexpr Deviation kInsertKeepsFlags{
    "imap.append.flags-unchecked", {4314, "4"}, "APPEND and COPY keep flags without the right to set them"};
inline constexpr Deviation kInsertFailsForFlags{
    "imap.append.fails-for-flags", {4314, "4"}, "APPEND and COPY fail where a flag may not be set"};
inline constexpr Deviation kStoreUnchecked{
    "imap.store.unchecked", {4314, "4"}, "STORE sets flags without the right to"};
inline constexpr Deviation kStoreFailsForOne{
    "imap.store.fails-for-one", {4314, "4"}, "STORE fails where one of several flags may not be set"};
inline constexpr Deviation kFetchSeenUnchecked{
    "imap.fetch.seen-unchecked", {4314, "4"}, "FETCH sets \\Seen without the right s"};
inline constexpr Deviation kExpungeUnchecked{
    "imap.expunge.unchecked", {4314, "4"}, "EXPUNGE, CLOSE and MOVE take messages out without the right e"};
inline constexpr Deviation kCloseFailsWithoutRight{
    "imap.close.fails-without-right", {4314, "4"}, "CLOSE fails without the right e"};
inline constexpr Deviation kPermanentflagsUnchecked{"imap.select.permanentflags-unchecked",
                                                    {4314, "5.1.1"},
                                                    "PERMANENTFLAGS tells flags that may not be changed"};
inline constexpr Deviation kReadWriteUnchecked{
    "imap.select.read-write-unchecked", {4314, "5.2"}, "SELECT says READ-WRITE to who may only read"};
inline constexpr Deviation kMetadataUnchecked{
    "imap.metadata.unchecked", {5464, "3.3"}, "annotations are told without the right l and another"};
inline constexpr Deviation kMetadataPrivateShared{"imap.metadata.private-shared",
                                                  {5464, "3.2"},
                                                  "private annotations of a mailbox are told to other users"};
inline constexpr Deviation kListMyrightsMissing{
    "imap.list.myrights-missing", {8440, "3"}, "LIST RETURN (MYRIGHTS) tells no MYRIGHTS"};
inline constexpr Deviation kListMyrightsFirst{
    "imap.list.myrights-first", {8440, "3"}, "MYRIGHTS comes before the LIST that it belongs to"};
inline constexpr Deviation kListStatusUnreadable{
    "imap.list.status-unreadable",
    {5819, "2"},
    "LIST RETURN (STATUS …) of what may not be read lacks \\NoSelect"};

[[nodiscard]] std::span<const Deviation* const> acl_deviations();

}  // namespace mailrig::server
