#include "reference-server/session/imap/message_url.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "harness/imap/append.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/extension.hpp"
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

}  // namespace

std::optional<std::string> decoded_url(std::string_view text) {
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

namespace {

// Where `mark` stands, in any case.
std::size_t find_mark(std::string_view text, std::string_view mark) {
  const auto same = [](char a, char b) { return wire::to_lower(a) == wire::to_lower(b); };
  const auto* at = std::search(text.begin(), text.end(), mark.begin(), mark.end(), same);
  return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
}

}  // namespace

std::optional<std::string_view> cut_off(std::string_view& text, std::string_view mark) {
  const std::size_t at = find_mark(text, mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view behind = text.substr(at + mark.size());
  text = text.substr(0, at);
  return behind;
}

std::shared_ptr<Mailbox> readable(const Connection& connection, std::string_view name) {
  Found found = find_named(connection, name);
  return found.may({Right::Read}) ? std::move(found.mailbox) : nullptr;
}

namespace {

std::shared_ptr<Mailbox> mailbox_of(const Connection& connection, const Account& owner,
                                    std::string_view path) {
  const auto validity = cut_off(path, ";UIDVALIDITY=");
  const auto name = decoded_url(path);
  if (!name) return nullptr;
  auto mailbox =
      &owner == connection.account ? readable(connection, *name) : connection.world.store->open(owner, *name);
  if (mailbox && validity &&
      wire::to_number(*validity) != std::optional<std::uint64_t>(mailbox->uid_validity()))
    return nullptr;
  return mailbox;
}

// What is left of `url` is the mailbox.
bool cut_message(std::string_view& url, MessageUrl& parsed) {
  const auto partial = cut_off(url, "/;PARTIAL=");
  const auto section = cut_off(url, "/;SECTION=");
  const bool bare = url.starts_with(";");
  const auto uid = cut_off(url, bare ? ";UID=" : "/;UID=");
  if (!uid) return false;
  parsed.uid = static_cast<Uid>(
      std::min<std::uint64_t>(wire::to_number(*uid).value_or(0), std::numeric_limits<Uid>::max()));
  const auto text = decoded_url(section.value_or(""));
  if (!text) return false;
  parsed.section = *text;
  parsed.partial = partial.value_or("");
  return true;
}

// A relative URL.
std::optional<MessageUrl> parse(const Connection& connection, std::string_view url) {
  if (!url.starts_with(';')) {
    if (url.starts_with('/')) url.remove_prefix(1);
    return parse_message_path(connection, *connection.account, url);
  }
  MessageUrl parsed;
  if (!cut_message(url, parsed) || !connection.selected) return std::nullopt;
  const Selected& selected = *connection.selected;
  parsed.mailbox = readable(connection, name_at(connection, *selected.owner, selected.mailbox().name()));
  if (!parsed.mailbox) return std::nullopt;
  return parsed;
}

void see(Mailbox& mailbox, const StoredMessage& message) {
  Flags flags = message.flags;
  flags.system = static_cast<std::uint8_t>(flags.system | kSeen);
  mailbox.set_flags(message.uid, std::move(flags), nullptr);
}

// "offset" or "offset.count" as FETCH has it.
std::string fetch_partial(const std::string& partial) {
  if (partial.empty()) return {};
  const std::string rest = std::to_string(std::numeric_limits<std::uint32_t>::max());
  return '<' + partial + (partial.find('.') == std::string::npos ? '.' + rest : "") + '>';
}

}  // namespace

std::optional<MessageUrl> parse_message_path(const Connection& connection, const Account& owner,
                                             std::string_view path) {
  MessageUrl parsed;
  if (path.starts_with(';') || !cut_message(path, parsed)) return std::nullopt;
  parsed.mailbox = mailbox_of(connection, owner, path);
  if (!parsed.mailbox) return std::nullopt;
  return parsed;
}

// The section is read as that of a FETCH.
UrlSection section_of_url(const Connection& connection, const MessageUrl& parsed, MessageView& view) {
  const std::string unit =
      "x UID FETCH 1 BODY.PEEK[" + parsed.section + ']' + fetch_partial(parsed.partial) + "\r\n";
  imap::Command fetch;
  if (imap::parse_command(unit, fetch) || fetch.fetch.items.size() != 1) return {};
  const imap::FetchItem& item = fetch.fetch.items.front();
  std::string scratch;
  auto octets = section_octets(connection, fetch.fetch, item, view, scratch);
  if (octets && item.partial) octets = partial_octets(*octets, *item.partial);
  return {true, octets ? std::optional(std::string(*octets)) : std::nullopt};
}

std::optional<std::string> octets_of_url(Connection& connection, std::string_view url) {
  auto parsed = parse(connection, url);
  const StoredMessage* message = parsed ? parsed->mailbox->find(parsed->uid) : nullptr;
  if (message == nullptr) return std::nullopt;
  if (connection.broken(kCatenateSectionIgnored)) parsed->section.clear();
  if (connection.broken(kCatenateSetsSeen)) see(*parsed->mailbox, *message);
  MessageView view(message->body);
  return section_of_url(connection, *parsed, view).octets;
}

}  // namespace mailrig::server::imapd
