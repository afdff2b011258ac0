#include <gtest/gtest.h>

#include "harness/imap/capability.hpp"
#include "harness/imap/code.hpp"
#include "harness/imap/fetch.hpp"
#include "harness/imap/flags.hpp"
#include "harness/imap/flaws.hpp"
#include "harness/imap/list.hpp"
#include "harness/imap/search.hpp"
#include "harness/imap/status.hpp"

namespace mailrig::imap {
namespace {

const Response& parsed(std::string_view unit) {
  static Response response;
  parse_response(unit, response);
  return response;
}

TEST(FetchData, HasItsItems) {
  const Response& response = parsed(
      "* 12 FETCH (UID 7 FLAGS (\\Seen $x) RFC822.SIZE 4286 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" "
      "BODY[HEADER.FIELDS (FROM)]<2> {3}\r\nabc)\r\n");
  FetchData data;
  EXPECT_TRUE(read_fetch(response, data));
  EXPECT_TRUE(response.flaws.empty());
  EXPECT_EQ(data.number, 12U);
  EXPECT_EQ(data.uid, 7U);
  EXPECT_EQ(data.size, 4286U);
  EXPECT_EQ(data.internal_date, "17-Jul-1996 02:44:25 -0700");
  EXPECT_TRUE(has_flag(response.tape, data.flags.value(), "\\seen"));
  EXPECT_FALSE(has_flag(response.tape, data.flags.value(), "\\Deleted"));
  const auto section = find_item(response, "body[header.fields (from)]<2>");
  EXPECT_EQ(response.tape.nodes[section.value()].text, "abc");
  EXPECT_FALSE(find_item(response, "BODY[]").has_value());
}

TEST(FetchData, SaysWhatItCannotRead) {
  FetchData data;
  EXPECT_FALSE(read_fetch(parsed("* 1 EXISTS\r\n"), data));
  EXPECT_FALSE(read_fetch(parsed("* 1 FETCH (UID)\r\n"), data));
  EXPECT_FALSE(read_fetch(parsed("* 1 FETCH (UID x FLAGS ())\r\n"), data));
  EXPECT_TRUE(data.flags.has_value());
  EXPECT_FALSE(read_fetch(parsed("* FETCH (UID 1)\r\n"), data));
}

// RFC 3501 8 and 7.4.2, and what RFC 9051 shows of nested messages.
const std::string kEnvelopeText =
    "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\" ((\"Terry Gray\" "
    "NIL \"gray\" "
    "\"cac.washington.edu\")) ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((\"Terry Gray\" NIL "
    "\"gray\" "
    "\"cac.washington.edu\")) ((NIL NIL \"imap\" \"cac.washington.edu\")) ((NIL NIL \"minutes\" "
    "\"CNRI.Reston.VA.US\")"
    "(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL \"<B27397-0100000@cac.washington.edu>\")";

TEST(FetchForm, TakesTheRfcsExamples) {
  const std::vector<std::string> items{
      "ENVELOPE " + kEnvelopeText,
      "BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92)",
      "BODY ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1152 23)(\"TEXT\" \"PLAIN\" "
      "(\"CHARSET\" "
      "\"US-ASCII\" \"NAME\" \"cc.diff\") \"<960723163407.20117h@cac.washington.edu>\" \"Compiler diff\" "
      "\"BASE64\" 4554 "
      "73) \"MIXED\")",
      "BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1 NIL (\"attachment\" (\"filename\" \"a\")) "
      "(\"en\" "
      "\"de\") NIL) \"MIXED\" (\"BOUNDARY\" \"x\") NIL \"en\" \"loc\" (\"ext\" 1))",
      "BODYSTRUCTURE (\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 300 " + kEnvelopeText +
          " (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1) 9)",
      "BODYSTRUCTURE (\"IMAGE\" \"PNG\" (\"NAME\" \"x\") \"<id>\" NIL \"BASE64\" 300 \"md5\" NIL NIL)",
  };
  for (const std::string& item : items) {
    const Response& response = parsed("* 1 FETCH (" + item + ")\r\n");
    EXPECT_TRUE(response.flaws.empty()) << item << response.flaws.items()[0].info->name;
  }
}

TEST(FetchForm, FindsWhatIsOutsideTheGrammar) {
  const std::vector<std::pair<std::string, const wire::FlawInfo*>> table{
      {"ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL)", &kEnvelope},
      {"ENVELOPE (NIL NIL (NIL) NIL NIL NIL NIL NIL NIL NIL)", &kEnvelope},
      {"ENVELOPE (NIL NIL () NIL NIL NIL NIL NIL NIL NIL)", &kEnvelope},
      {"ENVELOPE (NIL NIL ((NIL NIL \"a\")) NIL NIL NIL NIL NIL NIL NIL)", &kEnvelope},
      {"ENVELOPE (NIL atom NIL NIL NIL NIL NIL NIL NIL NIL)", &kEnvelope},
      {"BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 3028)", &kBodyStructure},
      {"BODY (\"TEXT\" \"PLAIN\" () NIL NIL \"7BIT\" 3028 1)", &kBodyStructure},
      {"BODY (\"TEXT\" \"PLAIN\" (\"a\") NIL NIL \"7BIT\" 3028 1)", &kBodyStructure},
      {"BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL NIL 3028 1)", &kBodyStructure},
      {"BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1 NIL)", &kBodyStructure},
      {"BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1))", &kBodyStructure},
      {"BODYSTRUCTURE (\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 1 (NIL) (\"A\" \"B\" NIL NIL NIL \"7BIT\" "
       "1) 1)",
       &kBodyStructure},
      {"BODYSTRUCTURE ()", &kBodyStructure},
  };
  for (const auto& [item, flaw] : table) {
    EXPECT_TRUE(parsed("* 1 FETCH (" + item + ")\r\n").flaws.has(*flaw)) << item;
  }
}

TEST(ListData, HasDelimiterAndName) {
  ListData data;
  const Response& response = parsed("* LIST (\\Noselect \\HasChildren) \"/\" {3}\r\na b\r\n");
  EXPECT_TRUE(read_list(response, data));
  EXPECT_EQ(data.delimiter, '/');
  EXPECT_EQ(data.name, "a b");
  EXPECT_TRUE(has_flag(response.tape, data.attributes, "\\noselect"));
  EXPECT_TRUE(read_list(parsed("* LSUB () NIL INBOX\r\n"), data));
  EXPECT_FALSE(data.delimiter.has_value());
  EXPECT_FALSE(read_list(parsed("* LIST () \"/\"\r\n"), data));
  EXPECT_FALSE(read_list(parsed("* LIST () / x\r\n"), data));
}

TEST(SearchData, HasItsNumbers) {
  std::vector<std::uint32_t> numbers;
  EXPECT_TRUE(read_search(parsed("* SEARCH 2 84 882 (MODSEQ 5)\r\n"), numbers));
  EXPECT_EQ(numbers, (std::vector<std::uint32_t>{2, 84, 882}));
  EXPECT_FALSE(read_search(parsed("* SEARCH x\r\n"), numbers));
}

TEST(EsearchData, HasWhatRfc4731Shows) {
  EsearchData data;
  EXPECT_TRUE(
      read_esearch(parsed("* ESEARCH (TAG \"A285\") UID MIN 7 MAX 3800 COUNT 2 ALL 7,3800\r\n"), data));
  EXPECT_EQ(data.tag, "A285");
  EXPECT_TRUE(data.uid);
  EXPECT_EQ(data.min, 7U);
  EXPECT_EQ(data.max, 3800U);
  EXPECT_EQ(data.count, 2U);
  EXPECT_EQ(data.all, "7,3800");
  EXPECT_TRUE(read_esearch(parsed("* ESEARCH\r\n"), data));
  EXPECT_FALSE(read_esearch(parsed("* ESEARCH COUNT\r\n"), data));
}

TEST(StatusData, HasItsValues) {
  StatusData data;
  EXPECT_TRUE(read_status(parsed("* STATUS \"a b\" (MESSAGES 231 uidnext 44292 HIGHESTMODSEQ 7)\r\n"), data));
  EXPECT_EQ(data.mailbox, "a b");
  EXPECT_EQ(data.value(StatusItem::Messages), 231U);
  EXPECT_EQ(data.value(StatusItem::UidNext), 44292U);
  EXPECT_FALSE(data.value(StatusItem::Unseen).has_value());
  EXPECT_FALSE(read_status(parsed("* STATUS a (MESSAGES)\r\n"), data));
}

TEST(Capabilities, AreReadFromDataAndCode) {
  std::vector<std::string_view> capabilities;
  EXPECT_TRUE(read_capabilities(parsed("* CAPABILITY IMAP4rev1 IDLE\r\n"), capabilities));
  EXPECT_TRUE(read_capabilities(parsed("a OK [CAPABILITY IMAP4rev1 MOVE] in\r\n"), capabilities));
  EXPECT_EQ(capabilities.size(), 4U);
  EXPECT_TRUE(has_capability(parsed("* CAPABILITY IMAP4rev1 IDLE\r\n"), "idle"));
  EXPECT_FALSE(has_capability(parsed("a OK in\r\n"), "idle"));
}

TEST(ResponseCode, HasItsArguments) {
  EXPECT_EQ(code_number(parsed("* OK [UIDVALIDITY 3857529045] x\r\n"), "uidvalidity"), 3857529045U);
  EXPECT_FALSE(code_number(parsed("* OK [UIDNEXT] x\r\n"), "UIDNEXT").has_value());
  const auto copied = copy_uid(parsed("a OK [COPYUID 38505 304,319:320 3956:3958] Done\r\n"));
  ASSERT_TRUE(copied.has_value());
  EXPECT_EQ(copied->uid_validity, 38505U);
  EXPECT_EQ(copied->source, "304,319:320");
  EXPECT_EQ(copied->target, "3956:3958");
  EXPECT_EQ(append_uid(parsed("a OK [APPENDUID 38505 3955] Done\r\n"))->uids, "3955");
  EXPECT_FALSE(append_uid(parsed("a OK [APPENDUID 38505] Done\r\n")).has_value());
  const Response& flags = parsed("* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\n");
  EXPECT_TRUE(has_flag(flags.tape, flags_of(flags).value(), "\\*"));
}

}  // namespace
}  // namespace mailrig::imap
