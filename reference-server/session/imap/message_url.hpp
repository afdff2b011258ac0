// Relative URLs of messages and their parts (RFC 5092 6, RFC 4469 3).
//   "/" mailbox [";UIDVALIDITY=" n] "/;UID=" n ["/;SECTION=" section] ["/;PARTIAL=" offset ["." count]]
// Without the mailbox, which is then the selected one: ";UID=" n …
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/message_view.hpp"

namespace mailrig::server::imapd {

struct MessageUrl {
  std::shared_ptr<Mailbox> mailbox;
  Uid uid = 0;
  std::string section, partial;
};

// "INBOX/;UID=20/;SECTION=1.2" among the mailboxes of `owner`. Nothing: it is no such path, or there is no
// such mailbox.
[[nodiscard]] std::optional<MessageUrl> parse_message_path(const Connection& connection, const Account& owner,
                                                           std::string_view path);

struct UrlSection {
  bool valid = false;                 // it is a section
  std::optional<std::string> octets;  // nothing: the message has none such
};
[[nodiscard]] UrlSection section_of_url(const Connection& connection, const MessageUrl& url,
                                        MessageView& view);

// One that is there and may be read, by its name in UTF-8.
[[nodiscard]] std::shared_ptr<Mailbox> readable(const Connection& connection, std::string_view name);

// "%20" to a space. Nothing: it is not well formed, or has control characters.
[[nodiscard]] std::optional<std::string> decoded_url(std::string_view text);
// What stands behind `mark`, in any case, which is taken off `text` with it.
[[nodiscard]] std::optional<std::string_view> cut_off(std::string_view& text, std::string_view mark);

// What FETCH BODY.PEEK[section] would tell. Nothing: it is no such URL, or there is no such thing.
[[nodiscard]] std::optional<std::string> octets_of_url(Connection& connection, std::string_view url);

}  // namespace mailrig::server::imapd
