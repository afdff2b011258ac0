#include "harness/cli/command_line.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <vector>

#include "harness/cli/diff_target.hpp"
#include "harness/record/mask.hpp"

namespace mailrig::cli {

namespace {

constexpr std::array<std::string_view, 3> kSecretFlags{"--password", "--bearer", "--admin-token"};
constexpr std::array<std::string_view, 2> kSideFlags{"--a", "--b"};  // words, a password among them
enum class Kind : std::uint8_t { Plain, Secret, Side };

Kind kind_of(std::string_view flag) {
  const auto is = [&](std::string_view one) { return one == flag; };
  if (std::any_of(kSecretFlags.begin(), kSecretFlags.end(), is)) return Kind::Secret;
  return std::any_of(kSideFlags.begin(), kSideFlags.end(), is) ? Kind::Side : Kind::Plain;
}

std::string shown(const std::string& value, Kind kind) {
  if (kind == Kind::Secret) return std::string(record::kMask);
  return shell_quoted(kind == Kind::Side ? without_secrets(value) : value);
}

}  // namespace

std::string command_line(std::span<const std::string> words) {
  std::string line = "mailrig";
  Kind value = Kind::Plain;  // of the word that comes
  for (const std::string& word : words) {
    const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    const Kind own = kind_of(std::string_view(word).substr(0, equals));
    if (value == Kind::Plain && own != Kind::Plain && equals != std::string::npos) {
      line += " " + word.substr(0, equals + 1) + shown(word.substr(equals + 1), own);
    } else {
      line += " " + shown(word, value);
    }
    value = value == Kind::Plain && equals == std::string::npos ? own : Kind::Plain;
  }
  return line;
}

std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
  return command_line(std::span(words).subspan(std::min<std::size_t>(words.size(), 1)));
}

}  // namespace mailrig::cli
