#include "harness/imap/command.hpp"

#include <gtest/gtest.h>

namespace mailrig::imap {
namespace {

using namespace std::string_literals;

// Commands of RFC 3501, RFC 9051 and the extensions that the rig knows.
const std::vector<std::string>& lawful() {
  static const std::vector<std::string> commands{
      "abcd CAPABILITY\r\n",
      "a002 NOOP\r\n",
      "A023 LOGOUT\r\n",
      "a001 STARTTLS\r\n",
      "A001 AUTHENTICATE GSSAPI\r\n",
      "a AUTHENTICATE PLAIN AHVzZXIAcGFzcw==\r\n",
      "a AUTHENTICATE EXTERNAL =\r\n",
      "a001 LOGIN SMITH SESAME\r\n",
      "A001 LOGIN {11}\r\nFRED FOOBAR {7}\r\nfat man\r\n",
      "A142 SELECT INBOX\r\n",
      "A142 SELECT \"a b\" (CONDSTORE)\r\n",
      "A932 EXAMINE blurdybloop\r\n",
      "A003 CREATE owatagusiam/\r\n",
      "t2 CREATE MyMessages (USE (\\Drafts \\Sent))\r\n",
      "A683 DELETE foo/bar\r\n",
      "A684 RENAME foobar zowie\r\n",
      "A002 SUBSCRIBE #news.comp.mail.mime\r\n",
      "A002 UNSUBSCRIBE #news.comp.mail.mime\r\n",
      "A101 LIST \"\" \"\"\r\n",
      "A102 LIST #news.comp.mail.misc \"\"\r\n",
      "A202 LIST ~/Mail/ %\r\n",
      "A01 LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (\"*\" a/%) RETURN (CHILDREN SPECIAL-USE)\r\n",
      "A01 LIST () \"\" *\r\n",
      "A002 LSUB \"#news.\" \"comp.mail.*\"\r\n",
      "A042 STATUS blurdybloop (UIDNEXT MESSAGES)\r\n",
      "A003 APPEND saved-messages (\\Seen) {5}\r\nhello\r\n",
      "A003 APPEND saved-messages (\\Seen $X) \" 7-Feb-1994 21:52:25 -0800\" {5+}\r\nhello\r\n",
      "A003 APPEND x {0}\r\n\r\n",
      "FXXZ CHECK\r\n",
      "A341 CLOSE\r\n",
      "A202 EXPUNGE\r\n",
      "A003 UID EXPUNGE 3000:3002\r\n",
      "A282 SEARCH FLAGGED SINCE 1-Feb-1994 NOT FROM \"Smith\"\r\n",
      "A283 SEARCH TEXT \"string not in mailbox\"\r\n",
      "A284 SEARCH CHARSET UTF-8 TEXT {6}\r\nXXXXXX\r\n",
      "A282 SEARCH RETURN (MIN COUNT) FLAGGED SINCE 1-Feb-1994 NOT FROM \"Smith\"\r\n",
      "A283 SEARCH RETURN () FLAGGED\r\n",
      "a SEARCH OR (SEEN NOT DELETED) (1:3,* UID 4:* LARGER 100) HEADER X-A \"\" SENTON \"02-Mar-2001\"\r\n",
      "A654 FETCH 2:4 (FLAGS BODY[HEADER.FIELDS (DATE FROM)])\r\n",
      "a FETCH 1 ALL\r\n",
      "a fetch 1:* (uid rfc822.size body.peek[1.2.mime]<0.100> BODY[4.2.TEXT] BODY[] BODY BODYSTRUCTURE)\r\n",
      "a FETCH * BODY[HEADER.FIELDS.NOT ({4}\r\nDATE \"From\")]<10.20>\r\n",
      "A999 UID FETCH 4827313:4828442 FLAGS\r\n",
      "A003 STORE 2:4 +FLAGS (\\Deleted)\r\n",
      "A003 STORE 1 -FLAGS.SILENT \\Seen $Junk\r\n",
      "A003 UID STORE 1 FLAGS ()\r\n",
      "A003 COPY 2:4 MEETING\r\n",
      "a UID MOVE 42:69 foo\r\n",
      // RFC 7162
      "a103 UID STORE 6,4,8 (UNCHANGEDSINCE 12121230045) +FLAGS.SILENT (\\Deleted)\r\n",
      "a102 STORE 12 (UNCHANGEDSINCE 0) +FLAGS.SILENT ($MDNSent)\r\n",
      "s100 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 12345)\r\n",
      "s100 UID FETCH 300:500 (FLAGS) (CHANGEDSINCE 12345 VANISHED)\r\n",
      "a FETCH 1:3 (MODSEQ)\r\n",
      "a SEARCH MODSEQ \"/flags/\\\\draft\" all 620162338\r\n",
      "t SEARCH OR NOT MODSEQ 720162338 LARGER 50000\r\n",
      "A042 STATUS blurdybloop (UIDNEXT MESSAGES HIGHESTMODSEQ)\r\n",
      "A02 SELECT INBOX (QRESYNC (67890007 20050715194045000 41,43:211,214:541))\r\n",
      "B04 SELECT INBOX (QRESYNC (67890007 90060115194045000 1:29997 (5000,7500,9000 "
      "15000,22500,27000)))\r\n",
      "B04 SELECT INBOX (CONDSTORE QRESYNC (1 1 (1 1)))\r\n",
      "a NAMESPACE\r\n",
      "a023 ID (\"name\" \"sodr\" \"version\" NIL)\r\n",
      "a023 ID NIL\r\n",
      "a023 ID ()\r\n",
      "t1 ENABLE CONDSTORE X-GOOD-IDEA\r\n",
      "A1 IDLE\r\n",
      "A1 UNSELECT\r\n",
      "A003 APPEND saved-messages (\\Seen) {1}\r\nx \" 7-Feb-1994 22:43:04 -0800\" {2+}\r\nyz\r\n",
      "A003 APPEND Drafts (\\Draft) CATENATE (URL \"/Drafts;UIDVALIDITY=385759045/;UID=20/;section=HEADER\" "
      "TEXT "
      "{2}\r\nab)\r\n",
      // RFC 4467 7
      "a32 RESETKEY INBOX\r\n",
      "a33 RESETKEY INBOX XSAMPLE\r\n",
      "a777 GENURLAUTH \"imap://joe@example.com/INBOX/;uid=20/;section=1.2;urlauth=submit+fred\" "
      "INTERNAL\r\n",
      "a GENURLAUTH {1}\r\na INTERNAL b X-1.2\r\n",
      "a002 URLFETCH \"imap://joe@example.com/INBOX/;uid=20/;section=1.2;urlauth=submit+fred:internal"
      ":91354a473744909de610943775f92038\" b\r\n",
      // RFC 6855 4
      "A003 APPEND saved-messages (\\Seen) UTF8 (~{3}\r\nx\xc3\xbc)\r\n",
      "A003 APPEND x UTF8 (~{1+}\r\n\0) \" 7-Feb-1994 22:43:04 -0800\" UTF8 (~{0}\r\n)\r\n"s,
      "A003 APPEND Drafts CATENATE (UTF8 (~{2}\r\nab) TEXT {1}\r\nc UTF8 (~{1+}\r\nd))\r\n",
      "A003 REPLACE 4 Drafts (\\Seen \\Draft) {3}\r\nabc\r\n",
      "A004 UID REPLACE 2000 Drafts {3+}\r\nabc\r\n",
      "A101 FETCH 998 (SAVEDATE EMAILID THREADID PREVIEW)\r\n",
      "B1 FETCH 1:4 (ENVELOPE PREVIEW (LAZY) UID)\r\n",
      "B2 FETCH 1 PREVIEW (CHANGEDSINCE 7)\r\n",
      "A102 SEARCH SAVEDON 28-Dec-2014 SAVEDATESUPPORTED EMAILID M6d99 THREADID T64b\r\n",
      "A01 UID SEARCH RETURN (PARTIAL -1:-100) UNDELETED UNKEYWORD $Junk\r\n",
      "10 UID FETCH 25900:26600 (UID FLAGS) (PARTIAL -1:-3 CHANGEDSINCE 98305)\r\n",
      "a NOTIFY NONE\r\n",
      "b notify set status (selected (MessageNew (uid body.peek[header.fields (from to subject)]) "
      "MessageExpunge)) (subtree Lists (MessageNew MessageExpunge))\r\n",
      "a notify set (mailboxes INBOX (Messagenew messageExpunge)) (personal (SubscriptionChange))\r\n",
      "a NOTIFY SET (SELECTED-DELAYED (MessageNew MessageExpunge FlagChange X-NEW)) (inboxes NONE)\r\n",
      "a NOTIFY SET (mailboxes (a \"b c\" {1}\r\nd) (MailboxName ServerMetadataChange)) (subscribed "
      "NONE)\r\n",
      "a00 SEARCH RETURN (COUNT UPDATE (UID BODY[HEADER.FIELDS (TO FROM SUBJECT)])) FROM \"boss\"\r\n",
      "a00 SEARCH RETURN (UPDATE(UID) COUNT) ALL\r\n",
      "a GETMETADATA \"INBOX\" (DEPTH 1) (/private/filters/values)\r\n",
      "a GETMETADATA (MAXSIZE 1024 DEPTH infinity) INBOX /shared/comment\r\n",
      "a SETMETADATA INBOX (/private/comment \"x\" /shared/comment NIL /shared/vendor/a/b ~{2}\r\nab)\r\n",
      "A00 LIST \"\" % RETURN (METADATA (\"/shared/vendor/cmu/cyrus-imapd/color\"))\r\n",
      "A035 SETACL INBOX/Drafts John lrQswicda\r\n",
      "A003 Setacl INBOX/Drafts \"By ron\" +cda\r\n",
      "B002 DeleteAcl INBOX Fred\r\n",
      "A002 GETACL INBOX\r\n",
      "a005 listrights archive/imap -anyone\r\n",
      "A003 MYRIGHTS {5}\r\nINBOX\r\n",
      "A004 LIST \"\" % RETURN (MYRIGHTS CHILDREN)\r\n",
      "G0001 GETQUOTA \"!partition/sda4\"\r\n",
      "G0002 GETQUOTAROOT INBOX\r\n",
      "S0001 SETQUOTA \"#user/alice\" (STORAGE 510 MESSAGE 7)\r\n",
      "S0001 SETQUOTA \"\" ()\r\n",
      "7 STATUS bar (MAILBOXID DELETED-STORAGE)\r\n",
  };
  return commands;
}

TEST(ParseCommand, TakesTheRfcsExamples) {
  Command command;
  for (const std::string& unit : lawful()) {
    const auto refusal = parse_command(unit, command);
    EXPECT_FALSE(refusal.has_value()) << unit << refusal->reason << " at " << refusal->offset;
    EXPECT_NE(command.verb, Verb::Unknown);
    EXPECT_EQ(command.tag, unit.substr(0, unit.find(' ')));
  }
}

TEST(ParseCommand, RefusesEveryCutOfAUnit) {
  Command command;
  for (const std::string& unit : lawful()) {
    for (std::size_t cut = 0; cut < unit.size(); ++cut) {
      EXPECT_TRUE(parse_command(unit.substr(0, cut), command).has_value()) << unit << cut;
    }
  }
}

struct Refused {
  std::string unit;
  std::string reason;
};

TEST(ParseCommand, RefusesWhatIsAgainstTheGrammar) {
  const std::vector<Refused> table{
      {"\r\n", "tag expected"},
      {" NOOP\r\n", "tag expected"},
      {"+ NOOP\r\n", "tag expected"},
      {"a(b NOOP\r\n", "tag expected"},
      {"a1\r\n", "one space expected"},
      {"a1 \r\n", "atom expected"},
      {"a1  NOOP\r\n", "atom expected"},
      {"a1 NOOP \r\n", "end of the command expected"},
      {"a1 NOOP x\r\n", "end of the command expected"},
      {"a1 NOOP\n", "a command ends in CRLF"},
      {"a1 FROB\r\n", "unknown command"},
      {"a1 UID NOOP\r\n", "unknown command"},
      {"a1 UID\r\n", "one space expected"},
      {"a1 SELECT x (QRESYNC (1 0))\r\n", "mod-sequence expected"},
      {"a1 SELECT x (QRESYNC (1 1 1:*))\r\n", "\"*\" and \"$\" are not allowed here"},
      {"a1 SELECT x (QRESYNC (1 9223372036854775808))\r\n", "number too large"},
      {"a1 SELECT x (CONDSTORE CONDSTORE)\r\n", "unknown select parameter"},
      {"a1 STORE 1 (UNCHANGEDSINCE) FLAGS ()\r\n", "one space expected"},
      {"a1 FETCH 1 FLAGS (CHANGED 1)\r\n", "unknown fetch modifier"},
      {"a1 FETCH 1 FLAGS ()\r\n", "unknown fetch modifier"},
      {"a1 SEARCH MODSEQ \"/flags/x\" whose 1\r\n", "priv, shared or all expected"},
      {"a1 LOGIN user\r\n", "one space expected"},
      {"a1 LOGIN user \"pass\r\n", "unfinished quoted string"},
      {"a1 LOGIN user \"pa\\ss\"\r\n", "only \\\" and \\\\ are escapes"},
      {"a1 LOGIN user \"\xc3\xbc\"\r\n", "8-bit octet in a quoted string"},
      {"a1 LOGIN user {3}\r\na\0b\r\n"s, "NUL in a literal"},
      {"a1 LOGIN user {-1}\r\n", "literal expected"},
      {"a1 AUTHENTICATE PLAIN abc\r\n", "base64 expected"},
      {"a1 SELECT\r\n", "one space expected"},
      {"a1 SELECT a b\r\n", "\"(\" expected"},
      {"a1 SELECT %\r\n", "astring expected"},
      {"a1 FETCH 0 FLAGS\r\n", "sequence set expected"},
      {"a1 FETCH 1:2:3 FLAGS\r\n", "sequence set expected"},
      {"a1 FETCH 1, FLAGS\r\n", "sequence set expected"},
      {"a1 FETCH 1\r\n", "one space expected"},
      {"a1 FETCH 1 ()\r\n", "unknown fetch item"},
      {"a1 FETCH 1 (ALL)\r\n", "unknown fetch item"},
      {"a1 FETCH 1 (FLAGS UID\r\n", "one space expected"},
      {"a1 FETCH 1 BODY[MIME]\r\n", "unknown section"},
      {"a1 FETCH 1 BODY[1.]\r\n", "section text expected"},
      {"a1 FETCH 1 BODY[0]\r\n", "number that is not 0 expected"},
      {"a1 FETCH 1 BODY[]<0.0>\r\n", "number that is not 0 expected"},
      {"a1 FETCH 1 BODY[]<0>\r\n", "\".\" expected"},
      {"a1 FETCH 1 BODY[HEADER.FIELDS]\r\n", "one space expected"},
      {"a1 FETCH 1 BODY[HEADER.FIELDS ()]\r\n", "astring expected"},
      {"a1 STORE 1 FLAG (\\Seen)\r\n", "FLAGS expected"},
      {"a1 STORE 1 FLAGS\r\n", "one space expected"},
      {"a1 STORE 1 FLAGS (\\Recent)\r\n", "\\Recent can't be set by a client"},
      {"a1 STORE 1 FLAGS (\\*)\r\n", "atom expected"},
      {"a1 SEARCH\r\n", "one space expected"},
      {"a1 SEARCH FROB\r\n", "unknown search key"},
      {"a1 SEARCH ()\r\n", "unknown search key"},
      {"a1 SEARCH OR SEEN\r\n", "one space expected"},
      {"a1 SEARCH (SEEN\r\n", "\")\" expected"},
      {"a1 SEARCH SINCE 31-Feb-2001\r\n", "no such day"},
      {"a1 SEARCH SINCE 1-Foo-2001\r\n", "month expected"},
      {"a1 SEARCH RETURN (FROB) ALL\r\n", "unknown return option"},
      {"a1 SEARCH LARGER -1\r\n", "number expected"},
      {"a1 SEARCH OLDER 0\r\n", "number that is not 0 expected"},
      {"a1 APPEND x {1}\r\na{1}\r\nb\r\n", "one space expected"},
      {"a1 GENURLAUTH\r\n", "one space expected"},
      {"a1 GENURLAUTH x\r\n", "one space expected"},
      {"a1 GENURLAUTH x INTERNAL \r\n", "astring expected"},
      {"a1 GENURLAUTH x \"INTERNAL\"\r\n", "mechanism expected"},
      {"a1 URLFETCH \r\n", "astring expected"},
      {"a1 RESETKEY \r\n", "astring expected"},
      {"a1 RESETKEY x (\r\n", "mechanism expected"},
      {"a1 APPEND x UTF8 {1}\r\na\r\n", "\"(\" expected"},
      {"a1 APPEND x UTF8 ({1}\r\na)\r\n", "literal8 expected"},
      {"a1 APPEND x UTF8 (~{1}\r\na\r\n", "\")\" expected"},
      {"a1 APPEND x UTF8 (~{1}\r\na ~{1}\r\nb)\r\n", "\")\" expected"},
      {"a1 APPEND x CATENATE ()\r\n", "TEXT or URL expected"},
      {"a1 REPLACE 1:2 x {1}\r\na\r\n", "the number of one message expected"},
      {"a1 REPLACE $ x {1}\r\na\r\n", "the number of one message expected"},
      {"a1 REPLACE 1 x {1}\r\na {1}\r\nb\r\n", "end of the command expected"},
      {"a1 SEARCH RETURN (PARTIAL 1:-2) ALL\r\n", "number expected"},
      {"a1 SEARCH RETURN (PARTIAL 0:2) ALL\r\n", "number that is not 0 expected"},
      {"a1 SEARCH RETURN (ALL PARTIAL 1:2) ALL\r\n", "PARTIAL and ALL exclude each other"},
      {"a1 SEARCH RETURN (PARTIAL 1:2 PARTIAL 1:2) ALL\r\n", "unknown return option"},
      {"a1 NOTIFY\r\n", "one space expected"},
      {"a1 NOTIFY ALL\r\n", "SET or NONE expected"},
      {"a1 NOTIFY SET\r\n", "one space expected"},
      {"a1 NOTIFY SET STATUS\r\n", "one space expected"},
      {"a1 NOTIFY SET personal\r\n", "event group expected"},
      {"a1 NOTIFY SET (everything NONE)\r\n", "unknown mailboxes"},
      {"a1 NOTIFY SET (personal)\r\n", "one space expected"},
      {"a1 NOTIFY SET (personal ())\r\n", "atom expected"},
      {"a1 NOTIFY SET (personal MailboxName)\r\n", "events expected"},
      {"a1 NOTIFY SET (mailboxes (MailboxName))\r\n", "one space expected"},
      {"a1 NOTIFY SET (personal (MessageNew))\r\n", "MessageNew and MessageExpunge go together"},
      {"a1 NOTIFY SET (personal (MessageExpunge))\r\n", "MessageNew and MessageExpunge go together"},
      {"a1 NOTIFY SET (personal (FlagChange))\r\n", "FlagChange goes with MessageNew and MessageExpunge"},
      {"a1 NOTIFY SET (personal (AnnotationChange))\r\n",
       "FlagChange goes with MessageNew and MessageExpunge"},
      {"a1 NOTIFY SET (personal (MessageNew (UID) MessageExpunge))\r\n",
       "fetch items are for MessageNew of the selected mailbox"},
      {"a1 NOTIFY SET (selected (MessageExpunge (UID) MessageNew))\r\n",
       "fetch items are for MessageNew of the selected mailbox"},
      {"a1 NOTIFY SET (selected (MessageNew (FROB) MessageExpunge))\r\n", "unknown fetch item"},
      {"a1 NOTIFY SET (selected (MailboxName))\r\n", "the selected mailbox has events of messages alone"},
      {"a1 NOTIFY SET (selected NONE) (selected-delayed NONE)\r\n",
       "the selected mailbox has one event group"},
      {"a1 GETMETADATA INBOX /private\r\n", "that is no entry's name"},
      {"a1 GETMETADATA INBOX (DEPTH 2) /private/a\r\n", "0, 1 or infinity expected"},
      {"a1 GETMETADATA INBOX (FROB) /private/a\r\n", "unknown option"},
      {"a1 SETMETADATA INBOX ()\r\n", "astring expected"},
      {"a1 SETACL INBOX Fred\r\n", "one space expected"},
      {"a1 GETACL INBOX Fred\r\n", "end of the command expected"},
      {"a1 SETQUOTA x (STORAGE)\r\n", "one space expected"},
      {"a1 SORT SUBJECT UTF-8 ALL\r\n", "sort criteria in parentheses expected"},
      {"a1 SORT () UTF-8 ALL\r\n", "unknown sort criterion"},
      {"a1 SORT (REVERSE) UTF-8 ALL\r\n", "one space expected"},
      {"a1 SORT (DATE) UTF-8\r\n", "one space expected"},
      {"a1 SORT (DATE) {5}\r\nUTF-8 ALL\r\n", "atom expected"},
      {"a1 THREAD REFERENCES ALL\r\n", "one space expected"},
      {"a1 STATUS x ()\r\n", "unknown status item"},
      {"a1 STATUS x MESSAGES\r\n", "\"(\" expected"},
      {"a1 APPEND x hello\r\n", "literal expected"},
      {"a1 APPEND x \"7-Feb-1994 21:52:25 -0800\" {1}\r\na\r\n", "digit expected"},
      {"a1 APPEND x \"07-Feb-1994 24:52:25 -0800\" {1}\r\na\r\n", "no such time"},
      {"a1 APPEND x {1}\r\nab\r\n", "one space expected"},
      {"a1 LIST \"\"\r\n", "one space expected"},
      {"a1 LIST (RECURSIVEMATCH) \"\" *\r\n", "RECURSIVEMATCH needs another option"},
      {"a1 ENABLE\r\n", "one space expected"},
      {"a1 ID (\"a\")\r\n", "one space expected"},
      {"a1 UID EXPUNGE\r\n", "one space expected"},
  };
  Command command;
  for (const Refused& row : table) {
    const auto refusal = parse_command(row.unit, command);
    EXPECT_EQ(refusal ? refusal->reason : "nothing", row.reason) << row.unit;
    EXPECT_EQ(command.tag, row.unit.starts_with("a1") ? "a1" : "") << row.unit;
  }
}

TEST(ParseCommand, ReadsValuesOfLogin) {
  Command command;
  EXPECT_FALSE(parse_command("A1 LOGIN \"a\\\"b\" \"\\\\c\"\r\n", command));
  EXPECT_EQ(command.login.user, "a\"b");
  EXPECT_EQ(command.login.password, "\\c");
  EXPECT_FALSE(parse_command("A1 LOGIN \"\xc3\xbc\" {2}\r\nxy\r\n", command, CommandOptions{true}));
  EXPECT_EQ(command.login.password, "xy");
}

std::string items(const FetchCommand& fetch) {
  std::string out;
  for (const FetchItem& item : fetch.items) {
    if (!out.empty()) out += ' ';
    append_item_name(out, fetch, item);
  }
  return out;
}

TEST(ParseCommand, NamesFetchItemsAsTheResponseDoes) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"FULL", "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY"},
      {"fast", "FLAGS INTERNALDATE RFC822.SIZE"},
      {"(UID BODY.PEEK[])", "UID BODY[]"},
      {"BODY[1.2.MIME]<3.4>", "BODY[1.2.MIME]<3>"},
      {"body[header.fields.not (\"From\" {2}\r\nTo)]", "BODY[HEADER.FIELDS.NOT (From To)]"},
      {"(BODY[1.HEADER.FIELDS (A)] BODY[2.3.TEXT] BODY[HEADER] BODY[7])",
       "BODY[1.HEADER.FIELDS (A)] BODY[2.3.TEXT] BODY[HEADER] BODY[7]"},
      {"RFC822.HEADER", "RFC822.HEADER"},
  };
  Command command;
  for (const auto& [sent, described] : table) {
    const std::string unit = "a FETCH 1 " + sent + "\r\n";
    EXPECT_FALSE(parse_command(unit, command)) << sent;
    EXPECT_EQ(items(command.fetch), described);
  }
}

// Kinds in pre-order with parentheses round children.
std::string keys(const SearchCommand& search, std::uint32_t begin, std::uint32_t end) {
  std::string out;
  for (std::uint32_t i = begin; i < end; i = search.keys[i].next) {
    out += std::to_string(static_cast<int>(search.keys[i].kind));
    if (search.keys[i].next > i + 1) out += "(" + keys(search, i + 1, search.keys[i].next) + ")";
    if (search.keys[i].next < end) out += " ";
  }
  return out;
}

TEST(ParseCommand, BuildsTheSearchTree) {
  using Kind = SearchKey::Kind;
  const auto n = [](Kind kind) { return std::to_string(static_cast<int>(kind)); };
  Command command;
  EXPECT_FALSE(parse_command("a SEARCH OR (SEEN NOT UID 1:2) FROM x 3\r\n", command));
  const SearchCommand& search = command.search;
  EXPECT_EQ(keys(search, 0, static_cast<std::uint32_t>(search.keys.size())),
            n(Kind::And) + "(" + n(Kind::Or) + "(" + n(Kind::And) + "(" + n(Kind::Seen) + " " + n(Kind::Not) +
                "(" + n(Kind::Uid) + ")) " + n(Kind::From) + ") " + n(Kind::SequenceNumbers) + ")");
  EXPECT_EQ(search.set_of(search.keys[5]).size(), 1U);
  EXPECT_EQ(search.set_of(search.keys[5])[0].last, 2U);
  EXPECT_EQ(search.keys[6].text, "x");
}

// RFC 5256 3, RFC 5267 3.3
TEST(ParseCommand, ReadsSortAndThread) {
  Command command;
  EXPECT_FALSE(parse_command("A283 SORT (SUBJECT REVERSE DATE) UTF-8 ALL\r\n", command));
  ASSERT_EQ(command.sort.size(), 2U);
  EXPECT_EQ(command.sort[1].kind, SortCriterion::Kind::Date);
  EXPECT_TRUE(command.sort[1].reverse && !command.sort[0].reverse && !command.search.extended);
  EXPECT_FALSE(parse_command("E01 UID SORT RETURN () (REVERSE DATE) \"UTF-8\" UNDELETED UNKEYWORD $Junk\r\n",
                             command));
  EXPECT_TRUE(command.uid && command.search.extended && command.search.all);
  EXPECT_EQ(command.search.charset, "UTF-8");
  EXPECT_FALSE(parse_command("A283 THREAD ORDEREDSUBJECT UTF-8 SINCE 5-MAR-2000\r\n", command));
  EXPECT_EQ(command.thread, "ORDEREDSUBJECT");
  EXPECT_EQ(command.search.keys[1].kind, SearchKey::Kind::Since);
}

TEST(ParseCommand, ReadsSearchReturnAndDates) {
  Command command;
  EXPECT_FALSE(
      parse_command("a UID SEARCH RETURN () CHARSET UTF-8 SENTON 02-mar-2001 HEADER A \"\"\r\n", command));
  EXPECT_TRUE(command.uid && command.search.extended && command.search.all && !command.search.min);
  EXPECT_EQ(command.search.charset, "UTF-8");
  EXPECT_EQ(command.search.keys[1].date, (Date{2001, 3, 2}));
  EXPECT_EQ(command.search.keys[2].field, "A");
}

TEST(ParseCommand, BoundsTheDepthOfSearchKeys) {
  Command command;
  std::string unit = "a SEARCH ";
  for (int i = 0; i < 100'000; ++i) unit += "NOT ";
  const auto refusal = parse_command(unit + "SEEN\r\n", command);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->reason, "search keys nest too deep");
}

TEST(ParseCommand, ReadsValuesOfAppendStoreListStatus) {
  Command command;
  EXPECT_FALSE(
      parse_command("a APPEND x (\\Seen k) \" 7-Feb-1994 21:52:25 -0800\" {3}\r\na\r\n\r\n", command));
  EXPECT_EQ(command.append.messages.front().message, "a\r\n");
  EXPECT_EQ(command.append.messages.front().flags, (FlagNames{"\\Seen", "k"}));
  EXPECT_EQ(command.append.messages.front().date_time, " 7-Feb-1994 21:52:25 -0800");
  EXPECT_FALSE(parse_command("a STORE 1,3:* -flags.silent \\Seen b\r\n", command));
  EXPECT_TRUE(command.store.silent);
  EXPECT_EQ(command.store.mode, StoreCommand::Mode::Remove);
  EXPECT_EQ(command.store.flags.size(), 2U);
  EXPECT_FALSE(parse_command("a LIST (SUBSCRIBED) \"\" (a% \"b*\") RETURN (CHILDREN)\r\n", command));
  EXPECT_EQ(command.list.patterns, (std::vector<std::string_view>{"a%", "b*"}));
  EXPECT_TRUE(command.list.select_subscribed && command.list.return_children);
  EXPECT_FALSE(parse_command("a STATUS x (UNSEEN SIZE)\r\n", command));
  EXPECT_EQ(command.status.items, (std::vector<StatusItem>{StatusItem::Unseen, StatusItem::Size}));
  EXPECT_EQ(name(StatusItem::Size), "SIZE");
}

}  // namespace
}  // namespace mailrig::imap
