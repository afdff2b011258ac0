// Each deviation changes what one dialogue shows: replies, effect, or what was delivered.
#include <set>

#include "reference-server/deviation/smtp.hpp"
#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

struct Row {
  const char* name;
  std::vector<std::string> reads;
  SmtpKind kind = SmtpKind::Mta;
  bool tls_after_first = false;
};

const std::string kEhlo = "EHLO c\r\n";
const std::string kMail = kEhlo + "MAIL FROM:<a@b>\r\n";
const std::string kRcpt = kMail + "RCPT TO:<user1@example.test>\r\n";
const std::string kData = kRcpt + "DATA\r\n";
const std::string kPlain = "AUTH PLAIN AHVzZXIxAHBhc3M=\r\n";

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows{
      {"smtp.greeting.none", {}},
      {"smtp.greeting.missing-domain", {}},
      {"smtp.reply.code-changes", {kEhlo}},
      {"smtp.reply.bare-lf", {"NOOP\r\n"}},
      {"smtp.reply.too-long", {"NOOP\r\n"}},
      {"smtp.enhanced.missing", {"FOO\r\n"}},
      {"smtp.enhanced.class-wrong", {"FOO\r\n"}},
      {"smtp.command.case-sensitive", {"ehlo c\r\n"}},
      {"smtp.command.unknown-ok", {"FOO\r\n"}},
      {"smtp.command.unknown-closes", {"FOO\r\n"}},
      {"smtp.command.line-limit-short", {"NOOP " + std::string(505, 'x') + "\r\n"}},
      {"smtp.command.overlong-split", {"FROB " + std::string(9000, 'x') + "\r\n"}},
      {"smtp.command.read-is-command", {"N", "OOP\r\n"}},
      {"smtp.pipelining.withholds", {"NOOP\r\nNOOP\r\nNOOP\r\n"}},
      {"smtp.pipelining.drops-input", {"NOOP\r\nNOOP\r\n"}},
      {"smtp.ehlo.no-domain", {kEhlo}},
      {"smtp.ehlo.argument-optional", {"EHLO\r\n"}},
      {"smtp.ehlo.keeps-transaction", {kRcpt + kEhlo + "DATA\r\n"}},
      {"smtp.helo.lists-extensions", {"HELO c\r\n"}},
      {"smtp.mail.needs-ehlo", {"HELO c\r\nMAIL FROM:<a@b>\r\n"}},
      {"smtp.mail.nested-ok", {kMail + "MAIL FROM:<a@b>\r\n"}},
      {"smtp.mail.null-refused", {kEhlo + "MAIL FROM:<>\r\n"}},
      {"smtp.mail.quoted-refused", {kEhlo + "MAIL FROM:<\"a b\"@c>\r\n"}},
      {"smtp.mail.syntax-ok", {kEhlo + "MAIL\r\n"}},
      {"smtp.mail.unknown-parameter-ok", {kEhlo + "MAIL FROM:<a@b> X-NO=1\r\n"}},
      {"smtp.body.8bitmime-refused", {kEhlo + "MAIL FROM:<a@b> BODY=8BITMIME\r\n"}},
      {"smtp.body.unknown-ok", {kEhlo + "MAIL FROM:<a@b> BODY=9BIT\r\n"}},
      {"smtp.size.declared-ignored", {kEhlo + "MAIL FROM:<a@b> SIZE=99999999999\r\n"}},
      {"smtp.size.parameter-refused", {kEhlo + "MAIL FROM:<a@b> SIZE=9\r\n"}},
      {"smtp.size.syntax-ok", {kEhlo + "MAIL FROM:<a@b> SIZE=abc\r\n"}},
      {"smtp.rcpt.before-mail-ok", {kEhlo + "RCPT TO:<user1@example.test>\r\n"}},
      {"smtp.rcpt.relays", {kMail + "RCPT TO:<a@elsewhere.invalid>\r\n"}},
      {"smtp.rcpt.unknown-user-ok", {kMail + "RCPT TO:<nobody@example.test>\r\n"}},
      {"smtp.rcpt.syntax-ok", {kMail + "RCPT TO:<@>\r\n"}},
      {"smtp.rcpt.limit-ten", {kMail, std::string(11, '+')}},
      {"smtp.rcpt.domain-case", {kMail + "RCPT TO:<user1@EXAMPLE.TEST>\r\n"}},
      {"smtp.rcpt.postmaster-refused", {kMail + "RCPT TO:<Postmaster>\r\n"}},
      {"smtp.data.without-mail-ok", {kEhlo + "DATA\r\n"}},
      {"smtp.data.without-rcpt-ok", {kMail + "DATA\r\n"}},
      {"smtp.data.no-354", {kData}},
      {"smtp.data.end-lf-lf", {kData + "a\n.\nNOOP\r\n"}},
      {"smtp.data.end-lf-crlf", {kData + "a\n.\r\nNOOP\r\n"}},
      {"smtp.data.end-crlf-lf", {kData + "a\r\n.\nNOOP\r\n"}},
      {"smtp.data.end-cr-cr", {kData + "a\r.\rNOOP\r\n"}},
      {"smtp.data.end-only-in-one-read", {kData + "a\r\n", ".\r\n"}},
      {"smtp.data.line-limit-short", {kData + std::string(998, 'x') + "\r\n.\r\n"}},
      {"smtp.data.first-dot-kept", {kData + "a\r\n..b\r\n.\r\n"}},
      {"smtp.data.body-changed", {kData + "a \t\r\n.\r\n"}},
      {"smtp.data.no-received", {kData + "a\r\n.\r\n"}},
      {"smtp.data.no-return-path", {kData + "a\r\n.\r\n"}},
      {"smtp.data.return-path-kept", {kData + "Return-Path: <x@y>\r\na: b\r\n\r\n.\r\n"}},
      {"smtp.data.lost", {kData + "a\r\n.\r\n"}},
      {"smtp.data.cut-is-delivered", {kData + "a\r\n"}},
      {"smtp.data.keeps-transaction", {kData + ".\r\nDATA\r\n"}},
      {"smtp.data.closes-after", {kData + ".\r\n"}},
      {"smtp.rset.keeps-transaction", {kRcpt + "RSET\r\nDATA\r\n"}},
      {"smtp.rset.refused-before-hello", {"RSET\r\n"}},
      {"smtp.noop.clears-transaction", {kRcpt + "NOOP\r\nDATA\r\n"}},
      {"smtp.noop.refused", {"NOOP\r\n"}},
      {"smtp.vrfy.unlisted-code", {"VRFY a\r\n"}},
      {"smtp.quit.stays-open", {"QUIT\r\n"}},
      {"smtp.quit.resets", {"QUIT\r\n"}},
      {"smtp.starttls.injection", {"STARTTLS\r\nVRFY injected\r\n", kEhlo}, SmtpKind::Mta, true},
      {"smtp.starttls.keeps-state", {kEhlo + "STARTTLS\r\n", "MAIL FROM:<a@b>\r\n"}, SmtpKind::Mta, true},
      {"smtp.starttls.twice-ok", {"STARTTLS\r\n", kEhlo + "STARTTLS\r\n"}, SmtpKind::Mta, true},
      {"smtp.starttls.argument-ok", {"STARTTLS now\r\n"}},
      {"smtp.auth.plain-refused", {kEhlo + kPlain}},
      {"smtp.auth.any-password", {kEhlo + "AUTH PLAIN AHVzZXIxAHg=\r\n"}},
      {"smtp.auth.twice-ok", {kEhlo + kPlain + kPlain}},
      {"smtp.auth.in-transaction-ok", {kEhlo + kPlain + "MAIL FROM:<a@b>\r\n" + kPlain}},
      {"smtp.auth.unknown-mechanism-ok", {kEhlo + "AUTH X-NO\r\n"}},
      {"smtp.auth.bad-base64-ok", {kEhlo + "AUTH PLAIN\r\n!!!\r\n"}},
      {"smtp.auth.cancel-ok", {kEhlo + "AUTH PLAIN\r\n*\r\n"}},
      {"smtp.auth.cancel-ignored", {kEhlo + "AUTH PLAIN\r\n*\r\n"}},
      {"smtp.auth.challenge-code", {kEhlo + "AUTH PLAIN\r\n"}},
      {"smtp.auth.challenge-text", {kEhlo + "AUTH PLAIN\r\n"}},
      {"smtp.auth.drops-early", {kEhlo + "AUTH PLAIN AHVzZXIxAHg=\r\n"}},
      {"smtp.data.received-no-login",
       {kEhlo + kPlain + "MAIL FROM:<a@b>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\na\r\n.\r\n"}},
      {"smtp.bdat.refused", {kRcpt + "BDAT 1 LAST\r\na"}},
      {"smtp.bdat.empty-last-refused", {kRcpt + "BDAT 1\r\naBDAT 0 LAST\r\n"}},
      {"smtp.bdat.refused-at-once", {kEhlo + "BDAT 6 LAST\r\nNOOP\r\n"}},
      {"smtp.bdat.read-is-chunk", {kRcpt + "BDAT 2 LAST\r\na", "b"}},
      {"smtp.bdat.one-reply", {kRcpt + "BDAT 1\r\naBDAT 1 LAST\r\nb"}},
      {"smtp.bdat.unstuffs", {kRcpt + "BDAT 5 LAST\r\n..a\r\n"}},
      {"smtp.bdat.size-guessed", {kRcpt + "BDAT x\r\n"}},
      {"smtp.bdat.then-data-ok", {kRcpt + "BDAT 1\r\naDATA\r\n"}},
      {"smtp.body.binarymime-refused", {kEhlo + "MAIL FROM:<a@b> BODY=BINARYMIME\r\n"}},
      {"smtp.body.binarymime-data-ok",
       {kEhlo + "MAIL FROM:<a@b> BODY=BINARYMIME\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n"}},
      {"smtp.submission.no-login-needed", {kMail}, SmtpKind::Submission},
      {"smtp.submission.etrn", {kEhlo}, SmtpKind::Submission},
  };
  return kRows;
}

// All that can be seen of the session from outside.
std::string seen(const Row& row, bool deviating) {
  Rig rig(row.kind);
  if (deviating) rig.deviate(row.name);
  std::string out = rig.greeting();
  bool secure = !row.tls_after_first;
  for (const std::string& read : row.reads) {
    if (read.front() == '+') {
      for (std::size_t i = 0; i < read.size(); ++i) out += rig.talk("RCPT TO:<user1@example.test>\r\n");
      continue;
    }
    out += rig.talk(read);
    out += "=" + std::to_string(static_cast<int>(rig.effect)) + "\n";
    if (!secure) rig.start_tls();
    secure = true;
  }
  if (rig.session) rig.session->lost();
  for (const StoredMessage& message : rig.inbox()) out += *message.body.octets();
  return out;
}

TEST(SmtpDeviation, EachIsSeenFromOutside) {
  std::set<std::string> tried;
  for (const Row& row : rows()) {
    EXPECT_NE(seen(row, true), seen(row, false)) << row.name;
    tried.insert(row.name);
  }
  for (const Deviation* deviation : smtp_deviations()) {
    EXPECT_TRUE(tried.contains(std::string(deviation->name))) << deviation->name;
  }
}

TEST(SmtpDeviation, NamesAreUniqueAndCiteAClause) {
  std::set<std::string_view> names;
  for (const Deviation* deviation : smtp_deviations()) {
    EXPECT_TRUE(names.insert(deviation->name).second);
    EXPECT_TRUE(deviation->name.starts_with("smtp."));
    EXPECT_NE(deviation->clause.rfc, 0);
    EXPECT_FALSE(deviation->what.empty());
  }
}

TEST(SmtpDeviation, SmuggledCommandsAreAnswered) {
  Rig rig;
  rig.deviate("smtp.data.end-lf-lf");
  EXPECT_EQ(rig.codes(kData + "a\n.\nNOOP\r\n"), "250,250,250,354,250,250");
  EXPECT_EQ(rig.inbox().size(), 1U);
}

TEST(SmtpDeviation, InjectedCommandsAreAnsweredUnderTls) {
  Rig rig;
  rig.deviate("smtp.starttls.injection");
  EXPECT_EQ(rig.codes("STARTTLS\r\nVRFY injected\r\n"), "220");
  bool woken = false;
  rig.session->wake_up = [&] { woken = true; };
  rig.start_tls();
  EXPECT_TRUE(woken);
  std::string output;
  EXPECT_EQ(rig.session->wake(output), Effect::None);
  EXPECT_TRUE(output.starts_with("252 "));
}

TEST(SmtpDeviation, CountedOnesRunOut) {
  Rig rig;
  rig.deviate("smtp.noop.refused:2");
  EXPECT_EQ(rig.codes("NOOP\r\nNOOP\r\nNOOP\r\n"), "502,502,250");
}

}  // namespace
}  // namespace mailrig::server
