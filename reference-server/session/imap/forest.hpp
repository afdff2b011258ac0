// Rooted trees that are joined and cut again, with the root of any node in O(log n) steps, amortised (Sleator
// and Tarjan's link-cut trees): the way from a node to its root is kept as a splay tree, ordered by depth.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mailrig::server::imapd {

class Forest {
 public:
  static constexpr std::int32_t kNone = -1;

  std::int32_t add();  // a tree of one node: 0, 1, 2 …
  [[nodiscard]] std::int32_t root(std::int32_t node);
  // `root` has no parent and is not the root of `parent`.
  void link(std::int32_t root, std::int32_t parent);
  void cut(std::int32_t node);  // from its parent, if it has one
  // Rotations and descents so far.
  [[nodiscard]] std::size_t steps() const { return steps_; }

 private:
  struct Node {
    std::int32_t up = kNone, left = kNone, right = kNone;
  };
  Node& at(std::int32_t node) { return nodes_[static_cast<std::size_t>(node)]; }
  [[nodiscard]] bool on_top(std::int32_t node);
  void rotate(std::int32_t node);
  void splay(std::int32_t node);
  void access(std::int32_t node);

  std::vector<Node> nodes_;
  std::size_t steps_ = 0;
};

}  // namespace mailrig::server::imapd
