// RET, ENVID, NOTIFY and ORCPT (RFC 3461 4), with the address type of RFC 6533 3.
//   notify-esmtp-value = "NEVER" / 1#( "SUCCESS" / "FAILURE" / "DELAY" )
//   ORCPT              = addr-type ";" xtext          ; addr-type = atom
//   utf-8-enc-addr     = 1*( QUCHAR / EmbeddedUnicodeChar )
#include "harness/smtp/xtext.hpp"
#include "harness/wire/cursor.hpp"
#include "harness/wire/utf8.hpp"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/session/smtp/extensions.hpp"

namespace mailrig::server::smtpd {
namespace {

using smtp::Parameter;
using wire::iequals;

constexpr std::size_t kEnvidLimit = 100;  // RFC 3461 4.4
constexpr std::size_t kOrcptLimit = 500;  // 4.2

Answer wrong(const Talk& talk, std::string_view text) {
  if (talk.hit(kDsnSyntaxOk)) return {};
  return {501, {5, 5, 4}, text};
}

bool refused(const Talk& talk) {
  return talk.hit(kDsnParametersRefused);
}

constexpr Answer kNotKnown{555, {5, 5, 4}, "parameter not known"};

// What is to stand in a report once it is decoded: graphic characters and white space of ASCII.
bool is_printable_xtext(std::string_view xtext) {
  const std::optional<std::string> value = smtp::parse_xtext(xtext);
  return value &&
         std::all_of(value->begin(), value->end(), [](char c) { return wire::is_printable(c) || c == '\t'; });
}

std::uint8_t notify_of(std::string_view word) {
  if (iequals(word, "SUCCESS")) return kSuccess;
  if (iequals(word, "FAILURE")) return kFailure;
  if (iequals(word, "DELAY")) return kDelay;
  return iequals(word, "NEVER") ? kNever : 0;
}

// 0: it is no list, or has NEVER beside others.
std::uint8_t notify_list(std::string_view list) {
  unsigned notify = 0;
  wire::Cursor cursor(list);
  do {
    const std::uint8_t one = notify_of(cursor.take_until(','));
    if (one == 0) return 0;
    notify |= one;
  } while (cursor.take(','));
  const bool lonely = (notify & kNever) == 0 || notify == kNever;
  return lonely && !list.ends_with(',') ? static_cast<std::uint8_t>(notify) : std::uint8_t{0};
}

constexpr bool is_atom(char c) {
  return c > ' ' && c <= '~' && std::string_view("()<>@,;:\\\".[]").find(c) == std::string_view::npos;
}

bool is_utf8_address(const Talk& talk, std::string_view address) {
  if (!wire::is_ascii(address) && !talk.state.transaction.envelope.utf8) return false;
  return smtp::parse_unitext(address).has_value();
}

bool is_orcpt(const Talk& talk, std::string_view value) {
  wire::Cursor cursor(value);
  const std::string_view type = cursor.take_while(is_atom);
  if (type.empty() || !cursor.take(';') || value.size() > kOrcptLimit) return false;
  if (iequals(type, "utf-8")) return is_utf8_address(talk, cursor.rest());
  return is_printable_xtext(cursor.rest());
}

}  // namespace

Answer take_ret(const Talk& talk, const Parameter& ret, Envelope& envelope) {
  if (refused(talk)) return kNotKnown;
  const std::string_view value = ret.value.value_or("");
  if (iequals(value, "FULL")) return envelope.ret = Return::Full, Answer{};
  if (iequals(value, "HDRS")) return envelope.ret = Return::Headers, Answer{};
  return wrong(talk, "RET is FULL or HDRS");
}

Answer take_envid(const Talk& talk, const Parameter& envid, Envelope& envelope) {
  if (refused(talk)) return kNotKnown;
  const std::string_view value = envid.value.value_or("");
  if (value.empty() || value.size() > kEnvidLimit || !is_printable_xtext(value))
    return wrong(talk, "ENVID is xtext of printable ASCII");
  envelope.envid = value;
  return {};
}

Answer take_notify(const Talk& talk, const Parameter& notify, Recipient& recipient) {
  if (refused(talk)) return kNotKnown;
  recipient.notify = notify_list(notify.value.value_or(""));
  if (recipient.notify == 0) return wrong(talk, "NOTIFY is NEVER, or of SUCCESS, FAILURE, DELAY");
  return {};
}

Answer take_orcpt(const Talk& talk, const Parameter& orcpt, Recipient& recipient) {
  if (refused(talk)) return kNotKnown;
  const std::string_view value = orcpt.value.value_or("");
  if (!is_orcpt(talk, value)) return wrong(talk, "ORCPT is an address type and xtext of printable ASCII");
  recipient.orcpt = value;
  return {};
}

}  // namespace mailrig::server::smtpd
