#include "harness/scenario/bound_names.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

namespace {

// What a fragment's parameter holds is looked at in the includer's words.
void look(std::string_view text, const Scope* scope, NameSet& names) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    std::string_view inside = text.substr(at + 2);
    inside = inside.substr(0, inside.find('}'));
    if (inside.starts_with("=")) {
      inside.remove_prefix(1);
      if (inside.ends_with("...")) inside.remove_suffix(3);
      names.emplace(outermost_name(inside, scope));
    } else if (const Argument* given = scope == nullptr ? nullptr : scope->find(inside)) {
      look(given->value, scope->outer.get(), names);
    }
  }
}

void look(const Line& line, NameSet& names) {
  if (line.verb == Verb::Set) names.emplace(outermost_name(line.name, line.scope.get()));
  if (line.verb == Verb::Expect) look(line.text, line.scope.get(), names);
}

bool is_asked_for(std::size_t line, const std::optional<ThreadFilter>& filter) {
  return !filter || filter->clients[line] == filter->only;
}

}  // namespace

NameSet all_bound_names(const std::vector<Line>& lines, std::size_t begin, std::size_t end,
                        const std::optional<ThreadFilter>& filter) {
  NameSet names;
  for (std::size_t i = begin; i < end; ++i) {
    if (is_asked_for(i, filter)) look(lines[i], names);
  }
  return names;
}

NameSet bound_names(const std::vector<Line>& lines, const Blocks& blocks, std::size_t begin, std::size_t end,
                    const std::optional<ThreadFilter>& filter) {
  NameSet names;
  for (std::size_t i = begin; i < end; ++i) {
    if (lines[i].verb != Verb::If) {
      if (is_asked_for(i, filter)) look(lines[i], names);
      continue;
    }
    NameSet in_all;
    bool first = true, has_else = false;
    for (std::size_t head = i; lines[head].verb != Verb::End; head = blocks.next[head]) {
      has_else = lines[head].verb == Verb::Else;
      const NameSet in_one = bound_names(lines, blocks, head + 1, blocks.next[head], filter);
      NameSet both;
      std::set_intersection(in_all.begin(), in_all.end(), in_one.begin(), in_one.end(),
                            std::inserter(both, both.end()));
      in_all = first ? in_one : both;
      first = false;
      i = blocks.next[head];
    }
    if (has_else) names.merge(in_all);
  }
  return names;
}

}  // namespace mailrig::scenario
