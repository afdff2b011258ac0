// The table of MAIL, with SIZE (RFC 1870), BODY (RFC 6152, RFC 3030) and AUTH (RFC 4954 5).
#include "harness/smtp/xtext.hpp"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/extensions.hpp"

namespace mailrig::server::smtpd {
namespace {

using smtp::Parameter;
using wire::iequals;

constexpr std::size_t kSizeDigits = 20;  // RFC 1870 4

Answer take_size(const Talk& talk, const Parameter& size, Envelope&) {
  if (talk.hit(kSizeParameterRefused)) return {555, {5, 5, 4}, "SIZE is not known"};
  const std::string_view digits = size.value.value_or("");
  const bool number = !digits.empty() && digits.size() <= kSizeDigits &&
                      digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!number) return talk.hit(kSizeSyntaxOk) ? Answer{} : Answer{501, {5, 5, 4}, "SIZE is a number"};
  const std::uint64_t octets = wire::to_number(digits).value_or(UINT64_MAX);
  if (octets > talk.world.limits.message && !talk.hit(kSizeDeclaredIgnored))
    return {552, {5, 3, 4}, "message too big"};
  return {};
}

Answer take_body(const Talk& talk, const Parameter& body, Envelope& envelope) {
  const std::string_view value = body.value.value_or("");
  if (iequals(value, "8BITMIME")) {
    if (talk.hit(kBody8bitmimeRefused)) return {555, {5, 5, 4}, "7BIT only"};
    envelope.eight_bit = true;
    return {};
  }
  if (iequals(value, "BINARYMIME")) {
    if (talk.hit(kBodyBinarymimeRefused) || !talk.offers(Cap::SmtpBinaryMime))
      return {555, {5, 5, 4}, "no BINARYMIME"};
    envelope.binary = true;
    return {};
  }
  if (iequals(value, "7BIT") || talk.hit(kBodyUnknownOk)) return {};
  return {501, {5, 5, 4}, "BODY is 7BIT, 8BITMIME or BINARYMIME"};
}

bool is_mailbox(std::string_view text) {
  wire::Cursor cursor(text);
  smtp::Mailbox mailbox;
  return !smtp::take_mailbox(cursor, mailbox) && cursor.at_end();
}

// Whom a client names is believed once it has logged in; of all others it is as if "<>" were given (RFC 4954
// 5).
Answer take_auth(const Talk& talk, const Parameter& auth, Envelope& envelope) {
  if (talk.hit(kAuthParameterRefused)) return {555, {5, 5, 4}, "AUTH is not known"};
  std::optional<std::string> submitter = smtp::parse_xtext(auth.value.value_or(""));
  if (!submitter || (*submitter != "<>" && !is_mailbox(*submitter)))
    return talk.hit(kAuthParameterSyntaxOk) ? Answer{} : Answer{501, {5, 5, 4}, "AUTH is a mailbox or <>"};
  envelope.submitter = talk.state.user.empty() ? "<>" : std::move(*submitter);
  return {};
}

constexpr std::array<ParameterRule<Envelope>, 11> kRules{{
    {"SIZE", Cap::SmtpSize, take_size},
    {"BODY", Cap::Smtp8BitMime, take_body},
    {"AUTH", Cap::SmtpAuth, take_auth},
    {"RET", Cap::SmtpDsn, take_ret},
    {"ENVID", Cap::SmtpDsn, take_envid},
    {"SMTPUTF8", Cap::SmtpUtf8, take_smtputf8},
    {"REQUIRETLS", Cap::SmtpRequireTls, take_requiretls, offers_requiretls},
    {"MT-PRIORITY", Cap::SmtpMtPriority, take_mt_priority, offers_mt_priority},
    {"BY", Cap::SmtpDeliverBy, take_by, offers_deliverby},
    {"HOLDFOR", Cap::SmtpFutureRelease, take_holdfor, offers_futurerelease},
    {"HOLDUNTIL", Cap::SmtpFutureRelease, take_holduntil, offers_futurerelease},
}};

}  // namespace

std::span<const ParameterRule<Envelope>> mail_parameters() {
  return kRules;
}

}  // namespace mailrig::server::smtpd
