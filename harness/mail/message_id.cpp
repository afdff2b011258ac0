//   msg-id = "<" id-left "@" id-right ">"       id-left may be a quoted string (obs-id-left)
#include "harness/mail/message_id.hpp"

#include <cstddef>

#include "harness/mail/ascii.hpp"

namespace mailrig::mail {
namespace {

bool valid(const std::string& id) {
  const std::size_t at = id.rfind('@');
  return at != std::string::npos && at != 0 && at + 1 < id.size();
}

// Behind "<"; leaves `at` behind ">". Empty: none.
std::string one(std::string_view text, std::size_t& at) {
  std::string id;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      quoted = !quoted;
    } else if (c == '\\' && quoted && at + 1 < text.size()) {
      id.push_back(text[++at]);
    } else if (c == '>' && !quoted) {
      ++at;
      return valid(id) ? id : std::string();
    } else if (c == '<' && !quoted) {
      return {};
    } else if (quoted ? c != '\r' && c != '\n' : !is_space(c)) {
      id.push_back(c);
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> message_ids(std::string_view field_body) {
  std::vector<std::string> ids;
  std::size_t at = 0;
  for (;;) {
    at = field_body.find('<', at);
    if (at == std::string_view::npos) break;
    std::string id = one(field_body, ++at);
    if (!id.empty()) ids.push_back(std::move(id));
  }
  if (ids.size() > kMessageIdLimit)
    ids.erase(ids.begin(), ids.end() - static_cast<std::ptrdiff_t>(kMessageIdLimit));
  return ids;
}

}  // namespace mailrig::mail
