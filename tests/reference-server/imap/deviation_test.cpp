#include <set>

#include "reference-server/deviation/imap.hpp"
#include "tests/reference-server/imap/rig.hpp"

namespace mailrig::server {
namespace {

TEST(ImapDeviations, NamesAreUniqueAndCarryTheirClause) {
  std::set<std::string_view> names;
  for (const Deviation* deviation : imap_deviations()) {
    EXPECT_TRUE(deviation->name.starts_with("imap.")) << deviation->name;
    EXPECT_TRUE(names.insert(deviation->name).second) << deviation->name;
    EXPECT_NE(deviation->clause.rfc, 0) << deviation->name;
    EXPECT_FALSE(deviation->what.empty()) << deviation->name;
  }
  EXPECT_GE(names.size(), 120U);
}

}  // namespace
}  // namespace mailrig::server
