// DELIVERBY (RFC 2852 4).
//   by-value = by-time ";" by-mode [by-trace]
//   by-time  = ["-" / "+"] 1*9DIGIT           ; more than zero with R
//   by-mode  = "N" / "R" ; by-trace = "T"
#include "harness/wire/cursor.hpp"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/session/smtp/extensions.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::size_t kTimeDigits = 9;

struct By {
  std::int64_t seconds = 0;
  bool returns = false, trace = false;
};

std::optional<By> by_of(std::string_view value) {
  wire::Cursor cursor(value);
  By by;
  const bool minus = cursor.take('-');
  if (!minus) cursor.take('+');
  const std::string_view digits = cursor.take_while(wire::is_digit);
  if (digits.empty() || digits.size() > kTimeDigits || !cursor.take(';')) return std::nullopt;
  by.seconds = static_cast<std::int64_t>(wire::to_number(digits).value_or(0));
  if (minus) by.seconds = -by.seconds;
  by.returns = cursor.take_any_case("R");
  if (!by.returns && !cursor.take_any_case("N")) return std::nullopt;
  by.trace = cursor.take_any_case("T");
  if (!cursor.at_end()) return std::nullopt;
  return by;
}

}  // namespace

bool offers_deliverby(const Talk& talk) {
  return talk.offers(Cap::SmtpDeliverBy) && talk.world.queue != nullptr;
}

Answer take_by(const Talk& talk, const smtp::Parameter& parameter, Envelope& envelope) {
  const std::optional<By> by = by_of(parameter.value.value_or(""));
  if (!by || (by->returns && by->seconds <= 0)) {
    if (talk.hit(kDeliverbySyntaxOk)) return {};
    return {501, {5, 5, 4}, by ? "BY with R is in the future" : "BY is seconds;N or seconds;R"};
  }
  DeliverBy kept;
  kept.deadline = talk.world.unix_time() + by->seconds;
  kept.returns = by->returns;
  kept.trace = by->trace;
  // Whoever let it pass has told of it; a client that submits has not.
  kept.told = by->seconds <= 0 && talk.state.kind != SmtpKind::Submission;
  envelope.by = kept;
  return {};
}

}  // namespace mailrig::server::smtpd
