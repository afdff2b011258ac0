#include "reference-server/session/imap/forest.hpp"

namespace mailrig::server::imapd {

std::int32_t Forest::add() {
  nodes_.emplace_back();
  return static_cast<std::int32_t>(nodes_.size() - 1);
}

// The way's splay tree hangs on the next way by `up` alone.
bool Forest::on_top(std::int32_t node) {
  const std::int32_t up = at(node).up;
  return up == kNone || (at(up).left != node && at(up).right != node);
}

void Forest::rotate(std::int32_t node) {
  const std::int32_t up = at(node).up, above = at(up).up;
  const bool left = at(up).left == node;
  if (!on_top(up)) (at(above).left == up ? at(above).left : at(above).right) = node;
  std::int32_t& inner = left ? at(node).right : at(node).left;
  (left ? at(up).left : at(up).right) = inner;
  if (inner != kNone) at(inner).up = up;
  inner = up;
  at(up).up = node;
  at(node).up = above;
  ++steps_;
}

void Forest::splay(std::int32_t node) {
  while (!on_top(node)) {
    const std::int32_t up = at(node).up;
    if (!on_top(up)) {
      const bool straight = (at(up).left == node) == (at(at(up).up).left == up);
      rotate(straight ? up : node);
    }
    rotate(node);
  }
}

// The way from the root to `node` becomes one splay tree, with `node` on top and all above it to its left.
void Forest::access(std::int32_t node) {
  std::int32_t below = kNone;
  for (std::int32_t each = node; each != kNone; each = at(each).up) {
    splay(each);
    at(each).right = below;
    below = each;
    ++steps_;
  }
  splay(node);
}

std::int32_t Forest::root(std::int32_t node) {
  access(node);
  for (; at(node).left != kNone; ++steps_) node = at(node).left;
  splay(node);
  return node;
}

void Forest::link(std::int32_t root, std::int32_t parent) {
  access(root);
  at(root).up = parent;
}

void Forest::cut(std::int32_t node) {
  access(node);
  const std::int32_t above = at(node).left;
  if (above == kNone) return;
  at(above).up = kNone;
  at(node).left = kNone;
}

}  // namespace mailrig::server::imapd
