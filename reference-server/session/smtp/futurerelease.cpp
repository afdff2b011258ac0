// FUTURERELEASE (RFC 4865 3, 4.2): of submission alone.
//   hold-param = "HOLDFOR=" 1*9DIGIT / "HOLDUNTIL=" date-time     ; RFC 3339, in UTC
#include <array>
#include <chrono>

#include <fmt/chrono.h>

#include "harness/wire/cursor.hpp"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/session/smtp/extensions.hpp"
#include "reference-server/session/smtp/queue.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kLongestHold = 30 * kDay;
constexpr std::size_t kHeldLimit = 1000;  // ours: messages that one user may have held (RFC 4865 6)

std::optional<int> digits(wire::Cursor& cursor, std::size_t count) {
  const auto number = wire::to_number(cursor.take_octets(count));
  if (!number) return std::nullopt;
  return static_cast<int>(*number);
}

// "2007-05-01T12:00:00Z", with or without a fraction. -1: it is none.
std::int64_t utc_of(std::string_view text) {
  wire::Cursor cursor(text);
  std::array<int, 6> parts{};
  constexpr std::string_view kBehind = "--T::";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = digits(cursor, i == 0 ? 4 : 2);
    if (!part || (i < kBehind.size() && !cursor.take(kBehind[i]))) return -1;
    parts[i] = *part;
  }
  if (cursor.take('.') && cursor.take_while(wire::is_digit).empty()) return -1;
  const std::chrono::year_month_day day{std::chrono::year{parts[0]},
                                        std::chrono::month{static_cast<unsigned>(parts[1])},
                                        std::chrono::day{static_cast<unsigned>(parts[2])}};
  if (!cursor.take('Z') || !cursor.at_end() || !day.ok()) return -1;
  if (parts[3] > 23 || parts[4] > 59 || parts[5] > 60) return -1;
  const std::chrono::sys_days days{day};
  return days.time_since_epoch().count() * kDay + parts[3] * 3600 + parts[4] * 60 + parts[5];
}

std::string utc_text(std::int64_t seconds) {
  return fmt::format("{:%FT%TZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

Answer hold(const Talk& talk, Envelope& envelope, std::int64_t until, std::string request) {
  const std::int64_t now = talk.world.unix_time();
  if (envelope.hold_until != 0) return {501, {5, 5, 4}, "one HOLDFOR or HOLDUNTIL"};
  if (until > now + kLongestHold && !talk.hit(kFuturereleaseTooLongOk))
    return {501, {5, 5, 4}, "held too long"};
  if (talk.world.queue->held(talk.state.user) >= kHeldLimit)
    return {552, {5, 7, 16}, "too many messages are held"};
  if (talk.world.queue->full()) return {552, {5, 7, 17}, "the queue is full"};
  envelope.hold_until = std::max(until, now);
  envelope.hold_request = std::move(request);
  return {};
}

}  // namespace

bool offers_futurerelease(const Talk& talk) {
  return talk.offers(Cap::SmtpFutureRelease) && talk.world.queue != nullptr &&
         talk.state.kind == SmtpKind::Submission;
}

std::string futurerelease_line(const Talk& talk) {
  return fmt::format("FUTURERELEASE {} {}", kLongestHold, utc_text(talk.world.unix_time() + kLongestHold));
}

Answer take_holdfor(const Talk& talk, const smtp::Parameter& holdfor, Envelope& envelope) {
  const std::string_view value = holdfor.value.value_or("");
  const auto seconds = value.size() <= 9 ? wire::to_number(value) : std::nullopt;
  if (!seconds || *seconds == 0) return {501, {5, 5, 4}, "HOLDFOR is a number of seconds"};
  return hold(talk, envelope, talk.world.unix_time() + static_cast<std::int64_t>(*seconds),
              "for;" + std::string(value));
}

Answer take_holduntil(const Talk& talk, const smtp::Parameter& holduntil, Envelope& envelope) {
  const std::string_view value = holduntil.value.value_or("");
  const std::int64_t until = utc_of(value);
  if (until < 0) return {501, {5, 5, 4}, "HOLDUNTIL is a date and time in UTC"};
  return hold(talk, envelope, until, "until;" + std::string(value));
}

// RFC 4865 5.2.2
Answer check_hold(const Envelope& envelope) {
  if (!envelope.by || envelope.hold_until <= envelope.by->deadline) return {};
  return {501, {5, 5, 4}, "held beyond the time of BY"};
}

}  // namespace mailrig::server::smtpd
