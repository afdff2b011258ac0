// NOTIFY (RFC 5465): what is told while nobody asks.
#include "reference-server/session/imap/notify.hpp"

#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kAll =
    "BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange MailboxMetadataChange "
    "ServerMetadataChange)";

struct ImapNotify : Rig {
  // Selected, and what NOTIFY is to watch.
  std::unique_ptr<Client> watching(std::string_view groups) {
    auto client = selected();
    EXPECT_THAT((*client)("NOTIFY SET " + std::string(groups)), HasSubstr("a OK")) << groups;
    client->wake();
    return client;
  }
  std::unique_ptr<Client> phone, laptop;
};

TEST_F(ImapNotify, TellsNothingOfOthersBeforeItIsAsked) {
  phone = selected();
  put("new", {}, "Sent");
  put("new");
  EXPECT_FALSE(phone->woken);
}

TEST_F(ImapNotify, SelectedIsToldAtOnce) {
  put_many(3);
  phone = watching("(selected (MessageNew (uid) MessageExpunge FlagChange))");
  laptop = selected();
  put("new");
  EXPECT_EQ(phone->wake(), "* 4 EXISTS\r\n* 4 RECENT\r\n* 4 FETCH (UID 4)\r\n");
  (*laptop)("STORE 1 +FLAGS (\\Deleted)");
  EXPECT_EQ(phone->wake(), "* 1 FETCH (UID 1 FLAGS (\\Deleted \\Recent))\r\n");
  (*laptop)("EXPUNGE");
  EXPECT_EQ(phone->wake(), "* 1 EXPUNGE\r\n");
}

TEST_F(ImapNotify, SelectedDelayedWaitsWithExpungeAlone) {
  put_many(3);
  phone = watching("(selected-delayed (MessageNew MessageExpunge))");
  laptop = selected();
  (*laptop)("STORE 1 +FLAGS (\\Deleted)");
  (*laptop)("EXPUNGE");
  put("new");
  EXPECT_EQ(phone->wake(), "* 4 EXISTS\r\n* 3 RECENT\r\n");
  EXPECT_EQ((*phone)("FETCH 2 UID"), "* 2 FETCH (UID 2)\r\na OK fetched\r\n");
  EXPECT_EQ((*phone)("NOOP"), "* 1 EXPUNGE\r\na OK nothing done\r\n");
  (*laptop)("STORE 1 +FLAGS (\\Deleted)");
  (*laptop)("EXPUNGE");
  EXPECT_EQ(phone->wake(), "");
  EXPECT_EQ((*phone)("IDLE"), "+ idling\r\n* 1 EXPUNGE\r\n");
}

// RFC 5465 3.1: no group for it means that it is not told of, by NOOP either.
TEST_F(ImapNotify, SelectedIsSilentUnlessAskedFor) {
  put_many(3);
  for (const char* command : {"NOTIFY NONE", "NOTIFY SET (selected NONE)",
                              "NOTIFY SET (mailboxes INBOX (MessageNew MessageExpunge))"}) {
    phone = selected();
    laptop = selected();
    EXPECT_THAT((*phone)(command), StartsWith("a OK"));
    put("new");
    (*laptop)("STORE 1 FLAGS.SILENT (\\Seen)");
    EXPECT_EQ(phone->wake(), "") << command;
    EXPECT_EQ((*phone)("NOOP"), "a OK nothing done\r\n") << command;
    EXPECT_EQ((*phone)("IDLE"), "+ idling\r\n") << command;
    put("new");
    EXPECT_EQ(phone->wake(), "") << command;
    phone->raw("DONE\r\n");
    // The client's own doing is told, with what came before it.
    EXPECT_THAT((*phone)("COPY 1 INBOX"), HasSubstr("EXISTS\r\n")) << command;
  }
}

TEST_F(ImapNotify, SetTellsWhatHasHappened) {
  put_many(1);
  phone = selected();
  EXPECT_EQ((*phone)("NOTIFY NONE"), "a OK nothing more is told\r\n");
  put("new");
  EXPECT_EQ((*phone)("NOOP"), "a OK nothing done\r\n");
  EXPECT_EQ((*phone)("NOTIFY SET (selected (MessageNew (uid) MessageExpunge))"),
            "* 2 EXISTS\r\n* 2 RECENT\r\na OK you will be told\r\n");
}

TEST_F(ImapNotify, ExpungeFollowsAFetchThatItMayNotInterrupt) {
  put_many(2);
  phone = watching("(selected (MessageNew MessageExpunge))");
  laptop = selected();
  (*laptop)("STORE 1 +FLAGS (\\Deleted)");
  (*laptop)("EXPUNGE");
  EXPECT_EQ((*phone)("FETCH 2 UID"), "* 2 FETCH (UID 2)\r\na OK fetched\r\n");
  EXPECT_EQ(phone->wake(), "* 1 EXPUNGE\r\n");
}

TEST_F(ImapNotify, FetchesNothingThatTheClientItselfBrought) {
  put_many(1);
  phone = watching("(selected (MessageNew (uid) MessageExpunge))");
  EXPECT_THAT((*phone)("COPY 1 INBOX"), Not(HasSubstr("FETCH")));
  EXPECT_EQ(phone->wake(), "");
}

TEST_F(ImapNotify, OtherMailboxesAreToldByStatus) {
  put("old", {}, "Sent");
  phone = watching("(mailboxes (Sent nosuch) (MessageNew MessageExpunge FlagChange))");
  laptop = selected("Sent");
  put("new", {}, "Sent");
  EXPECT_EQ(phone->wake(), "* STATUS Sent (MESSAGES 2 UIDNEXT 3 UIDVALIDITY 11)\r\n");
  (*laptop)("STORE 1 +FLAGS (\\Seen \\Deleted)");
  EXPECT_EQ(phone->wake(), "* STATUS Sent (UIDVALIDITY 11 UNSEEN 1)\r\n");
  (*laptop)("EXPUNGE");
  put("new", {}, "Sent");
  EXPECT_EQ(phone->wake(), "* STATUS Sent (MESSAGES 2 UIDNEXT 4 UIDVALIDITY 11)\r\n");
  put("new", {}, "Trash");
  EXPECT_EQ(phone->wake(), "");
  (*phone)("ENABLE CONDSTORE");
  EXPECT_THAT((*phone)("SELECT Sent"), HasSubstr("a OK"));
  put("new", {}, "Sent");
  EXPECT_EQ(phone->wake(), "");  // it is the selected one now, and not asked for as such
  (*phone)("UNSELECT");
  (*phone)("ENABLE CONDSTORE");
  (*laptop)("STORE 1 -FLAGS (\\Deleted)");
  (*laptop)("STORE 1 FLAGS (\\Draft)");
  EXPECT_EQ(phone->wake(), "* STATUS Sent (UIDVALIDITY 11 HIGHESTMODSEQ 8)\r\n");
}

TEST_F(ImapNotify, SetStatusTellsEachMailboxButTheSelectedOne) {
  put("old", {}, "Sent");
  phone = selected();
  EXPECT_EQ((*phone)("NOTIFY SET STATUS (mailboxes (INBOX Sent) (MessageNew MessageExpunge)) "
                     "(subtree Trash (FlagChange MessageNew MessageExpunge)) (mailboxes Junk (MailboxName))"),
            "* STATUS Sent (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 11)\r\n"
            "* STATUS Trash (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 12 HIGHESTMODSEQ 1)\r\n"
            "a OK you will be told\r\n");
}

TEST_F(ImapNotify, NamesAreToldByList) {
  phone = watching("(personal (MailboxName))");
  laptop = logged_in();
  (*laptop)("CREATE a/b");
  EXPECT_EQ(phone->wake(),
            "* LIST (\\HasNoChildren) \"/\" a/b\r\n* LIST (\\NonExistent \\HasChildren) \"/\" a\r\n");
  (*laptop)("RENAME a/b c");
  EXPECT_EQ(phone->wake(), "* LIST (\\HasNoChildren) \"/\" c (\"OLDNAME\" (a/b))\r\n");
  (*laptop)("DELETE c");
  EXPECT_EQ(phone->wake(), "* LIST (\\NonExistent \\HasNoChildren) \"/\" c\r\n");
  (*laptop)("SUBSCRIBE Sent");
  EXPECT_EQ(phone->wake(), "");
  (*phone)("CREATE mine");
  EXPECT_EQ(phone->wake(), "");
}

// RFC 5465 5.4: children go along untold, and INBOX is there as before.
TEST_F(ImapNotify, ARenameIsToldOnce) {
  laptop = logged_in();
  (*laptop)("CREATE a");
  (*laptop)("CREATE a/b");
  put("x");
  phone = watching("(subtree (a n INBOX) (MailboxName MessageNew MessageExpunge))");
  (*laptop)("RENAME a n");
  EXPECT_EQ(phone->wake(), "* LIST (\\HasChildren) \"/\" n (\"OLDNAME\" (a))\r\n");
  (*phone)("UNSELECT");
  (*laptop)("RENAME INBOX n/old");
  EXPECT_EQ(phone->wake(),
            "* LIST (\\HasNoChildren) \"/\" n/old (\"OLDNAME\" (INBOX))\r\n"
            "* STATUS INBOX (MESSAGES 0 UIDNEXT 2 UIDVALIDITY 7)\r\n"
            "* STATUS n/old (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 15)\r\n");
}

TEST_F(ImapNotify, SubscriptionsAreToldAndFollowed) {
  put("x", {}, "Junk");
  phone = watching("(subscribed (SubscriptionChange MessageNew MessageExpunge))");
  laptop = logged_in();
  (*laptop)("UNSUBSCRIBE Sent");
  EXPECT_EQ(phone->wake(), "* LIST (\\HasNoChildren \\Sent) \"/\" Sent\r\n");
  put("x", {}, "Sent");
  EXPECT_EQ(phone->wake(), "");
  (*laptop)("SUBSCRIBE Sent");
  EXPECT_EQ(phone->wake(), "* LIST (\\HasNoChildren \\Subscribed \\Sent) \"/\" Sent\r\n");
  put("x", {}, "Sent");
  EXPECT_THAT(phone->wake(), StartsWith("* STATUS Sent (MESSAGES 2"));
}

TEST_F(ImapNotify, AnnotationsAreToldByName) {
  phone = watching("(mailboxes Sent (MailboxMetadataChange ServerMetadataChange))");
  laptop = logged_in();
  (*laptop)("SETMETADATA Sent (/private/comment \"x\")");
  EXPECT_EQ(phone->wake(), "* METADATA Sent /private/comment\r\n");
  (*laptop)("SETMETADATA Sent (/private/comment NIL)");
  EXPECT_EQ(phone->wake(), "* METADATA Sent /private/comment\r\n");
  (*laptop)("SETMETADATA Junk (/private/comment \"x\")");
  EXPECT_EQ(phone->wake(), "");
  (*laptop)("SETMETADATA \"\" (/private/comment \"x\")");
  EXPECT_EQ(phone->wake(), "* METADATA \"\" /private/comment\r\n");
  (*laptop)("SETQUOTA \"\" (MESSAGE 1000)");
  EXPECT_EQ(phone->wake(), "");
}

TEST_F(ImapNotify, EventsThatAreNotKnownAreNamed) {
  phone = logged_in();
  EXPECT_EQ((*phone)("NOTIFY SET (personal (MessageNew MessageExpunge AnnotationChange))"),
            "a NO [" + std::string(kAll) + "] no such event here\r\n");
  EXPECT_THAT((*phone)("NOTIFY SET (personal (Frob))"), StartsWith("a NO [BADEVENT ("));
  ASSERT_EQ(world.offer.drop("METADATA"), "");
  EXPECT_EQ((*phone)("NOTIFY SET (personal (MailboxMetadataChange))"),
            "a NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange)] no such "
            "event here\r\n");
}

TEST_F(ImapNotify, OverflowEndsIt) {
  phone = watching("(personal (MailboxName))");
  laptop = logged_in();
  for (std::size_t i = 0; i <= imapd::kNotifyQueueLimit; ++i) (*laptop)("CREATE m" + std::to_string(i));
  EXPECT_EQ(phone->wake(), "* OK [NOTIFICATIONOVERFLOW] too much happens; no more is told\r\n");
  (*laptop)("CREATE more");
  EXPECT_EQ(phone->wake(), "");
  put("new");
  EXPECT_EQ((*phone)("NOOP"), "a OK nothing done\r\n");
}

TEST_F(ImapNotify, ManyChangesOfOneMailboxAreOneStatus) {
  phone = watching("(inboxes (MessageNew MessageExpunge))");
  (*phone)("UNSELECT");
  for (std::size_t i = 0; i < 2 * imapd::kNotifyQueueLimit; ++i) put("x");
  EXPECT_EQ(phone->wake(), "* STATUS INBOX (MESSAGES 2000 UIDNEXT 2001 UIDVALIDITY 7)\r\n");
}

TEST_F(ImapNotify, TellsInTheMidstOfACommandThatIsBeingSent) {
  phone = watching("(mailboxes Sent (MessageNew MessageExpunge))");
  EXPECT_EQ(phone->raw("b CREATE {3}\r\n"), "+ go on\r\n");
  put("x", {}, "Sent");
  EXPECT_THAT(phone->wake(), StartsWith("* STATUS Sent"));
  EXPECT_THAT(phone->raw("new\r\n"), StartsWith("b OK"));
}

TEST_F(ImapNotify, VanishedAndUidfetchWhereTheyWereEnabled) {
  put_many(3);
  phone = logged_in();
  (*phone)("ENABLE UIDONLY QRESYNC");
  (*phone)("SELECT INBOX");
  (*phone)("NOTIFY SET (selected (MessageNew (flags) MessageExpunge FlagChange))");
  laptop = selected();
  (*laptop)("STORE 2 +FLAGS (\\Deleted)");
  EXPECT_EQ(phone->wake(), "* 2 UIDFETCH (FLAGS (\\Deleted \\Recent) MODSEQ (5))\r\n");
  (*laptop)("EXPUNGE");
  EXPECT_EQ(phone->wake(), "* VANISHED 2\r\n");
  put("new");
  EXPECT_THAT(phone->wake(), HasSubstr("* 4 UIDFETCH (FLAGS (\\Recent) MODSEQ (7))\r\n"));
}

// RFC 7162 3.2: FETCH may tell a MODSEQ that is higher than that of an EXPUNGE that waits.
TEST_F(ImapNotify, ADelayedExpungeHoldsHighestmodseqBack) {
  put_many(3);
  phone = logged_in();
  (*phone)("ENABLE QRESYNC");
  (*phone)("SELECT INBOX");
  (*phone)("NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange))");
  laptop = selected();
  (*laptop)("STORE 1 +FLAGS (\\Deleted)");
  (*laptop)("EXPUNGE");
  (*laptop)("STORE 1 FLAGS (\\Seen)");
  EXPECT_EQ(phone->wake(),
            "* 2 FETCH (UID 2 FLAGS (\\Seen \\Recent) MODSEQ (7))\r\n"
            "* OK [HIGHESTMODSEQ 5] what is behind it is still to be told\r\n");
  EXPECT_EQ((*phone)("NOOP"), "* VANISHED 1\r\na OK nothing done\r\n");
}

// RFC 5465 5.2: the FETCH comes behind ADDTO; 7: that of UPDATE before it.
TEST_F(ImapNotify, SearchContextsAreToldInOrder) {
  put_many(1);
  phone = watching("(selected (MessageNew (uid) MessageExpunge))");
  phone->raw("x UID SEARCH RETURN (UPDATE COUNT) ALL\r\n");
  put("new");
  EXPECT_EQ(phone->wake(),
            "* 2 EXISTS\r\n* 2 RECENT\r\n* ESEARCH (TAG \"x\") UID ADDTO (0 2)\r\n* 2 FETCH (UID 2)\r\n");
  laptop = selected();
  laptop->raw("x UID SEARCH RETURN (UPDATE (UID RFC822.SIZE) COUNT) ALL\r\n");
  put("four");
  EXPECT_EQ((*laptop)("NOOP"),
            "* 3 EXISTS\r\n* 0 RECENT\r\n* 3 FETCH (UID 3 RFC822.SIZE 4)\r\n"
            "* ESEARCH (TAG \"x\") UID ADDTO (0 3)\r\na OK nothing done\r\n");
}

// RFC 5465 3.1, 5.4, 5.9: another user's mailboxes, as far as its rights let one.
struct ImapNotifyElsewhere : ImapNotify {
  ImapNotifyElsewhere() {
    laptop = logged_in();
    (*laptop)("CREATE Shared");
    phone = connect();
    (*phone)("LOGIN user2 pass");
  }
  void let(std::string_view rights) { (*laptop)("SETACL Shared user2 " + std::string(rights)); }
  // What the other user is told by NOTIFY SET of these groups.
  std::string notify(std::string_view groups) { return (*phone)("NOTIFY SET " + std::string(groups)); }
};

TEST_F(ImapNotifyElsewhere, MessagesAreToldByStatus) {
  let("lr");
  put("first", {}, "Shared");
  EXPECT_EQ(notify("STATUS (mailboxes \"Other Users/user1/Shared\" (MessageNew MessageExpunge FlagChange))"),
            "* STATUS \"Other Users/user1/Shared\" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 13 HIGHESTMODSEQ 2)\r\n"
            "a OK you will be told\r\n");
  put("second", {}, "Shared");
  EXPECT_EQ(phone->wake(), "* STATUS \"Other Users/user1/Shared\" (MESSAGES 2 UIDNEXT 3 UIDVALIDITY 13)\r\n");
  put("elsewhere");
  EXPECT_EQ(phone->wake(), "");
  let("l");
  put("third", {}, "Shared");
  EXPECT_EQ(phone->wake(), "");
  let("lr");
  put("fourth", {}, "Shared");
  EXPECT_THAT(phone->wake(), HasSubstr("(MESSAGES 4 "));
}

TEST_F(ImapNotifyElsewhere, PersonalIsNotTheirs) {
  let("lr");
  EXPECT_EQ(notify("STATUS (personal (MailboxName))"), "a OK you will be told\r\n");
  notify("(personal (MessageNew MessageExpunge MailboxName)) (inboxes (MessageNew MessageExpunge))");
  put("new", {}, "Shared");
  (*laptop)("CREATE Shared/below");
  EXPECT_EQ(phone->wake(), "");
}

TEST_F(ImapNotifyElsewhere, SubscribedIsFollowed) {
  let("lr");
  notify("(subscribed (MessageNew MessageExpunge))");
  auto tablet = connect();
  (*tablet)("LOGIN user2 pass");
  (*tablet)("SUBSCRIBE \"Other Users/user1/Shared\"");
  put("new", {}, "Shared");
  EXPECT_THAT(phone->wake(), StartsWith("* STATUS \"Other Users/user1/Shared\" (MESSAGES 1 "));
}

TEST_F(ImapNotifyElsewhere, WhatMayNotBeReadIsToldByNoAccess) {
  let("l");
  EXPECT_EQ(notify("(mailboxes \"Other Users/user1/Shared\" (MessageNew MessageExpunge))"),
            "* LIST (\\NoAccess) \"/\" \"Other Users/user1/Shared\"\r\na OK you will be told\r\n");
  let("\"\"");
  EXPECT_EQ(phone->wake(), "* LIST (\\NoAccess) \"/\" \"Other Users/user1/Shared\"\r\n");
  EXPECT_EQ(notify("STATUS (mailboxes \"Other Users/user1/Shared\" (MessageNew MessageExpunge))"),
            "a OK you will be told\r\n");
}

TEST_F(ImapNotifyElsewhere, TheRightToLookUpMakesAMailbox) {
  notify("(subtree \"Other Users/user1/Shared\" (MailboxName MailboxMetadataChange))");
  (*laptop)("CREATE Shared/unseen");
  EXPECT_EQ(phone->wake(), "");
  let("lr");
  EXPECT_EQ(phone->wake(), "* LIST (\\HasNoChildren) \"/\" \"Other Users/user1/Shared\"\r\n");
  (*laptop)("CREATE Shared/below");  // inherits
  EXPECT_THAT(phone->wake(), HasSubstr("\"Other Users/user1/Shared/below\"\r\n"));
  (*laptop)("SETMETADATA Shared (/private/comment \"mine\" /shared/comment \"ours\")");
  EXPECT_EQ(phone->wake(), "* METADATA \"Other Users/user1/Shared\" /shared/comment\r\n");
  (*laptop)("RENAME Shared/below Shared/other");
  EXPECT_EQ(phone->wake(),
            "* LIST (\\HasNoChildren) \"/\" \"Other Users/user1/Shared/other\" (\"OLDNAME\" "
            "(\"Other Users/user1/Shared/below\"))\r\n");
  (*laptop)("DELETE Shared/other");
  EXPECT_THAT(phone->wake(), StartsWith("* LIST (\\NonExistent \\HasNoChildren) \"/\" \"Other "
                                        "Users/user1/Shared/other\"\r\n"));
  (*laptop)("DELETEACL Shared user2");
  EXPECT_EQ(phone->wake(), "* LIST (\\NonExistent \\HasNoChildren) \"/\" \"Other Users/user1/Shared\"\r\n");
}

TEST_F(ImapNotifyElsewhere, WhoLeavesIsToldNothing) {
  let("lr");
  notify("(mailboxes \"Other Users/user1/Shared\" (MessageNew MessageExpunge))");
  (*phone)("LOGOUT");
  phone.reset();
  put("new", {}, "Shared");
}

TEST_F(ImapNotify, EndsWithTheSession) {
  phone = watching("(personal (MailboxName MessageNew MessageExpunge))");
  laptop = logged_in();
  phone.reset();
  EXPECT_THAT((*laptop)("CREATE x"), StartsWith("a OK"));
}

}  // namespace
}  // namespace mailrig::server
