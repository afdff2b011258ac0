// Each deviation of the extensions changes what one dialogue shows.
#include <set>

#include "reference-server/deviation/esmtp.hpp"
#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

struct Row {
  const char* name;
  std::string talk;
  SmtpKind kind = SmtpKind::Mta;
  bool secure = false;
};

const std::string kEhlo = "EHLO c\r\n";
const std::string kLogin = kEhlo + "AUTH PLAIN AHVzZXIxAHBhc3M=\r\n";

std::string told(const std::string& mail, const std::string& rcpt) {
  return kEhlo + "MAIL FROM:<user2@example.test>" + mail + "\r\nRCPT TO:<user1@example.test>" + rcpt +
         "\r\nDATA\r\nA: b\r\n\r\nc\r\n.\r\n";
}

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows{
      {"smtp.auth.parameter-refused", kEhlo + "MAIL FROM:<a@b> AUTH=<>\r\n"},
      {"smtp.auth.parameter-syntax-ok", kEhlo + "MAIL FROM:<a@b> AUTH=a+\r\n"},
      {"smtp.dsn.parameters-refused", told(" RET=HDRS", " NOTIFY=NEVER")},
      {"smtp.dsn.syntax-ok", told(" RET=NO", "")},
      {"smtp.dsn.lines-short", told("", " ORCPT=rfc822;" + std::string(490, 'x'))},
      {"smtp.dsn.not-told", told("", " NOTIFY=SUCCESS")},
      {"smtp.dsn.told-unasked", told("", "")},
      {"smtp.dsn.no-envelope-id", told(" ENVID=a", " NOTIFY=SUCCESS")},
      {"smtp.dsn.from-sender", told("", " NOTIFY=SUCCESS")},
      {"smtp.smtputf8.refused", kEhlo + "MAIL FROM:<a@b> SMTPUTF8\r\n"},
      {"smtp.smtputf8.value-ok", kEhlo + "MAIL FROM:<a@b> SMTPUTF8=1\r\n"},
      {"smtp.smtputf8.ehlo-parameter", kEhlo},
      {"smtp.requiretls.refused", kEhlo + "MAIL FROM:<a@b> REQUIRETLS\r\n", SmtpKind::Mta, true},
      {"smtp.limits.zero", kEhlo},
      {"smtp.mt-priority.syntax-ok", kEhlo + "MAIL FROM:<a@b> MT-PRIORITY=10\r\n"},
      {"smtp.deliverby.syntax-ok", kEhlo + "MAIL FROM:<a@b> BY=0;R\r\n"},
      {"smtp.futurerelease.too-long-ok", kLogin + "MAIL FROM:<a@b.example> HOLDFOR=99999999\r\n",
       SmtpKind::Submission},
      {"smtp.futurerelease.at-once", kLogin + told(" HOLDFOR=9", "").substr(kEhlo.size()),
       SmtpKind::Submission},
      {"smtp.submission.unqualified-ok", kLogin + "MAIL FROM:<a@sales>\r\n", SmtpKind::Submission},
      {"smtp.submission.nothing-added", kLogin + told("", "").substr(kEhlo.size()), SmtpKind::Submission},
  };
  return kRows;
}

std::string seen(const Row& row, bool deviating) {
  Rig rig(row.kind, row.secure);
  rig.relay();
  if (deviating) rig.deviate(row.name);
  std::string out = rig.talk(row.talk);
  for (const unsigned user : {1U, 2U}) {
    for (const StoredMessage& message : rig.inbox(user)) out += *message.body.octets();
  }
  return out;
}

TEST(EsmtpDeviation, EachIsSeenFromOutside) {
  std::set<std::string_view> tried;
  for (const Row& row : rows()) {
    EXPECT_NE(seen(row, true), seen(row, false)) << row.name;
    tried.insert(row.name);
  }
  for (const Deviation* deviation : esmtp_deviations()) {
    EXPECT_TRUE(tried.contains(deviation->name)) << deviation->name;
    EXPECT_TRUE(deviation->name.starts_with("smtp."));
    EXPECT_NE(deviation->clause.rfc, 0);
  }
}

}  // namespace
}  // namespace mailrig::server
