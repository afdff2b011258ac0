#include "reference-server/session/imap/message_url.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "harness/imap/append.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/section.hpp"

namespace mailrig::server::imapd {
namespace {

std::optional<unsigned> hex(char octet) {
  const char low = wire::to_lower(octet);
  if (low >= '0' && low <= '9') return static_cast<unsigned>(low - '0');
  if (low >= 'a' && low <= 'f') return static_cast<unsigned>(low - 'a') + 10U;
  return std::nullopt;
}

// "%20" to a space. Nothing: it is not well formed, or has control characters.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char octet = text[i];
    if (octet == '%') {
      const auto high = i + 1 < text.size() ? hex(text[i + 1]) : std::nullopt;
      const auto low = i + 2 < text.size() ? hex(text[i + 2]) : std::nullopt;
      if (!high || !low) return std::nullopt;
      octet = static_cast<char>(*high * 16U + *low);
      i += 2;
    }
    const auto value = static_cast<unsigned char>(octet);
    if (value < 0x20 || value == 0x7f) return std::nullopt;
    out += octet;
  }
  return out;
}

// Where `mark` stands, in any case.
std::size_t find_mark(std::string_view text, std::string_view mark) {
  const auto same = [](char a, char b) { return wire::to_lower(a) == wire::to_lower(b); };
  const auto* at = std::search(text.begin(), text.end(), mark.begin(), mark.end(), same);
  return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
}

// What stands behind `mark`, which is taken off `text` with it.
std::optional<std::string_view> cut_off(std::string_view& text, std::string_view mark) {
  const std::size_t at = find_mark(text, mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view behind = text.substr(at + mark.size());
  text = text.substr(0, at);
  return behind;
}

struct Parsed {
  std::shared_ptr<Mailbox> mailbox;
  Uid uid = 0;
  std::string section, partial;
};

std::shared_ptr<Mailbox> readable(const Connection& connection, std::string_view name) {
  Found found = find_named(connection, name);
  return found.may({Right::Read}) ? std::move(found.mailbox) : nullptr;
}

std::shared_ptr<Mailbox> mailbox_of(const Connection& connection, std::string_view path) {
  const auto validity = cut_off(path, ";UIDVALIDITY=");
  const auto name = decoded(path);
  if (!name) return nullptr;
  auto mailbox = readable(connection, *name);
  if (mailbox && validity &&
      wire::to_number(*validity) != std::optional<std::uint64_t>(mailbox->uid_validity()))
    return nullptr;
  return mailbox;
}

bool parse(const Connection& connection, std::string_view url, Parsed& parsed) {
  const auto partial = cut_off(url, "/;PARTIAL=");
  const auto section = cut_off(url, "/;SECTION=");
  const bool bare = url.starts_with(";");
  const auto uid = cut_off(url, bare ? ";UID=" : "/;UID=");
  if (!uid) return false;
  parsed.uid = static_cast<Uid>(
      std::min<std::uint64_t>(wire::to_number(*uid).value_or(0), std::numeric_limits<Uid>::max()));
  const auto text = decoded(section.value_or(""));
  if (!text) return false;
  parsed.section = *text;
  parsed.partial = partial.value_or("");
  if (bare) {
    if (!connection.selected) return false;
    const Selected& selected = *connection.selected;
    parsed.mailbox = readable(connection, name_at(connection, *selected.owner, selected.mailbox().name()));
  } else {
    if (url.starts_with('/')) url.remove_prefix(1);
    parsed.mailbox = mailbox_of(connection, url);
  }
  return parsed.mailbox != nullptr;
}

// "offset" or "offset.count" as FETCH has it.
std::string fetch_partial(const std::string& partial) {
  if (partial.empty()) return {};
  const std::string rest = std::to_string(std::numeric_limits<std::uint32_t>::max());
  return '<' + partial + (partial.find('.') == std::string::npos ? '.' + rest : "") + '>';
}

}  // namespace

// The section is read as that of a FETCH.
std::optional<std::string> octets_of_url(Connection& connection, std::string_view url) {
  Parsed parsed;
  if (!parse(connection, url, parsed)) return std::nullopt;
  const StoredMessage* message = parsed.mailbox->find(parsed.uid);
  if (message == nullptr) return std::nullopt;
  const std::string unit =
      "x UID FETCH 1 BODY.PEEK[" + parsed.section + ']' + fetch_partial(parsed.partial) + "\r\n";
  imap::Command fetch;
  if (imap::parse_command(unit, fetch) || fetch.fetch.items.size() != 1) return std::nullopt;
  MessageView view(message->body);
  const imap::FetchItem& item = fetch.fetch.items.front();
  std::string scratch;
  auto octets = section_octets(connection, fetch.fetch, item, view, scratch);
  if (octets && item.partial) octets = partial_octets(*octets, *item.partial);
  if (!octets) return std::nullopt;
  return std::string(*octets);
}

}  // namespace mailrig::server::imapd
