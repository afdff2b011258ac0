// Single values: comparisons, variables, NIL, lists, sets of numbers.
#include "tests/play/match_support.hpp"

namespace mailrig::play {
namespace {

struct Row {
  const char* lines;  // "set" lines and the pattern
  const char* reply;
  bool fits;
};

void expect_imap(const Row& row) {
  const Tried tried = try_imap(row.lines, row.reply);
  EXPECT_EQ(tried.fits, row.fits) << row.lines << " | " << row.reply << " | " << tried.why;
  EXPECT_EQ(tried.why.empty(), row.fits) << row.lines << " | " << row.reply;
}

TEST(Comparison, IsByNumber) {
  static const Row rows[] = {
      {"set n = 9\nS: * ${>n} EXISTS", "* 10 EXISTS\r\n", true},
      {"set n = 9\nS: * ${>n} EXISTS", "* 9 EXISTS\r\n", false},
      {"set n = 9\nS: * ${>=n} EXISTS", "* 9 EXISTS\r\n", true},
      {"set n = 9\nS: * ${<n} EXISTS", "* 8 EXISTS\r\n", true},
      {"set n = 9\nS: * ${<n} EXISTS", "* 10 EXISTS\r\n", false},
      {"set n = 9\nS: * ${<=n} EXISTS", "* 9 EXISTS\r\n", true},
      {"set n = 9\nS: * ${!=n} EXISTS", "* 9 EXISTS\r\n", false},
      {"set n = 9\nS: * ${!=n} EXISTS", "* 10 EXISTS\r\n", true},
      {"set n = 009\nS: * ${!=n} EXISTS", "* 9 EXISTS\r\n", false},
      {"S: * ${>0} EXISTS", "* 1 EXISTS\r\n", true},
      {"S: * ${>0} EXISTS", "* 0 EXISTS\r\n", false},
      {"set n = 9\nS: * ${>n+1} EXISTS", "* 10 EXISTS\r\n", false},
      {"set n = 9\nS: * ${>n+1} EXISTS", "* 11 EXISTS\r\n", true},
      {"set n = 9\nS: * ${>=n-1} EXISTS", "* 8 EXISTS\r\n", true},
      {"set n = abc\nS: * ${>size:n} EXISTS", "* 4 EXISTS\r\n", true},
      {"set m = 9223372036854775806\nS: * 1 FETCH (MODSEQ (${>m}))",
       "* 1 FETCH (MODSEQ (9223372036854775807))\r\n", true},
      {"set m = 9223372036854775807\nS: * 1 FETCH (MODSEQ (${>m}))",
       "* 1 FETCH (MODSEQ (9223372036854775807))\r\n", false},
      {"set v = 7\nS: * OK [UIDVALIDITY ${!=v}]", "* OK [UIDVALIDITY 8] x\r\n", true},
      {"set v = 7\nS: * OK [HIGHESTMODSEQ ${>v}]", "* OK [HIGHESTMODSEQ 8] x\r\n", true},
  };
  for (const Row& row : rows) expect_imap(row);
}

TEST(Comparison, OfWhatIsNoNumberIsAMismatchThatSaysSo) {
  EXPECT_EQ(try_imap("set n = 5\nS: * 1 FETCH (UID ${>n})", "* 1 FETCH (UID abc)\r\n").why,
            "a number was wanted, there is \"abc\", wanted \"> 5\"");
  EXPECT_EQ(try_imap("set n = x\nS: * 1 FETCH (UID ${>n})", "* 1 FETCH (UID 5)\r\n").why,
            "nothing can be compared with what is no number: there is \"5\", wanted \"> x\"");
  EXPECT_EQ(try_imap("set n = 5\nS: * 1 FETCH (UID ${>n})", "* 1 FETCH (UID 5)\r\n").why,
            "the value is \"5\", wanted \"> 5\"");
}

TEST(Comparison, NotEqualIsTheContraryOfEqual) {
  static const Row rows[] = {
      {"set a = Abc\nS: * ID (\"name\" ${!=a})", "* ID (\"name\" \"Abc\")\r\n", false},
      {"set a = Abc\nS: * ID (\"name\" ${!=a})", "* ID (\"name\" \"abc\")\r\n", true},
      {"set a = Abc\nS: * ID (\"name\" ${!=a})", "* ID (\"name\" NIL)\r\n", true},
      {"set a = 1:3\nS: OK [MODIFIED ${!=a}]", "A1 OK [MODIFIED 1,2,3] x\r\n", false},
      {"set a = 1:3\nS: OK [MODIFIED ${!=a}]", "A1 OK [MODIFIED 1,2] x\r\n", true},
  };
  for (const Row& row : rows) expect_imap(row);
}

TEST(Comparison, StandsInSmtpAndPop3Words) {
  EXPECT_TRUE(try_smtp("set n = 1000\nS: 250 with SIZE ${>=n}", "250-mx\r\n250 SIZE 1000\r\n").fits);
  EXPECT_FALSE(try_smtp("set n = 1000\nS: 250 with SIZE ${>n}", "250-mx\r\n250 SIZE 1000\r\n").fits);
  EXPECT_TRUE(try_pop3("set n = 2\nS: +OK ${>n} ${_}", "+OK 3 100\r\n").fits);
  EXPECT_FALSE(try_pop3("set n = 2\nS: +OK ${>n} ${_}", "+OK x 100\r\n").fits);
}

TEST(Value, OfAVariableKnowsNilAndListsFromText) {
  static const Row rows[] = {
      {"S: * 1 FETCH (ENVELOPE (${=a} ${a} ...))", "* 1 FETCH (ENVELOPE (NIL NIL))\r\n", true},
      {"S: * 1 FETCH (ENVELOPE (${=a} ${a} ...))", "* 1 FETCH (ENVELOPE (NIL \"NIL\"))\r\n", false},
      {"S: * 1 FETCH (ENVELOPE (${=a} ${a} ...))", "* 1 FETCH (ENVELOPE (\"NIL\" NIL))\r\n", false},
      {"S: * 1 FETCH (ENVELOPE (${=a} ${a} ...))", "* 1 FETCH (ENVELOPE (() NIL))\r\n", false},
      {"S: * 1 FETCH (ENVELOPE (${=a} ${a} ...))", "* 1 FETCH (ENVELOPE (NIL \"\"))\r\n", false},
      {"S: * 1 FETCH (ENVELOPE (${=a} ${a} ...))", "* 1 FETCH (ENVELOPE ((\"x\" nil) ({1}\r\nx NIL)))\r\n",
       true},
      {"S: * 1 FETCH (ENVELOPE (${=a} ${a} ...))", "* 1 FETCH (ENVELOPE ((\"x\") \"(\\\"x\\\")\"))\r\n",
       false},
      {"S: * 1 FETCH (ENVELOPE (NIL ...))", "* 1 FETCH (ENVELOPE (\"NIL\" 1))\r\n", false},
      {"S: * 1 FETCH (ENVELOPE (NIL ...))", "* 1 FETCH (ENVELOPE (() 1))\r\n", false},
      {"S: * 1 FETCH (ENVELOPE (() ...))", "* 1 FETCH (ENVELOPE (NIL 1))\r\n", false},
      {"S: * 1 FETCH (ENVELOPE (() ...))", "* 1 FETCH (ENVELOPE (() 1))\r\n", true},
      {"S: * 1 FETCH (ENVELOPE (\"\" ...))", "* 1 FETCH (ENVELOPE (NIL 1))\r\n", false},
      {"S: * 1 FETCH (ENVELOPE (\"\" ...))", "* 1 FETCH (ENVELOPE ({0}\r\n 1))\r\n", true},
      {"S: * 1 FETCH (ENVELOPE (~/.*/ ...))", "* 1 FETCH (ENVELOPE (NIL 1))\r\n", false},
      {"S: * 1 FETCH (ENVELOPE ((${_} (a ...)) ...))", "* 1 FETCH (ENVELOPE ((1 (a b c)) 1))\r\n", true},
      {"S: * 1 FETCH (ENVELOPE ((${_} (a b)) ...))", "* 1 FETCH (ENVELOPE ((1 (a b c)) 1))\r\n", false},
  };
  for (const Row& row : rows) expect_imap(row);
}

TEST(Value, OfAFlagListIsASetForAVariable) {
  static const Row rows[] = {
      {"S: * 1 FETCH (FLAGS ${=a} X ${_})", "* 1 FETCH (FLAGS (\\Seen) X 1)\r\n", true},
      {"S: * 1 FETCH (FLAGS (${=a} \\Seen))", "* 1 FETCH (FLAGS (\\Seen \\Draft))\r\n", true},
      {"S: * 1 FETCH (FLAGS (${_} \\Seen))", "* 1 FETCH (FLAGS (\\Seen \\Draft))\r\n", true},
      {"S: * 1 FETCH (FLAGS (${_} \\Seen))", "* 1 FETCH (FLAGS (\\Seen \\Recent))\r\n", false},
      {"S: * FLAGS (~/a.*/ ~/.*b/)", "* FLAGS (ab ax)\r\n", true},
      {"S: * FLAGS (\\Seen)", "* FLAGS (\\Seen \\SEEN)\r\n", true},
      {"S: * FLAGS (\\Seen $Work)", "* FLAGS ($work \\seen)\r\n", true},
  };
  for (const Row& row : rows) expect_imap(row);
  EXPECT_EQ(
      try_imap("S: * 1 FETCH (FLAGS (${=a} \\Seen))", "* 1 FETCH (FLAGS (\\Seen \\Draft))\r\n").bound.at("a"),
      "\\Draft");
}

TEST(Value, OfAMailboxIsComparedWithoutCase) {
  static const Row rows[] = {
      {"set m = Work\nS: * LIST () \"/\" ${m}", "* LIST () \"/\" work\r\n", true},
      {"set m = Work\nS: * LIST () \"/\" ${m}", "* LIST () \"/\" \"work\"\r\n", true},
      {"S: * LIST () \"/\" \"Work\"", "* LIST () \"/\" work\r\n", false},
      {"S: * LIST () \"/\" \"INBOX\"", "* LIST () \"/\" inbox\r\n", true},
      {"S: * STATUS \"Work\" (MESSAGES 1)", "* STATUS work (MESSAGES 1)\r\n", false},
      {"S: * STATUS Work (MESSAGES 1)", "* STATUS {4}\r\nwork (MESSAGES 1)\r\n", true},
      {"S: * LIST () \"/\" NILL", "* LIST () \"/\" nil\r\n", false},
  };
  for (const Row& row : rows) expect_imap(row);
}

TEST(NumberSets, CompareByTheirMembersWhereTheGrammarHasASet) {
  static const Row rows[] = {
      {"S: OK [APPENDUID 1 5:7]", "A1 OK [APPENDUID 1 5,6,7] x\r\n", true},
      {"S: OK [APPENDUID 1 5:7]", "A1 OK [APPENDUID 1 5:8] x\r\n", false},
      {"S: OK [COPYUID 1 1,3,5 10:12]", "A1 OK [COPYUID 1 5,1,3 12,10:11] x\r\n", true},
      {"S: OK [COPYUID 1 1,3,5 10:12]", "A1 OK [COPYUID 1 5,3,1 10:12] x\r\n", false},
      {"S: OK [COPYUID 1 1:3 ${_}]", "A1 OK [COPYUID 1 3,2,1 4:6] x\r\n", true},
      {"S: OK [COPYUID 1 1:3 ...]", "A1 OK [COPYUID 1 3,2,1 4:6] x\r\n", true},
      {"S: OK [COPYUID ${_} 1:3 ${=new}]", "A1 OK [COPYUID 9 1:2 4:5] x\r\n", false},
      {"S: NO [MODIFIED 7,9]", "A1 NO [MODIFIED 9,7] x\r\n", true},
      {"S: * VANISHED (EARLIER) 1:3", "* VANISHED (EARLIER) 1,2:3\r\n", true},
      {"S: * VANISHED 1:3", "* VANISHED 3:1\r\n", true},
      {"S: * VANISHED 1:3", "* VANISHED (EARLIER) 1:3\r\n", false},
      {"S: * VANISHED 1:4294967295", "* VANISHED 1,2:4294967295\r\n", true},
      {"S: * ESEARCH (TAG ${_}) UID ALL 1:3", "* ESEARCH (TAG \"A1\") UID ALL 1,3,2\r\n", true},
      {"S: * ESEARCH (TAG ${_}) COUNT 3 ALL 1:3", "* ESEARCH (TAG \"A1\") ALL 1:3 COUNT 3\r\n", true},
      {"S: * ESEARCH (TAG ${_}) ALL 1:3", "* ESEARCH (TAG \"A1\") ALL 1:3 COUNT 3\r\n", false},
      {"S: * ESEARCH (TAG ${_}) ALL 1:3 ...", "* ESEARCH (TAG \"A1\") COUNT 3 ALL 1:3\r\n", true},
      {"S: * ESEARCH (TAG ${_})", "* ESEARCH (TAG \"A1\") COUNT 0\r\n", false},
      {"S: * ESEARCH (TAG ${_}) PARTIAL (1:5 2,4)", "* ESEARCH (TAG \"A1\") PARTIAL (1:5 4,2)\r\n", true},
      {"S: * ESEARCH (TAG ${_}) PARTIAL (1:5 NIL)", "* ESEARCH (TAG \"A1\") PARTIAL (1:5 NIL)\r\n", true},
      {"S: * SEARCH 1:3", "* SEARCH 3 1 2\r\n", true},
      {"S: * SEARCH 1:3 ...", "* SEARCH 3 1 2 9\r\n", true},
      {"S: * SEARCH 1:3", "* SEARCH 3 1\r\n", false},
      {"S: * SEARCH 1:3 (MODSEQ ${=m})", "* SEARCH 1 2 3 (MODSEQ 917)\r\n", true},
      {"S: * SEARCH 1:3", "* SEARCH 1 2 3 (MODSEQ 917)\r\n", false},
      {"set new = 5:6\nS: * SEARCH ${new} ${=rest}", "* SEARCH 9 6 5\r\n", true},
      {"S: * SEARCH ${_} 1", "* SEARCH 1 1\r\n", false},
      // not where it has none
      {"S: * 1 FETCH (UID 1:3)", "* 1 FETCH (UID 1,2,3)\r\n", false},
  };
  for (const Row& row : rows) expect_imap(row);
  EXPECT_EQ(try_imap("S: * SEARCH 1:3 7", "* SEARCH 1 2 7\r\n").why, "there is no \"3\"");
}

TEST(NumberSets, BindWhatNoOtherTermNames) {
  static const Row rows[] = {
      {"S: * SEARCH ${=rest...}", "* SEARCH\r\n", true},
      {"set rest = 2,4:5\nS: * SEARCH ${=rest...}", "* SEARCH 5 4 2\r\n", true},
      {"set rest = 4:5\nS: * SEARCH 2 ${=rest...}", "* SEARCH 5 4 2\r\n", true},
      {"set rest = 4:5\nS: * SEARCH ${=rest...}", "* SEARCH 5 4 2\r\n", false},
      {"set rest = \"\"\nS: * SEARCH ${=rest...}", "* SEARCH\r\n", true},
      {"set rest = \"\"\nS: * SEARCH ${=rest...}", "* SEARCH 1\r\n", false},
      {"S: * SEARCH 9 ${=rest...}", "* SEARCH 1 2\r\n", false},
  };
  for (const Row& row : rows) expect_imap(row);
}

TEST(MatchImap, HeaderNamesOfASectionMayBeQuoted) {
  expect_imap({"S: * 1 FETCH (BODY[HEADER.FIELDS (To \"X-Y\")] ${_})",
               "* 1 FETCH (BODY[header.fields (\"TO\" X-Y)] \"\")\r\n", true});
}

TEST(MatchImap, TheTextOfAContinuationIsWords) {
  expect_imap({"S: + ${_}", "+ aGk=\r\n", true});
  expect_imap({"S: + ~/[A-Za-z0-9+\\/=]*/", "+ a*\r\n", false});
  expect_imap({"S: + abc", "+ go\r\n", false});
}

TEST(MatchPop3, AUniqueIdIsComparedOctetForOctet) {
  EXPECT_FALSE(try_pop3("set id = aB\nS: +OK 1 ${id}", "+OK 1 Ab\r\n").fits);
  EXPECT_TRUE(try_pop3("S: +OK\nS: uidl\nS: .", "+OK\r\nUIDL\r\n.\r\n").fits);
}

}  // namespace
}  // namespace mailrig::play
