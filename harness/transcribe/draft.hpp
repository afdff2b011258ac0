// A scenario while it is being written, and its text (docs/SCENARIOS.md).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailrig::transcribe {

struct Draft {
  std::string name;  // "imap-1": that of its corpus files begin with it
  std::string title, clause, protocol, tls;
  std::set<std::string> needs;
  std::vector<std::string> messages;                                        // of ${mailbox}, or the maildrop
  std::vector<std::pair<std::string, std::vector<std::string>>> mailboxes;  // variable, messages
  std::vector<std::string> makes;
  std::vector<std::string> remarks;  // what could not be kept as it was, for people
  std::vector<std::string> lines;
  std::map<std::string, std::string> corpus;  // name to octets

  // A message for the scenario's own corpus; the same octets get the same name.
  std::string keep(std::string_view octets);
  // Octets of a peer as text of a `C:` line: as they are, or where the notation has a meaning of its own for
  // some of them, by a variable that is set in front.
  std::string plain(std::string_view text);
  void say(std::string line) { lines.push_back(std::move(line)); }

 private:
  std::size_t texts_ = 0;
};

// The file, whole.
[[nodiscard]] std::string to_toml(const Draft& draft);
// "…" of the notation: what is not printable ASCII, and what would be read as something else, escaped.
[[nodiscard]] std::string quoted(std::string_view octets);

}  // namespace mailrig::transcribe
