// SEARCH in a run of IMAP4rev2.
#include <gtest/gtest.h>

#include "tests/play/match_support.hpp"

namespace mailrig::play {
namespace {

TEST(MatchSearch, TakesTheEsearchOfRev2) {
  struct Row {
    const char *pattern, *reply;
    bool fits;
  };
  static constexpr Row kRows[] = {
      {"S: * SEARCH 1 2 3", "* ESEARCH (TAG \"A1\") ALL 1:3\r\n", true},
      {"S: * SEARCH 1:3", "* ESEARCH (TAG \"A1\") UID ALL 3,1:2\r\n", true},
      {"S: * SEARCH 1 2", "* ESEARCH (TAG \"A1\") ALL 1:3\r\n", false},
      {"S: * SEARCH 1 2", "* ESEARCH (TAG \"A1\") ALL 1\r\n", false},
      {"S: * SEARCH 1 ...", "* ESEARCH (TAG \"A1\") ALL 1:3\r\n", true},
      {"S: * SEARCH", "* ESEARCH (TAG \"A1\")\r\n", true},
      {"S: * SEARCH", "* ESEARCH (TAG \"A1\") ALL 4\r\n", false},
      {"S: * SEARCH ${>4}", "* ESEARCH (TAG \"A1\") UID ALL 5\r\n", true},
      {"S: * SEARCH ${>4}", "* ESEARCH (TAG \"A1\") UID ALL 4\r\n", false},
      {"S: * SEARCH 2 (MODSEQ 7)", "* ESEARCH (TAG \"A1\") UID ALL 2 MODSEQ 7\r\n", true},
      {"S: * SEARCH 2 (MODSEQ 7)", "* ESEARCH (TAG \"A1\") UID ALL 2 MODSEQ 8\r\n", false},
      {"S: * SEARCH 2 (MODSEQ 7)", "* ESEARCH (TAG \"A1\") UID ALL 2\r\n", false},
      {"S: * SEARCH ...", "* ESEARCH (TAG \"A1\") ALL 1:4294967295\r\n", false},
      {"S: * SEARCH 1", "* SEARCH 1\r\n", true},
      {"S: * 1 EXISTS", "* ESEARCH (TAG \"A1\") ALL 1\r\n", false},
  };
  for (const Row& row : kRows) {
    const Tried tried = try_imap_rev2(row.pattern, row.reply);
    EXPECT_EQ(tried.fits, row.fits) << row.pattern << " on " << row.reply << ": " << tried.why;
  }
}

TEST(MatchSearch, IsNoEsearchInRev1) {
  EXPECT_FALSE(try_imap("S: * SEARCH 1", "* ESEARCH (TAG \"A1\") ALL 1\r\n").fits);
}

TEST(MatchSearch, BindsWhatAllNames) {
  Tried tried = try_imap_rev2("S: * SEARCH ${=found...}", "* ESEARCH (TAG \"A1\") UID ALL 4,7:9\r\n");
  EXPECT_TRUE(tried.fits) << tried.why;
  EXPECT_EQ(tried.bound["found"], "4,7:9");
  tried = try_imap_rev2("S: * SEARCH ${=found...}", "* ESEARCH (TAG \"A1\") UID\r\n");
  EXPECT_TRUE(tried.fits) << tried.why;
  EXPECT_EQ(tried.bound["found"], "");
}

}  // namespace
}  // namespace mailrig::play
