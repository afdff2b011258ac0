#include "harness/transcribe/imap_fetch.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "harness/transcribe/imap_words.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::transcribe {

namespace {

using imap::Node;

// Of RFC 9051 2.3.2; what else begins with a backslash may be anything.
constexpr std::array<std::string_view, 5> kSystemFlags = {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen",
                                                          "\\Draft"};

// Calls `take` with the name and the node of each item.
template <class Take>
void each_item(const imap::Response& response, Take take) {
  const auto& nodes = response.tape.nodes;
  if (response.data_begin >= response.data_end || !response.tape.is_list(response.data_begin)) return;
  const std::uint32_t end = nodes[response.data_begin].next;
  for (std::uint32_t name = response.data_begin + 1; name < end;) {
    const std::uint32_t value = nodes[name].next;
    if (value >= end) return;
    take(nodes[name].text, value);
    name = nodes[value].next;
  }
}

std::vector<std::string> system_flags(const imap::Response& response, std::uint32_t list) {
  std::vector<std::string> flags;
  const auto& nodes = response.tape.nodes;
  if (!response.tape.is_list(list)) return flags;
  for (std::uint32_t at = list + 1; at < nodes[list].next; at = nodes[at].next) {
    for (const std::string_view flag : kSystemFlags) {
      if (wire::iequals(nodes[at].text, flag)) flags.emplace_back(nodes[at].text);
    }
  }
  return flags;
}

MailPtr mail_of(const imap::Response& response, const Box& box) {
  const std::uint64_t number = response.number.value_or(0);
  if (number == 0 || number > box.messages.size() || box.vague) return nullptr;
  return box.messages[static_cast<std::size_t>(number) - 1];
}

bool whole(std::string_view name) {
  return wire::iequals(name, "BODY[]") || wire::iequals(name, "RFC822");
}

// A fetch of the octets that marks the message as seen (RFC 9051 6.4.5).
bool marks_seen(const FetchContext& context) {
  return context.asked.find("BODY[") != std::string::npos ||
         context.asked.find("RFC822 ") != std::string::npos ||
         context.asked.find("RFC822)") != std::string::npos || context.asked.ends_with("RFC822") ||
         context.asked.find("RFC822.TEXT") != std::string::npos;
}

bool asks(const FetchContext& context, std::string_view name) {
  const std::string word = upper(name.substr(0, name.find('[')));
  if (context.store) return word == "FLAGS" || (word == "UID" && context.uid);
  if (word == "UID" && context.uid) return true;
  const std::string& asked = context.asked;
  const bool macro = asked.ends_with(" ALL") || asked.ends_with(" FAST") || asked.ends_with(" FULL");
  if (macro && (word == "FLAGS" || word == "INTERNALDATE" || word == "RFC822.SIZE")) return true;
  if (word == "UID")
    return asked.find("(UID") != std::string::npos || asked.find(" UID") != std::string::npos;
  return asked.find(word) != std::string::npos;
}

std::string flags_pattern(const imap::Response& response, std::uint32_t list, const FetchContext& context) {
  std::string text = "FLAGS (";
  for (const std::string& flag : system_flags(response, list)) {
    if (marks_seen(context) && wire::iequals(flag, "\\Seen")) continue;
    text += flag + " ";
  }
  return text + "...)";
}

}  // namespace

void learn_fetch(const imap::Response& response, const FetchContext& context, Box& box) {
  const MailPtr mail = mail_of(response, box);
  if (mail == nullptr) return;
  if (!context.store && marks_seen(context)) mail->touched.insert("\\SEEN");
  const auto& nodes = response.tape.nodes;
  each_item(response, [&](std::string_view name, std::uint32_t value) {
    const Node& node = nodes[value];
    if (wire::iequals(name, "UID")) box.by_uid[static_cast<std::uint32_t>(node.number)] = mail;
    if (wire::iequals(name, "RFC822.SIZE")) mail->size = node.number;
    if (wire::iequals(name, "FLAGS")) {
      std::vector<std::string> flags = system_flags(response, value);
      const bool deleted = std::any_of(flags.begin(), flags.end(), [](const std::string& flag) {
        return wire::iequals(flag, "\\Deleted");
      });
      mail->deleted = deleted;
      if (!mail->flags && asks(context, name)) {
        std::erase_if(flags, [&](const std::string& flag) { return mail->touched.contains(upper(flag)); });
        mail->flags = std::move(flags);
      }
    }
    if (whole(name) && mail->start > 0 && imap::is_string(node.kind)) mail->octets = node.text;
  });
}

std::string fetch_pattern(const imap::Response& response, const FetchContext& context, Box& box,
                          Boxes& boxes) {
  const MailPtr mail = mail_of(response, box);
  std::string items;
  const auto value_of = [&](std::string_view name) -> std::string {
    if (mail == nullptr) return "${_}";
    if (wire::iequals(name, "UID")) return boxes.uid_pattern(box, *mail);
    if (whole(name) && !mail->octets_expression.empty()) return "${" + mail->octets_expression + "}";
    if (wire::iequals(name, "RFC822.SIZE") && !mail->octets_expression.empty())
      return "${size:" + mail->octets_expression + "}";
    const bool header = wire::iequals(name, "BODY[HEADER]") || wire::iequals(name, "RFC822.HEADER");
    if (header && !mail->header_expression.empty()) return "${" + mail->header_expression + "}";
    return "${_}";
  };
  each_item(response, [&](std::string_view name, std::uint32_t value) {
    if (!asks(context, name) || !is_item_name(name)) return;
    if (!items.empty()) items += ' ';
    if (wire::iequals(name, "FLAGS")) {
      items += flags_pattern(response, value, context);
    } else if (wire::iequals(name, "MODSEQ")) {
      items += "MODSEQ (${_})";
    } else {
      items += std::string(name) + " " + value_of(name);
    }
  });
  if (items.empty()) return {};
  const std::string number = mail == nullptr ? "${_}" : std::to_string(*response.number);
  return fmt::format("S: * {} FETCH ({})", number, items);
}

}  // namespace mailrig::transcribe
