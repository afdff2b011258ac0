// The threads of THREAD (RFC 5256 3), as they are told: each message with its children.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mailrig::server::imapd {

// What of a message decides where it stands. In the mailbox's order.
struct Threaded {
  std::uint32_t told = 0;  // its number or UID
  std::int64_t sent = 0;
  std::string subject;  // base subject, collated
  bool reply_or_forward = false;
  std::string id;                       // its Message-ID; empty: none that is valid
  std::vector<std::string> references;  // oldest first
};

// A forest in which children are linked. A node without a message (`message` < 0) is a parent that was not
// found.
class Threads {
 public:
  struct Node {
    std::int32_t message = -1;
    std::int32_t first = -1, last = -1, next = -1;  // children, sibling
  };
  std::vector<Node> nodes;
  std::vector<std::int32_t> roots;  // in the order in which they are told
  std::size_t steps = 0;            // that it took to find no loops

  std::int32_t add(std::int32_t message);
  void adopt(std::int32_t parent, std::int32_t child);
  // thread-data = "THREAD" [SP 1*thread-list]: the lists. Threads may be deep: nothing here recurses.
  void append(std::string& out, const std::vector<Threaded>& messages) const;
};

struct ReferencesOptions {  // of deviations
  bool forget_missing_parents = false;
  bool ignore_subjects = false;
};
[[nodiscard]] Threads thread_by_references(const std::vector<Threaded>& messages,
                                           ReferencesOptions options = {});

}  // namespace mailrig::server::imapd
