#include "reference-server/session/imap/pattern.hpp"

#include <vector>

#include "harness/wire/ascii.hpp"

namespace mailrig::server::imapd {

bool Pattern::matches(std::string_view name) const {
  const bool inbox = !inbox_with_case && (name == "INBOX" || name.starts_with("INBOX/"));
  // reach[i]: the pattern so far can match the first i octets of the name.
  std::vector<bool> reach(name.size() + 1, false);
  reach[0] = true;
  for (const char p : text) {
    if (p == '*' || p == '%') {
      for (std::size_t i = 1; i <= name.size(); ++i) {
        if (reach[i - 1] && (p == '*' || percent_crosses || name[i - 1] != '/')) reach[i] = true;
      }
      continue;
    }
    for (std::size_t i = name.size(); i > 0; --i) {
      const char n = name[i - 1];
      reach[i] = reach[i - 1] && (n == p || (inbox && i <= 5 && wire::to_lower(n) == wire::to_lower(p)));
    }
    reach[0] = false;
  }
  return reach[name.size()];
}

}  // namespace mailrig::server::imapd
