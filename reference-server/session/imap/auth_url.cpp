#include "reference-server/session/imap/auth_url.hpp"

#include <chrono>

#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/url_auth.hpp"
#include "reference-server/session/imap/message_url.hpp"

namespace mailrig::server::imapd {
namespace {

using Access = AuthUrl::Access;

constexpr std::string_view kMark = ";URLAUTH=", kExpire = ";EXPIRE=", kScheme = "imap://";

bool begins(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && wire::iequals(text.substr(0, with.size()), with);
}

// The last ";URLAUTH=" (RFC 4467 3: "MUST be at the end").
std::size_t find_mark(std::string_view url) {
  std::size_t found = std::string_view::npos;
  for (std::size_t at = 0; at + kMark.size() <= url.size(); ++at) {
    if (begins(url.substr(at), kMark)) found = at;
  }
  return found;
}

bool read_access(std::string_view text, AuthUrl& url) {
  if (wire::iequals(text, "authuser") || wire::iequals(text, "anonymous")) {
    url.access = text.size() == std::string_view("authuser").size() ? Access::AuthUser : Access::Anonymous;
    return true;
  }
  const bool submit = begins(text, "submit+");
  if (!submit && !begins(text, "user+")) return false;
  url.access = submit ? Access::Submit : Access::User;
  const auto user = decoded_url(text.substr(text.find('+') + 1));
  url.user = user.value_or("");
  return !url.user.empty();
}

// access [":" mechanism ":" token], behind `url.rump`'s start; sets the rump.
bool read_verifier(std::string_view whole, std::size_t access_at, UrlForm form, AuthUrl& url) {
  const std::string_view rest = whole.substr(access_at);
  const std::size_t colon = rest.find(':');
  if ((colon == std::string_view::npos) != (form == UrlForm::Rump)) return false;
  url.rump = whole.substr(0, colon == std::string_view::npos ? whole.size() : access_at + colon);
  if (!read_access(rest.substr(0, colon), url)) return false;
  if (form == UrlForm::Rump) return true;
  const std::string_view verifier = rest.substr(colon + 1);
  const std::size_t second = verifier.find(':');
  if (second == std::string_view::npos) return false;
  url.mechanism = verifier.substr(0, second);
  url.token = verifier.substr(second + 1);
  return true;
}

// "imap://" user [";AUTH=" …] "@" host "/" path
bool read_server(std::string_view text, AuthUrl& url) {
  if (!begins(text, kScheme)) return false;
  text.remove_prefix(kScheme.size());
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  url.path = text.substr(slash + 1);
  std::string_view user = text.substr(0, slash);
  const std::size_t at = user.rfind('@');
  if (at == std::string_view::npos) return true;
  user = user.substr(0, at);
  static_cast<void>(cut_off(user, ";AUTH="));
  url.owner = decoded_url(user).value_or("");
  return true;
}

}  // namespace

std::optional<std::int64_t> parse_rfc3339(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t size) -> int {
    if (at + size > text.size()) return -1;
    int value = 0;
    for (const char octet : text.substr(at, size)) {
      if (octet < '0' || octet > '9') return -1;
      value = value * 10 + (octet - '0');
    }
    return value;
  };
  const auto is = [&](std::size_t at, char octet) {
    return at < text.size() && wire::to_lower(text[at]) == octet;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (year < 0 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60)
    return std::nullopt;
  if (!is(4, '-') || !is(7, '-') || !is(10, 't') || !is(13, ':') || !is(16, ':')) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  std::size_t at = 19;
  if (is(at, '.')) {
    const std::size_t begin = ++at;
    while (number(at, 1) >= 0) ++at;
    if (at == begin) return std::nullopt;
  }
  std::int64_t offset = 0;
  if (is(at, 'z')) {
    ++at;
  } else {
    const int hours = number(at + 1, 2), minutes = number(at + 4, 2);
    if ((!is(at, '+') && !is(at, '-')) || !is(at + 3, ':') || hours < 0 || hours > 23 || minutes < 0 ||
        minutes > 59)
      return std::nullopt;
    offset = (text[at] == '-' ? -1 : 1) * (hours * 60 + minutes) * 60;
    at += 6;
  }
  if (at != text.size()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return days * 86400 + hour * 3600 + minute * 60 + second - offset;
}

std::optional<AuthUrl> parse_auth_url(const Connection& connection, std::string_view url, UrlForm form,
                                      std::string_view& why) {
  AuthUrl read;
  std::string_view head = url;
  const std::size_t mark = find_mark(url);
  if (mark != std::string_view::npos) head = url.substr(0, mark);
  const bool access = mark != std::string_view::npos && read_verifier(url, mark + kMark.size(), form, read);
  why = "no access identifier in the URL";
  if (!access && !(form == UrlForm::Rump && connection.broken(kUrlauthNoAccessTaken))) return std::nullopt;
  if (!access) read.rump = url;
  if (const auto expire = cut_off(head, kExpire)) {
    read.until = parse_rfc3339(*expire);
    why = "EXPIRE is no date and time";
    if (!read.until) return std::nullopt;
  }
  why = "no absolute IMAP URL";
  if (!read_server(head, read)) return std::nullopt;
  why = "no user in the URL";
  if (read.owner.empty() && connection.broken(kUrlauthNoOwnerTaken)) read.owner = connection.account->user;
  if (read.owner.empty()) return std::nullopt;
  return read;
}

}  // namespace mailrig::server::imapd
