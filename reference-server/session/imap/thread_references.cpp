#include "reference-server/session/imap/thread_references.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "harness/imap/append.hpp"
#include "reference-server/session/imap/forest.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr std::int32_t kNone = -1;

std::size_t at(std::int32_t index) {
  return static_cast<std::size_t>(index);
}

// Step 1: who is whose parent, dummies counted in. What is linked has no parent then, so that a loop would
// begin where it is the root of what is to become its parent.
class Links {
 public:
  explicit Links(const std::vector<Threaded>& messages) {
    for (const Threaded& message : messages) own(message);
    for (std::size_t i = 0; i < messages.size(); ++i) refer(static_cast<std::int32_t>(i), messages[i]);
  }
  [[nodiscard]] const std::vector<std::int32_t>& parents() const { return parents_; }
  [[nodiscard]] std::size_t steps() const { return forest_.steps(); }

 private:
  std::int32_t node() {
    parents_.push_back(kNone);
    return forest_.add();
  }
  // The first of several messages with one Message-ID has it.
  void own(const Threaded& message) {
    const std::int32_t made = node();
    if (!message.id.empty()) nodes_.emplace(message.id, made);
  }
  std::int32_t named(const std::string& id) {
    const auto found = nodes_.find(id);
    if (found != nodes_.end()) return found->second;
    const std::int32_t made = node();
    nodes_.emplace(id, made);
    return made;
  }
  void link(std::int32_t parent, std::int32_t child) {
    if (forest_.root(parent) == child) return;
    parents_[at(child)] = parent;
    forest_.link(child, parent);
  }
  void refer(std::int32_t message, const Threaded& read) {
    std::int32_t before = kNone;
    for (const std::string& id : read.references) {
      const std::int32_t named_node = named(id);
      if (before != kNone && parents_[at(named_node)] == kNone) link(before, named_node);
      before = named_node;
    }
    parents_[at(message)] = kNone;
    forest_.cut(message);
    if (before != kNone) link(before, message);
  }

  std::unordered_map<std::string_view, std::int32_t> nodes_;  // views into the messages
  std::vector<std::int32_t> parents_;
  Forest forest_;  // the same, to find loops in
};

// Steps 2 to 6.
class Gathering {
 public:
  Gathering(const std::vector<Threaded>& messages, ReferencesOptions options)
      : messages_(messages), options_(options), count_(static_cast<std::int32_t>(messages.size())) {}

  Threads run() {
    const Links links(messages_);
    threads_.steps = links.steps();
    prune(links.parents());
    sort_all();
    if (!options_.ignore_subjects) gather_subjects();
    sort_all();
    return std::move(threads_);
  }

 private:
  [[nodiscard]] bool dummy(std::int32_t node) const { return threads_.nodes[at(node)].message == kNone; }
  Threads::Node& node(std::int32_t index) { return threads_.nodes[at(index)]; }

  // Nodes with parents before their children.
  static std::vector<std::int32_t> from_the_top(const std::vector<std::int32_t>& parents) {
    std::vector<std::vector<std::int32_t>> children(parents.size());
    std::vector<std::int32_t> order;
    for (std::size_t i = 0; i < parents.size(); ++i) {
      const auto index = static_cast<std::int32_t>(i);
      (parents[i] == kNone ? order : children[at(parents[i])]).push_back(index);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto& below = children[at(order[i])];
      order.insert(order.end(), below.begin(), below.end());
    }
    return order;
  }

  // Step 3. A message goes below the nearest message above it, or below the topmost dummy; a dummy at the top
  // that has but one child gives it its place.
  void prune(const std::vector<std::int32_t>& parents) {
    for (std::size_t i = 0; i < parents.size(); ++i)
      threads_.add(i < at(count_) ? static_cast<std::int32_t>(i) : kNone);
    std::vector<std::int32_t> holder(parents.size(), kNone);  // of the children of each
    std::vector<std::int32_t> tops;
    for (const std::int32_t each : from_the_top(parents)) {
      const std::int32_t parent = parents[at(each)];
      const std::int32_t above = parent == kNone ? kNone : holder[at(parent)];
      holder[at(each)] = dummy(each) && parent != kNone ? above : each;
      if (parent == kNone) {
        tops.push_back(each);
      } else if (!dummy(each)) {
        threads_.adopt(above, each);
      }
    }
    for (const std::int32_t top : tops) settle(top);
  }

  void settle(std::int32_t top) {
    const Threads::Node& made = node(top);
    if (!dummy(top)) return threads_.roots.push_back(top);
    if (made.first == kNone) return;
    if (!options_.forget_missing_parents && made.first != made.last) return threads_.roots.push_back(top);
    for (std::int32_t child = made.first; child != kNone; child = node(child).next)
      threads_.roots.push_back(child);
  }

  // By whom a node is compared: a dummy by its first child.
  [[nodiscard]] const Threaded& face(std::int32_t index) const {
    const Threads::Node* seen = &threads_.nodes[at(index)];
    if (seen->message == kNone) seen = &threads_.nodes[at(seen->first)];
    return messages_[at(seen->message)];
  }
  [[nodiscard]] bool earlier(std::int32_t a, std::int32_t b) const {
    const Threaded &x = face(a), &y = face(b);
    return x.sent != y.sent ? x.sent < y.sent : x.told < y.told;
  }

  // Steps 4 and 6; children first, for a dummy is compared by its first.
  void sort_all() {
    for (std::size_t i = 0; i < threads_.nodes.size(); ++i) sort_children(static_cast<std::int32_t>(i));
    std::sort(threads_.roots.begin(), threads_.roots.end(),
              [this](std::int32_t a, std::int32_t b) { return earlier(a, b); });
  }
  void sort_children(std::int32_t parent) {
    if (node(parent).first == node(parent).last) return;
    siblings_.clear();
    for (std::int32_t child = node(parent).first; child != kNone; child = node(child).next)
      siblings_.push_back(child);
    std::sort(siblings_.begin(), siblings_.end(),
              [this](std::int32_t a, std::int32_t b) { return earlier(a, b); });
    node(parent).first = node(parent).last = kNone;
    for (const std::int32_t child : siblings_) threads_.adopt(parent, child);
  }

  [[nodiscard]] bool reply(std::int32_t index) const { return !dummy(index) && face(index).reply_or_forward; }

  // Step 5.
  void gather_subjects() {
    for (const std::int32_t root : threads_.roots) enter(root);
    const std::vector<std::int32_t> before = std::exchange(threads_.roots, {});
    for (const std::int32_t root : before) {
      const std::string& subject = face(root).subject;
      if (subject.empty()) {
        threads_.roots.push_back(root);
        continue;
      }
      std::int32_t& kept = subjects_[subject];
      if (kept != root) kept = merge(kept, root);
    }
    for (const auto& [subject, kept] : subjects_) threads_.roots.push_back(kept);
  }
  // 5 (B)
  void enter(std::int32_t root) {
    const std::string& subject = face(root).subject;
    if (subject.empty()) return;
    const auto [found, added] = subjects_.emplace(subject, root);
    if (added || dummy(found->second)) return;
    if (dummy(root) || (reply(found->second) && !reply(root))) found->second = root;
  }
  // 5 (C): what stands in the table from now on.
  std::int32_t merge(std::int32_t kept, std::int32_t current) {
    if (dummy(kept) && dummy(current)) {
      for (std::int32_t child = node(current).first, next = kNone; child != kNone; child = next) {
        next = node(child).next;
        threads_.adopt(kept, child);
      }
      node(current).first = node(current).last = kNone;
      return kept;
    }
    if (dummy(kept) || (reply(current) && !reply(kept))) {
      threads_.adopt(kept, current);
      return kept;
    }
    const std::int32_t made = threads_.add(kNone);
    threads_.adopt(made, kept);
    threads_.adopt(made, current);
    return made;
  }

  const std::vector<Threaded>& messages_;
  ReferencesOptions options_;
  std::int32_t count_;
  Threads threads_;
  std::vector<std::int32_t> siblings_;
  std::unordered_map<std::string_view, std::int32_t> subjects_;
};

}  // namespace

std::int32_t Threads::add(std::int32_t message) {
  nodes.emplace_back().message = message;
  return static_cast<std::int32_t>(nodes.size() - 1);
}

void Threads::adopt(std::int32_t parent, std::int32_t child) {
  Node& above = nodes[at(parent)];
  nodes[at(child)].next = kNone;
  if (above.first == kNone) {
    above.first = child;
  } else {
    nodes[at(above.last)].next = child;
  }
  above.last = child;
}

void Threads::append(std::string& out, const std::vector<Threaded>& messages) const {
  constexpr std::int32_t kClose = -1;
  std::vector<std::int32_t> todo, children;
  const auto put_lists = [&](std::vector<std::int32_t>& lists) {
    for (auto each = lists.rbegin(); each != lists.rend(); ++each) {
      todo.push_back(kClose);
      todo.push_back(*each);
    }
  };
  std::vector<std::int32_t> tops = roots;
  put_lists(tops);
  while (!todo.empty()) {
    std::int32_t each = todo.back();
    todo.pop_back();
    if (each == kClose) {
      out += ')';
      continue;
    }
    // thread-members = nz-number *(SP nz-number) [SP thread-nested]
    out += '(';
    for (bool first = true; each != kNone; first = false) {
      const Node& seen = nodes[at(each)];
      if (seen.message != kNone) {
        if (!first) out += ' ';
        imap::append_number(out, messages[at(seen.message)].told);
      }
      each = seen.first;
      if (seen.first == seen.last) continue;
      if (seen.message != kNone) out += ' ';
      children.clear();
      for (std::int32_t child = seen.first; child != kNone; child = nodes[at(child)].next)
        children.push_back(child);
      put_lists(children);
      each = kNone;
    }
  }
}

Threads thread_by_references(const std::vector<Threaded>& messages, ReferencesOptions options) {
  return Gathering(messages, options).run();
}

}  // namespace mailrig::server::imapd
