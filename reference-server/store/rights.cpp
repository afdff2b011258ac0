#include "reference-server/store/rights.hpp"

#include <utility>

namespace mailrig::server {
namespace {

constexpr std::string_view kLetters = "lrswipkxtea";  // in the order of Right
constexpr Rights kCreate{Right::Create, Right::DeleteMailbox};
constexpr Rights kDelete{Right::DeleteMessages, Right::Expunge};

std::optional<Rights> right_of(char letter) {
  if (letter == 'c') return kCreate;
  if (letter == 'd') return kDelete;
  const std::size_t at = kLetters.find(letter);
  if (at == std::string_view::npos) return std::nullopt;
  return Rights{static_cast<Right>(at)};
}

}  // namespace

std::optional<Rights> parse_rights(std::string_view letters) {
  Rights rights;
  for (const char letter : letters) {
    const std::optional<Rights> right = right_of(letter);
    if (!right) return std::nullopt;
    rights = rights.with(*right);
  }
  return rights;
}

void append_rights(std::string& out, Rights rights) {
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    if (rights.has(static_cast<Right>(i))) out += kLetters[i];
  }
}

void append_rights_told(std::string& out, Rights rights) {
  append_rights(out, rights);
  if (rights.any_of(kCreate)) out += 'c';
  if (rights.any_of(kDelete)) out += 'd';
}

}  // namespace mailrig::server
