// Dates (RFC 5322 3.3 and 4.3; RFC 9051 9 date-time):
//
//   date-time = [day-of-week ","] day month year hour ":" minute [":" second] zone
//   zone      = ("+" / "-") 4DIGIT / "UT" / "GMT" / "EST" / … / military letter
//
// RFC 5322's is read leniently: comments anywhere, two- and three-digit years, a missing time or
// zone (then 0), any unknown zone as -0000 (4.3).
#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "harness/mail/lexer.hpp"
#include "harness/mail/message.hpp"

namespace mailrig::mail {

namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct Clock {
  int hour = 0, minute = 0, second = 0;
};

// 1..12, or 0. A full name will do ("June"): its first three letters tell.
int month_number(std::string_view word) {
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (same(word.substr(0, 3), kMonths[i])) return static_cast<int>(i) + 1;
  }
  return 0;
}

// All of `word` as a number of `least` to `most` digits, or -1.
int number(std::string_view word, std::size_t least, std::size_t most) {
  if (word.size() < least || word.size() > most) return -1;
  int value = 0;
  for (const char c : word) {
    if (!is_digit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// ("+" / "-") 4DIGIT in minutes.
std::optional<int> numeric_zone(std::string_view word) {
  if (word.size() != 5 || (word[0] != '+' && word[0] != '-')) return std::nullopt;
  const int hours = number(word.substr(1, 2), 2, 2);
  const int minutes = number(word.substr(3, 2), 2, 2);
  if (hours < 0 || minutes < 0 || minutes > 59) return std::nullopt;
  return (word[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

int zone_of(std::string_view word) {
  if (const auto numeric = numeric_zone(word)) return *numeric;
  static constexpr std::array<std::pair<std::string_view, int>, 8> kNames{{{"EST", -5},
                                                                           {"EDT", -4},
                                                                           {"CST", -6},
                                                                           {"CDT", -5},
                                                                           {"MST", -7},
                                                                           {"MDT", -6},
                                                                           {"PST", -8},
                                                                           {"PDT", -7}}};
  for (const auto& [name, hours] : kNames) {
    if (same(word, name)) return hours * 60;
  }
  return 0;
}

std::optional<DateTime> assemble(int year, int month, int day, const Clock& clock, int zone_minutes) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || clock.hour > 23 || clock.minute > 59 || clock.second > 60) return std::nullopt;
  DateTime result;
  result.unix_seconds = std::int64_t{sys_days(date).time_since_epoch().count()} * 86'400 + clock.hour * 3600 +
                        clock.minute * 60 + clock.second - zone_minutes * 60;
  result.zone_minutes = zone_minutes;
  result.year = year;
  result.month = month;
  result.day = day;
  return result;
}

// The words of a date, in order; commas and hyphens between day, month and year only separate.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : lexer_(text) {}
  std::optional<DateTime> read();

 private:
  std::string_view word(std::string_view stops) {
    while (lexer_.skip_cfws() || lexer_.take(',')) {
    }
    return lexer_.take_until(stops);
  }
  bool read_clock(Clock& clock);

  Lexer lexer_;
};

// hour ":" minute [":" second], white space allowed anywhere (obs-hour). No clock at all is midnight.
bool DateReader::read_clock(Clock& clock) {
  const std::string_view hour = word(",(:+-");
  if (hour.empty()) return true;
  clock.hour = number(hour, 1, 2);
  lexer_.skip_cfws();
  if (!lexer_.take(':')) return false;
  clock.minute = number(word(",(:+-"), 1, 2);
  lexer_.skip_cfws();
  if (lexer_.take(':')) clock.second = number(word(",(:+-."), 1, 2);
  if (lexer_.peek() == '.') (void)lexer_.take_until(" \t(");  // fractions, which no RFC knows
  return clock.hour >= 0 && clock.minute >= 0 && clock.second >= 0;
}

int full_year(std::string_view word) {
  const int year = number(word, 2, 4);
  if (year < 0 || word.size() == 4) return year;
  return word.size() == 2 && year < 50 ? year + 2000 : year + 1900;
}

std::optional<DateTime> DateReader::read() {
  std::string_view first = word(",(-");
  if (!first.empty() && is_alpha(first.front())) first = word(",(-");
  const int day = number(first, 1, 2);
  lexer_.skip_cfws();
  lexer_.take('-');
  const int month = month_number(word(",(-"));
  lexer_.skip_cfws();
  lexer_.take('-');
  const int year = full_year(word(",("));
  Clock clock;
  if (day < 1 || month == 0 || year < 0 || !read_clock(clock)) return std::nullopt;
  return assemble(year, month, day, clock, zone_of(word(",(")));
}

struct Written {
  std::chrono::year_month_day date;
  int weekday = 0;
  std::int64_t hour = 0, minute = 0, second = 0;
  char sign = '+';
  int zone_hours = 0, zone_minutes = 0;
};

Written written(std::int64_t unix_seconds, int zone_minutes) {
  using namespace std::chrono;
  constexpr std::int64_t kFirst = -62'135'596'800, kLast = 253'402'300'799;  // years 1 to 9999
  const std::int64_t shifted = std::clamp(unix_seconds, kFirst, kLast) + std::int64_t{zone_minutes} * 60;
  const sys_seconds local{seconds(std::clamp(shifted, kFirst, kLast))};
  const sys_days day = floor<days>(local);
  const std::int64_t in_day = (local - day).count();
  const int zone = zone_minutes < 0 ? -zone_minutes : zone_minutes;
  return {year_month_day(day), static_cast<int>(weekday(day).c_encoding()),
          in_day / 3600,       in_day / 60 % 60,
          in_day % 60,         zone_minutes < 0 ? '-' : '+',
          zone / 60,           zone % 60};
}

std::string_view month_name(const Written& w) {
  return kMonths[static_cast<unsigned>(w.date.month()) - 1];
}

}  // namespace

std::optional<DateTime> parse_rfc5322_date(std::string_view text) {
  return DateReader(text).read();
}

// date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE, quotes taken
// off. Strict: it is what a server must refuse when wrong.
std::optional<DateTime> parse_internal_date(std::string_view text) {
  if (text.size() != 26) return std::nullopt;
  if (text[2] != '-' || text[6] != '-' || text[11] != ' ' || text[14] != ':' || text[17] != ':' ||
      text[20] != ' ') {
    return std::nullopt;
  }
  const int day = text[0] == ' ' ? number(text.substr(1, 1), 1, 1) : number(text.substr(0, 2), 2, 2);
  const int month = month_number(text.substr(3, 3));
  const int year = number(text.substr(7, 4), 4, 4);
  const Clock clock{number(text.substr(12, 2), 2, 2), number(text.substr(15, 2), 2, 2),
                    number(text.substr(18, 2), 2, 2)};
  const auto zone = numeric_zone(text.substr(21));
  if (day < 1 || month == 0 || year < 0 || !zone) return std::nullopt;
  if (clock.hour < 0 || clock.minute < 0 || clock.second < 0) return std::nullopt;
  return assemble(year, month, day, clock, *zone);
}

std::string internal_date(std::int64_t unix_seconds, int zone_minutes) {
  const Written w = written(unix_seconds, zone_minutes);
  return fmt::format("{:2}-{}-{:04} {:02}:{:02}:{:02} {}{:02}{:02}", static_cast<unsigned>(w.date.day()),
                     month_name(w), static_cast<int>(w.date.year()), w.hour, w.minute, w.second, w.sign,
                     w.zone_hours, w.zone_minutes);
}

std::string rfc5322_date(std::int64_t unix_seconds, int zone_minutes) {
  const Written w = written(unix_seconds, zone_minutes);
  return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} {}{:02}{:02}",
                     kDays[static_cast<std::size_t>(w.weekday)], static_cast<unsigned>(w.date.day()),
                     month_name(w), static_cast<int>(w.date.year()), w.hour, w.minute, w.second, w.sign,
                     w.zone_hours, w.zone_minutes);
}

}  // namespace mailrig::mail
