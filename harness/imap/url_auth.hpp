// GENURLAUTH, RESETKEY and URLFETCH (RFC 4467 9).
//   genurlauth = "GENURLAUTH" 1*(SP url-rump SP mechanism)
//   resetkey   = "RESETKEY" [SP mailbox *(SP mechanism)]
//   urlfetch   = "URLFETCH" 1*(SP url-full)
//   url-rump   = astring; url-full = astring
//   mechanism  = "INTERNAL" / 1*(ALPHA / DIGIT / "-" / ".")
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace mailrig::imap {

inline constexpr std::size_t kUrlLimit = 100;        // ours: of one command
inline constexpr std::size_t kMechanismLimit = 100;  // ours: of one RESETKEY

struct UrlAuthCommand {
  struct Url {
    std::string_view url;
    std::string_view mechanism;  // GENURLAUTH
  };
  std::vector<Url> urls;                     // GENURLAUTH, URLFETCH: at least one
  std::optional<std::string_view> mailbox;   // RESETKEY; nothing: all
  std::vector<std::string_view> mechanisms;  // RESETKEY
};

}  // namespace mailrig::imap
