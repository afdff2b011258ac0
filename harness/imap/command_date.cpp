// Dates of commands (RFC 9051 9).
//   date      = date-text / DQUOTE date-text DQUOTE
//   date-text = date-day "-" date-month "-" date-year
//   date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
#include <array>

#include "harness/imap/ascii.hpp"
#include "harness/imap/command_reader.hpp"

namespace mailrig::imap {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool day_exists(const Date& date) {
  const int days =
      kDays.at(static_cast<std::size_t>(date.month - 1)) + (date.month == 2 && leap(date.year) ? 1 : 0);
  return date.day >= 1 && date.day <= days;
}

}  // namespace

bool CommandReader::digits(int count, int& value) {
  value = 0;
  for (int i = 0; i < count; ++i) {
    if (!at_digit()) return fail("digit expected");
    value = value * 10 + (unit_[position_++] - '0');
  }
  return true;
}

bool CommandReader::month(int& value) {
  const std::string_view read = unit_.substr(position_, 3);
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (position_ + 3 > end_ || !same(read, kMonths[i])) continue;
    value = static_cast<int>(i) + 1;
    position_ += 3;
    return true;
  }
  return fail("month expected");
}

bool CommandReader::date_text(Date& value) {
  if (!digits(1, value.day)) return false;
  if (at_digit()) {
    int second = 0;
    if (!digits(1, second)) return false;
    value.day = value.day * 10 + second;
  }
  if (!expect('-', "\"-\" expected") || !month(value.month)) return false;
  if (!expect('-', "\"-\" expected") || !digits(4, value.year)) return false;
  return day_exists(value) || fail("no such day");
}

bool CommandReader::date(Date& value) {
  if (!take('"')) return date_text(value);
  return date_text(value) && expect('"', "end of the date expected");
}

bool CommandReader::date_time(std::string_view& value) {
  if (!expect('"', "date-time expected")) return false;
  const std::size_t begin = position_;
  Date date;
  if (!digits(take(' ') ? 1 : 2, date.day)) return false;
  if (!expect('-', "\"-\" expected") || !month(date.month)) return false;
  if (!expect('-', "\"-\" expected") || !digits(4, date.year) || !sp()) return false;
  if (!day_exists(date)) return fail("no such day");
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!digits(2, hour) || !expect(':', "time expected") || !digits(2, minute)) return false;
  if (!expect(':', "time expected") || !digits(2, second) || !sp()) return false;
  if (hour > 23 || minute > 59 || second > 60) return fail("no such time");
  int zone = 0;
  if (!take('+') && !expect('-', "zone expected")) return false;
  if (!digits(4, zone)) return false;
  value = unit_.substr(begin, position_ - begin);
  return expect('"', "end of the date-time expected");
}

}  // namespace mailrig::imap
