#include "harness/imap/response.hpp"

#include <gtest/gtest.h>

#include "harness/imap/flaws.hpp"
#include "tests/imap/tape_text.hpp"

namespace mailrig::imap {
namespace {

using namespace std::string_literals;

struct Example {
  std::string unit;
  std::string described;
};

// Examples of RFC 3501 and RFC 9051, and of the extensions that the rig knows.
const std::vector<Example>& lawful() {
  static const std::vector<Example> examples{
      {"* OK IMAP4rev1 Service Ready\r\n", "* OK IMAP4rev1 Service Ready"},
      {"* PREAUTH IMAP4rev1 server logged in as Smith\r\n", "* PREAUTH IMAP4rev1 server logged in as Smith"},
      {"* BYE Autologout; idle for too long\r\n", "* BYE Autologout; idle for too long"},
      {"a001 OK LOGIN completed\r\n", "a001 OK LOGIN completed"},
      {"a002 OK [READ-WRITE] SELECT completed\r\n", "a002 OK [READ-WRITE] SELECT completed"},
      {"A041 NO [TRYCREATE] No such mailbox\r\n", "A041 NO [TRYCREATE] No such mailbox"},
      {"* OK [ALERT] System shutdown in 10 minutes\r\n", "* OK [ALERT] System shutdown in 10 minutes"},
      {"* OK [UNSEEN 17] Message 17 is the first unseen message\r\n",
       "* OK [UNSEEN #17] Message 17 is the first unseen message"},
      {"* OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] Limited\r\n",
       "* OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] Limited"},
      {"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready"},
      {"A004 OK [COPYUID 38505 304,319:320 3956:3958] Done\r\n",
       "A004 OK [COPYUID #38505 304,319:320 3956:3958] Done"},
      {"A003 OK [APPENDUID 38505 3955] APPEND completed\r\n",
       "A003 OK [APPENDUID #38505 #3955] APPEND completed"},
      {"a NO [BADEVENT (MessageNew FlagChange)] no\r\n", "a NO [BADEVENT (MessageNew FlagChange)] no"},
      {"A1 NO [BADCHARSET (UTF-8 US-ASCII)] no\r\n", "A1 NO [BADCHARSET (UTF-8 US-ASCII)] no"},
      {"A1 NO [REFERRAL imap://u;AUTH=*@host/(x \"y] moved\r\n",
       "A1 NO [REFERRAL imap://u;AUTH=*@host/(x \"y] moved"},
      {"* CAPABILITY IMAP4rev1 STARTTLS AUTH=GSSAPI LOGINDISABLED\r\n",
       "* CAPABILITY IMAP4rev1 STARTTLS AUTH=GSSAPI LOGINDISABLED"},
      {"* LIST (\\Noselect) \"/\" \"\"\r\n", "* LIST (\\Noselect) \"/\" \"\""},
      {"* LIST () \"/\" blurdybloop\r\n", "* LIST () \"/\" blurdybloop"},
      {"* LIST () \"/\" a (\"CHILDINFO\" (\"SUBSCRIBED\") OLDNAME (b))\r\n",
       "* LIST () \"/\" a (\"CHILDINFO\" (\"SUBSCRIBED\") OLDNAME (b))"},
      {"* LIST (\\Marked) \":\" Tables (tablecloth ((\"edge\" \"lacy\") (\"color\" \"red\")) Sample "
       "\"text\")\r\n",
       "* LIST (\\Marked) \":\" Tables (tablecloth ((\"edge\" \"lacy\") (\"color\" \"red\")) Sample "
       "\"text\")"},
      {"* LIST () NIL {3}\r\na b\r\n", "* LIST () NIL {3:a b}"},
      {"* LSUB () \".\" #news.comp.mail.misc\r\n", "* LSUB () \".\" #news.comp.mail.misc"},
      {"* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)\r\n",
       "* STATUS blurdybloop (MESSAGES #231 UIDNEXT #44292)"},
      {"* SEARCH 2 3 6\r\n", "* SEARCH #2 #3 #6"},
      {"* SEARCH\r\n", "* SEARCH"},
      {"* ESEARCH (TAG \"A282\") MIN 2 COUNT 3\r\n", "* ESEARCH (TAG \"A282\") MIN #2 COUNT #3"},
      {"* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n",
       "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)"},
      {"* 23 EXISTS\r\n", "* 23 EXISTS"},
      {"* 5 RECENT\r\n", "* 5 RECENT"},
      {"* 0 EXISTS\r\n", "* 0 EXISTS"},
      {"* 44 EXPUNGE\r\n", "* 44 EXPUNGE"},
      {"* 23 FETCH (FLAGS (\\Seen) RFC822.SIZE 44827)\r\n", "* 23 FETCH (FLAGS (\\Seen) RFC822.SIZE #44827)"},
      {"* 12 FETCH (BODY[HEADER] {5}\r\nab\r\nc)\r\n", "* 12 FETCH (BODY[HEADER] {5:ab\r\nc})"},
      {"* 1 FETCH (BODY[HEADER.FIELDS (FROM TO)]<0> \"x\" UID 7)\r\n",
       "* 1 FETCH (BODY[HEADER.FIELDS (FROM TO)]<0> \"x\" UID #7)"},
      {"* 1 FETCH (BODY[HEADER.FIELDS (\"FROM]\" {2}\r\nTO)] NIL)\r\n",
       "* 1 FETCH (BODY[HEADER.FIELDS (\"FROM]\" {2}\r\nTO)] NIL)"},
      {"* 1 FETCH (BODY[1.2.MIME] {0}\r\n FLAGS ())\r\n", "* 1 FETCH (BODY[1.2.MIME] {0:} FLAGS ())"},
      {"* 1 FETCH (BINARY[1] ~{3}\r\na\0b)\r\n"s, "* 1 FETCH (BINARY[1] ~{3:a\0b})"s},
      {"* 1 X (NIL \"a \\\"b\\\" \\\\\" ((NIL NIL \"u\" \"h\")(NIL NIL \"v\" \"h\")))\r\n",
       "* 1 X (NIL \"a \"b\" \\\" ((NIL NIL \"u\" \"h\") (NIL NIL \"v\" \"h\")))"},
      {"* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n", "* NAMESPACE ((\"\" \"/\")) NIL NIL"},
      {"* METADATA \"\" (/shared/comment \"x\" /private/a NIL)\r\n",
       "* METADATA \"\" (/shared/comment \"x\" /private/a NIL)"},
      {"* METADATA INBOX /shared/comment /private/comment\r\n",
       "* METADATA INBOX /shared/comment /private/comment"},
      {"* QUOTA \"\" (STORAGE 10 512)\r\n", "* QUOTA \"\" (STORAGE #10 #512)"},
      {"* ACL INBOX Fred rwipsldexta -Fred wetd $team \"\"\r\n",
       "* ACL INBOX Fred rwipsldexta -Fred wetd $team \"\""},
      {"* ACL INBOX\r\n", "* ACL INBOX"},
      {"* LISTRIGHTS ~/Mail/saved smith la r swicdkxte\r\n",
       "* LISTRIGHTS ~/Mail/saved smith la r swicdkxte"},
      {"* LISTRIGHTS archive.imap anyone \"\" l r 0 1\r\n",
       "* LISTRIGHTS archive.imap anyone \"\" l r #0 #1"},
      {"* MYRIGHTS INBOX rwiptsldaex\r\n", "* MYRIGHTS INBOX rwiptsldaex"},
      {"* QUOTA \"\" ()\r\n", "* QUOTA \"\" ()"},
      {"* GENURLAUTH \"imap://joe@example.com/INBOX/;uid=20;urlauth=submit+fred:internal:91\" b\r\n",
       "* GENURLAUTH \"imap://joe@example.com/INBOX/;uid=20;urlauth=submit+fred:internal:91\" b"},
      {"* URLFETCH \"imap:x\" {28}\r\nSi vis pacem, para bellum.\r\n b NIL\r\n",
       "* URLFETCH \"imap:x\" {28:Si vis pacem, para bellum.\r\n} b NIL"},
      {"* QUOTAROOT comp.mail.mime\r\n", "* QUOTAROOT comp.mail.mime"},
      {"* QUOTAROOT INBOX \"#user/alice\" \"!partition/sda4\"\r\n",
       "* QUOTAROOT INBOX \"#user/alice\" \"!partition/sda4\""},
      {"* 25996 UIDFETCH (FLAGS (\\Seen))\r\n", "* 25996 UIDFETCH (FLAGS (\\Seen))"},
      {"* 1 FETCH (EMAILID (M0001) THREADID NIL SAVEDATE NIL PREVIEW \"x\")\r\n",
       "* 1 FETCH (EMAILID (M0001) THREADID NIL SAVEDATE NIL PREVIEW \"x\")"},
      {"* ID (\"name\" \"Cyrus\" \"os\" NIL)\r\n", "* ID (\"name\" \"Cyrus\" \"os\" NIL)"},
      {"* ENABLED CONDSTORE\r\n", "* ENABLED CONDSTORE"},
      {"* VANISHED (EARLIER) 41,43:116\r\n", "* VANISHED (EARLIER) 41,43:116"},
      {"+ Ready for additional command text\r\n", "+ Ready for additional command text"},
      {"+ \r\n", "+"},
      {"+ YDMGCSqGSIb3EgECAgIBAAD/////6jcyG4GE3KkTzBeBiVHeceVP5CWDww==\r\n",
       "+ YDMGCSqGSIb3EgECAgIBAAD/////6jcyG4GE3KkTzBeBiVHeceVP5CWDww=="},
      {"* OK text may end so {5}\r\n", "* OK text may end so {5}"},
      {"A1 NO and {3}\r\n", "A1 NO and {3}"},
      {"+ go {3}\r\n", "+ go {3}"},
  };
  return examples;
}

TEST(ParseResponse, ReadsTheRfcsExamplesWithoutAFlaw) {
  Response response;
  for (const Example& example : lawful()) {
    parse_response(example.unit, response);
    EXPECT_EQ(describe(response), example.described) << example.unit;
    for (const wire::Flaw& flaw : response.flaws.items()) {
      ADD_FAILURE() << flaw.info->name << " at " << flaw.offset << " of " << example.unit;
    }
  }
}

TEST(ResponseFramer, EndsAtTheSamePlaceHoweverTheOctetsCome) {
  for (const Example& example : lawful()) {
    const std::string bytes = example.unit + "* NEXT";
    for (std::size_t cut = 0; cut <= example.unit.size(); ++cut) {
      ResponseFramer framer;
      const wire::Frame first = framer.feed(std::string_view(bytes).substr(0, cut));
      EXPECT_EQ(first.status == wire::FrameStatus::NeedMore, cut < example.unit.size())
          << example.unit << cut;
      const wire::Frame frame = first.status == wire::FrameStatus::NeedMore ? framer.feed(bytes) : first;
      EXPECT_EQ(frame.status, wire::FrameStatus::Complete);
      EXPECT_EQ(frame.size, example.unit.size()) << example.unit << cut;
    }
    ResponseFramer framer;
    for (std::size_t octets = 0; octets < example.unit.size(); ++octets) {
      EXPECT_EQ(framer.feed(std::string_view(bytes).substr(0, octets)).status, wire::FrameStatus::NeedMore);
    }
    EXPECT_EQ(framer.feed(example.unit).size, example.unit.size());
  }
}

TEST(ResponseFramer, RefusesWhatIsOverItsLimits) {
  ResponseFramer framer;
  EXPECT_EQ(framer.feed("* 1 FETCH (BODY[] {99999999999999999999}\r\n").status, wire::FrameStatus::TooLong);
  const std::string line(kLineLimit + 1, 'x');
  const wire::Frame frame = framer.feed(line);
  EXPECT_EQ(frame.status, wire::FrameStatus::TooLong);
  EXPECT_EQ(frame.size, line.size());
}

struct Flawed {
  std::string unit;
  const wire::FlawInfo* flaw;
  std::size_t offset;
};

TEST(ParseResponse, NamesEachFlawAndWhereItIs) {
  const std::vector<Flawed> table{
      {"* OK hi\n", &kBareLf, 7},
      {"* OK a\rb\r\n", &kBareCr, 6},
      {"* OK a\0b\r\n"s, &kNul, 6},
      {"* OK \xc3\xa9\r\n", &kEightBit, 5},
      {"* LIST () \"/\" \"\xc3\xa9\"\r\n", &kEightBit, 15},
      {"* LIST () \"/\" \xc3\xa9\r\n", &kEightBit, 14},
      {"hello\r\n", &kGarbage, 0},
      {"A1 FETCH\r\n", &kGarbage, 0},
      {"A1 BYE x\r\n", &kGarbage, 0},
      {"\r\n", &kGarbage, 0},
      {"+\r\n", &kContinuationSpace, 1},
      {"+idling\r\n", &kContinuationSpace, 1},
      {"A1 OK\r\n", &kTextMissing, 5},
      {"A1 OK [X]\r\n", &kTextMissing, 9},
      {"A1 OK \r\n", &kTextEmpty, 6},
      {"A1 OK [X] \r\n", &kTextEmpty, 10},
      {"A1 OK [X]text\r\n", &kMissingSpace, 9},
      {"A1 OK [COPYUID 1 2 3 done\r\n", &kCodeOpen, 6},
      {"A1  OK x\r\n", &kDoubleSpace, 3},
      {"*OK x\r\n", &kMissingSpace, 1},
      {"* SEARCH \r\n", &kTrailingSpace, 8},
      {"* SEARCH 1 \r\n", &kTrailingSpace, 10},
      {"* STATUS a (MESSAGES 1) \r\n", &kTrailingSpace, 23},
      {"* FLAGS (\\Seen )\r\n", &kTrailingSpace, 14},
      {"* FLAGS ( \\Seen)\r\n", &kDoubleSpace, 9},
      {"* SEARCH 1  2\r\n", &kDoubleSpace, 11},
      {"* 1 FETCH (UID 1 BODY[] \"a\"FLAGS ())\r\n", &kMissingSpace, 27},
      {"* 1 FETCH (BODY[]{1}\r\nx)\r\n", &kMissingSpace, 17},
      {"* 1 FETCH(UID 1)\r\n", &kMissingSpace, 9},
      {"* 1 FETCH (UID 1\r\n", &kParentheses, 16},
      {"* 1 FETCH (UID 1))\r\n", &kParentheses, 17},
      {"* LIST () \"/\" \"a\\b\"\r\n", &kOverEscape, 16},
      {"* LIST () \"/\" \"ab\r\n", &kQuotedOpen, 14},
      {"* LIST () \"/\" {-1}\r\n", &kAtomSpecial, 14},
      {"* LIST () \"/\" {1+}\r\na\r\n", &kLiteralPlus, 14},
      {"* LIST () \"/\" {1}\na\r\n", &kBareLf, 17},
      {"* 1 FETCH (BODY[] {3}\r\na\0b)\r\n"s, &kNul, 24},
      {"* 99999999999999999999 EXISTS\r\n", &kNumberRange, 2},
      {"* 4294967296 EXISTS\r\n", &kNumberRange, 2},
      {"* 0 EXPUNGE\r\n", &kNumberZero, 2},
      {"* 01 FETCH (UID 1)\r\n", &kNumberZero, 2},
      {"* 1 FETCH (UID 0)\r\n", &kNumberZero, 15},
      {"* 1 FETCH (UID 4294967296)\r\n", &kNumberRange, 15},
      {"* 1 FETCH (RFC822.SIZE 99999999999999999999)\r\n", &kNumberRange, 23},
      {"* STATUS a (UIDVALIDITY 0)\r\n", &kNumberZero, 24},
      {"* EXISTS\r\n", &kShape, 0},
      {"* 3\r\n", &kShape, 0},
      {"* 3 EXISTS x\r\n", &kShape, 0},
      {"* 1 FETCH UID 1\r\n", &kShape, 0},
      {"* 1 FETCH (UID)\r\n", &kShape, 0},
      {"* 1 FETCH (ENVELOPE NIL)\r\n", &kShape, 0},
      {"* LIST () / a\r\n", &kShape, 0},
      {"* LIST () \"/\"\r\n", &kShape, 0},
      {"* LIST () \"/\" a (\"CHILDINFO\" (SUBSCRIBED))\r\n", &kShape, 0},
      {"* LIST () \"/\" a (CHILDINFO ())\r\n", &kShape, 0},
      {"* LIST () \"/\" a (\"CHILDINFO\")\r\n", &kShape, 0},
      {"* LIST () \"/\" a (OLDNAME b)\r\n", &kShape, 0},
      {"* LIST () \"/\" a (\"OLDNAME\" (b c))\r\n", &kShape, 0},
      {"* LIST () \"/\" a (((x)) y)\r\n", &kShape, 0},
      {"* STATUS a (MESSAGES)\r\n", &kShape, 0},
      {"* SEARCH a\r\n", &kShape, 0},
      {"* FLAGS \\Seen\r\n", &kShape, 0},
      {"* CAPABILITY\r\n", &kShape, 0},
      {"* METADATA INBOX\r\n", &kShape, 0},
      {"* METADATA INBOX (/shared/comment)\r\n", &kShape, 0},
      {"* METADATA INBOX ()\r\n", &kShape, 0},
      {"* ACL\r\n", &kShape, 0},
      {"* ACL INBOX Fred\r\n", &kShape, 0},
      {"* ACL INBOX Fred lrS\r\n", &kShape, 0},
      {"* LISTRIGHTS INBOX Fred\r\n", &kShape, 0},
      {"* LISTRIGHTS INBOX Fred la r (s)\r\n", &kShape, 0},
      {"* LISTRIGHTS INBOX Fred la r l\r\n", &kRightTwice, 29},
      {"* MYRIGHTS INBOX\r\n", &kShape, 0},
      {"* MYRIGHTS INBOX l r\r\n", &kShape, 0},
      {"* QUOTA (STORAGE 10 512)\r\n", &kShape, 0},
      {"* QUOTA \"\" (STORAGE 10)\r\n", &kShape, 0},
      {"* QUOTA \"\" (10 STORAGE 512)\r\n", &kShape, 0},
      {"* GENURLAUTH\r\n", &kShape, 0},
      {"* GENURLAUTH (x)\r\n", &kShape, 0},
      {"* URLFETCH\r\n", &kShape, 0},
      {"* URLFETCH x\r\n", &kShape, 0},
      {"* URLFETCH x y\r\n", &kShape, 0},
      {"* URLFETCH x NIL y\r\n", &kShape, 0},
      {"* QUOTAROOT\r\n", &kShape, 0},
      {"* 0 UIDFETCH (FLAGS ())\r\n", &kNumberZero, 2},
      {"* 1 FETCH (EMAILID M0001)\r\n", &kShape, 0},
      {"* 1 FETCH (SAVEDATE yesterday)\r\n", &kShape, 0},
      {"* 1 FETCH (PREVIEW text)\r\n", &kShape, 0},
  };
  Response response;
  for (const Flawed& row : table) {
    parse_response(row.unit, response);
    bool found = false;
    for (const wire::Flaw& flaw : response.flaws.items()) {
      found = found || (flaw.info == row.flaw && flaw.offset == row.offset);
    }
    EXPECT_TRUE(found) << row.unit << " wants " << row.flaw->name << " at " << row.offset << ", has "
                       << (response.flaws.empty() ? "none" : response.flaws.items()[0].info->name) << " at "
                       << (response.flaws.empty() ? 0 : response.flaws.items()[0].offset);
  }
}

TEST(ParseResponse, LetsEightBitPassOnceUtf8IsEnabled) {
  Response response;
  parse_response("* LIST () \"/\" \"\xc3\xa9\"\r\n", response, ResponseOptions{true});
  EXPECT_TRUE(response.flaws.empty());
}

// RFC 6855 3 widens quoted strings alone.
TEST(ParseResponse, WantsAtomsInAsciiWhateverIsEnabled) {
  Response response;
  parse_response("* LIST () \"/\" caf\xc3\xa9\r\n", response, ResponseOptions{true});
  EXPECT_TRUE(response.flaws.has(kEightBit));
}

TEST(ParseResponse, WantsQuotedStringsInUtf8OnceThatIsEnabled) {
  Response response;
  for (const char* unit : {"* LIST () \"/\" \"\xe4\"\r\n", "* LIST () \"/\" \"\xc3\"\r\n",
                           "* LIST () \"/\" \"\\\"\xed\xa0\x80\"\r\n"}) {
    parse_response(unit, response, ResponseOptions{true});
    EXPECT_TRUE(response.flaws.has(kNotUtf8)) << unit;
    parse_response(unit, response);
    EXPECT_FALSE(response.flaws.has(kNotUtf8)) << unit;
  }
  parse_response("* 1 FETCH (BODY[] {1}\r\n\xe4)\r\n", response, ResponseOptions{true});
  EXPECT_TRUE(response.flaws.empty());
}

TEST(ParseResponse, FlattensListsThatNestTooDeep) {
  const std::string unit = "* X " + std::string(100'000, '(') + "a" + std::string(100'000, ')') + "\r\n";
  Response response;
  parse_response(unit, response);
  EXPECT_TRUE(response.flaws.has(kNesting));
  EXPECT_FALSE(response.flaws.has(kParentheses));
  EXPECT_EQ(response.tape.nodes.size(), kNestingLimit + 1);
  EXPECT_EQ(response.tape.nodes.back().text, "a");
}

TEST(ParseResponse, KeepsViewsOfSeveralEscapedStringsApart) {
  Response response;
  parse_response("* ID (\"a\\\\\" \"b\\\"\" \"c\\\\\" \"plain\")\r\n", response);
  EXPECT_EQ(describe(response), "* ID (\"a\\\" \"b\"\" \"c\\\" \"plain\")");
}

TEST(ParseResponse, NeverReadsBeyondAnyCutOfAUnit) {
  Response response;
  for (const Example& example : lawful()) {
    for (std::size_t cut = 0; cut <= example.unit.size(); ++cut) {
      const std::string part = example.unit.substr(0, cut);
      parse_response(part, response);
      EXPECT_EQ(response.bytes.size(), cut);
    }
  }
}

}  // namespace
}  // namespace mailrig::imap
