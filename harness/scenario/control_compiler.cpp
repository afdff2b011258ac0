#include "harness/scenario/control_compiler.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "harness/scenario/blocks.hpp"
#include "harness/scenario/bound_names.hpp"
#include "harness/scenario/condition.hpp"

namespace mailrig::scenario {

namespace {

bool is_of_a_block(Verb verb) {
  return verb == Verb::If || verb == Verb::ElseIf || verb == Verb::Else || verb == Verb::AtOnce ||
         verb == Verb::End;
}

std::string line_number(const Line& line) {
  return "line " + std::to_string(line.where.line);
}

class ControlCompiler {
 public:
  ControlCompiler(const std::vector<Line>& lines, const DialogueContext& context, Names& names,
                  LineCompiler& compiler, Diagnostics& mistakes)
      : lines_(lines), context_(context), names_(names), compiler_(compiler), mistakes_(mistakes) {
    Diagnostics ignored;  // they were matched before
    blocks_ = match_blocks(lines, ignored);
    for (const Line& line : lines) clients_.push_back(compiler.client_of(line));
  }

  void run() {
    range(0, lines_.size());
    compiler_.seal();
  }

 private:
  void complain(const Location& where, std::string message) {
    mistakes_.push_back({where, std::move(message)});
  }
  [[nodiscard]] bool several() const { return context_.clients.size() > 1; }
  [[nodiscard]] bool is_mine(std::size_t line) const { return !only_ || clients_[line] == *only_; }

  void range(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (lines_[i].verb == Verb::If) {
        i = conditional(i);
      } else if (lines_[i].verb == Verb::AtOnce) {
        i = at_once(i);
      } else if (is_mine(i)) {
        compiler_.add(lines_[i]);
      }
    }
  }

  // ---- if

  // The places of if, else if and else; `end` is that of its end.
  [[nodiscard]] std::vector<std::size_t> heads(std::size_t first, std::size_t& end) const {
    std::vector<std::size_t> all;
    for (end = first; lines_[end].verb != Verb::End; end = blocks_.next[end]) all.push_back(end);
    return all;
  }

  std::size_t conditional(std::size_t first) {
    std::size_t end = 0;
    const std::vector<std::size_t> branches = heads(first, end);
    if (only_ && !concerns_me(branches, end)) return end;
    const bool early = std::all_of(branches.begin(), branches.end(), [&](std::size_t head) {
      return lines_[head].verb == Verb::Else || is_settled_early(lines_[head].text);
    });
    if (!early) compiler_.seal();
    std::vector<std::size_t> jumps;
    std::vector<NameSet> bound;
    const auto known_before = known_names(first, end);
    bool decided = false;  // what follows is never reached
    for (std::size_t k = 0; k < branches.size(); ++k) {
      const std::size_t behind = k + 1 < branches.size() ? branches[k + 1] : end;
      bound.push_back(
          without(bound_names(lines_, blocks_, branches[k] + 1, behind, only_clients()), known_before));
      branch(k, branches[k], behind, decided, early, behind == end ? nullptr : &jumps);
      for (const std::string& name : bound.back()) hide(name, "is bound in another branch of this 'if'");
    }
    for (const std::size_t jump : jumps)
      std::get<Jump>(compiler_.steps()[jump].action).to = compiler_.steps().size();
    if (!early) compiler_.seal();
    after(lines_[first], bound, lines_[branches.back()].verb == Verb::Else);
    return end;
  }

  // One branch: with the step that asks, if it is asked while playing, and the one that leaves it.
  void branch(std::size_t index, std::size_t head, std::size_t end, bool& decided, bool early,
              std::vector<std::size_t>* jumps) {
    const Line& line = lines_[head];
    std::optional<std::size_t> asks;
    bool holds = true, unknown = false;
    if (line.verb != Verb::Else) {
      std::optional<Condition> condition = read_condition(line);
      unknown = !condition;
      if (condition && is_settled_early(line.text)) {
        holds = is_so(*condition, index);
      } else if (condition && !decided) {
        asks = ask(line, std::move(*condition));
      }
    }
    if (decided || !holds) return;
    decided = !asks && !unknown;
    range(head + 1, end);
    if (!early) compiler_.seal();
    if (!asks) return;
    if (jumps != nullptr) {
      jumps->push_back(compiler_.steps().size());
      compiler_.push(line, Jump{});
    }
    std::get<Branch>(compiler_.steps()[*asks].action).otherwise = compiler_.steps().size();
  }

  std::optional<Condition> read_condition(const Line& line) {
    if (line.text.empty()) return std::nullopt;  // that was said
    const bool named = !several() || !line.client.empty();
    const Service service = named ? context_.clients[compiler_.client_of(line)].service : context_.service;
    names_.set_line(line);
    names_.set_speaker(std::nullopt);
    names_.forbid_binding(true);
    auto condition = parse_condition(Text{line.text, line.text_at}, Asked{service, named}, names_, mistakes_);
    names_.forbid_binding(false);
    return condition;
  }

  [[nodiscard]] bool is_so(const Condition& condition, std::size_t index) const {
    if (context_.branch) return *context_.branch == index;
    if (const auto* rev = std::get_if<Rev>(&condition)) return *rev == context_.rev;
    const auto* need = std::get_if<Need>(&condition);
    return need != nullptr && context_.offer.has(*need) != need->absent;
  }

  std::size_t ask(const Line& line, Condition condition) {
    Branch step;
    step.source = line.source;
    if (auto* comparison = std::get_if<Comparison>(&condition)) {
      step.condition = std::move(*comparison);
    } else if (auto* pattern = std::get_if<Pattern>(&condition)) {
      step.condition = std::move(*pattern);
    } else {
      step.condition = IsClosed{};
    }
    compiler_.push(line, std::move(step));
    return compiler_.steps().size() - 1;
  }

  [[nodiscard]] NameSet known_names(std::size_t first, std::size_t end) const {
    NameSet known;
    for (const std::string& name : all_bound_names(lines_, first, end, only_clients())) {
      if (names_.known(name)) known.insert(name);
    }
    return known;
  }

  static NameSet without(NameSet names, const NameSet& others) {
    for (const std::string& other : others) names.erase(other);
    return names;
  }

  // A name that is another thread's stays that.
  void hide(const std::string& name, std::string why) {
    const auto before = names_.hidden(name);
    if (!before || !before->for_good) names_.hide(name, {std::move(why), false});
  }

  // Behind the end: what each branch bound has a value, what only some bound has none.
  void after(const Line& first, const std::vector<NameSet>& bound, bool has_else) {
    for (const NameSet& names : bound) {
      for (const std::string& name : names) {
        const bool everywhere =
            has_else && std::all_of(bound.begin(), bound.end(),
                                    [&](const NameSet& other) { return other.count(name) != 0; });
        const auto before = names_.hidden(name);
        if (before && before->for_good) continue;
        if (everywhere) {
          names_.show(name);
        } else {
          names_.hide(name, {"has a value only in some branch of the 'if' in " + line_number(first) +
                                 ": bind it in each, with an 'else', or use it before its 'end'",
                             false});
        }
      }
    }
  }

  // ---- at once

  [[nodiscard]] std::optional<ThreadFilter> only_clients() const {
    return only_ ? std::optional(ThreadFilter{clients_, *only_}) : std::nullopt;
  }

  // Whether this thread has lines in it. An 'if' that begins with a client's name is that client's.
  bool concerns_me(const std::vector<std::size_t>& branches, std::size_t end) {
    bool any = false;
    for (std::size_t i = branches.front(); i < end && !any; ++i)
      any = !is_of_a_block(lines_[i].verb) && is_mine(i);
    if (!any) return false;
    for (const std::size_t head : branches) {
      const Line& line = lines_[head];
      if (line.client.empty() || clients_[head] == *only_ || line.verb == Verb::Else) continue;
      complain(line.where, "in an 'at once' this 'if' is " + line.client + "'s, and holds lines of " +
                               context_.clients[*only_].name);
      return false;
    }
    return true;
  }

  [[nodiscard]] std::vector<ClientIndex> speakers(std::size_t begin, std::size_t end) {
    std::vector<ClientIndex> all;
    for (std::size_t i = begin; i < end; ++i) {
      const Line& line = lines_[i];
      if (is_of_a_block(line.verb)) continue;
      if (line.client.empty() && several()) {
        complain(line.where, "in an 'at once' each line is some client's: begin it with a name");
      } else if (std::find(all.begin(), all.end(), clients_[i]) == all.end()) {
        all.push_back(clients_[i]);
      }
    }
    return all;
  }

  std::size_t at_once(std::size_t first) {
    const std::size_t end = blocks_.next[first];
    compiler_.seal();
    const std::size_t mistakes_before = mistakes_.size();
    const std::vector<ClientIndex> clients = speakers(first + 1, end);
    if (clients.size() < 2 && mistakes_.size() == mistakes_before) {
      complain(lines_[first].where,
               clients.empty() ? std::string("in this 'at once' nobody speaks")
                               : "in this 'at once' only " + context_.clients[clients[0]].name + " speaks");
    }
    const std::size_t place = compiler_.steps().size();
    compiler_.push(lines_[first], AtOnce{});
    AtOnce step;
    std::map<ClientIndex, NameSet> bound;
    for (const ClientIndex client : clients) {
      bound[client] = all_bound_names(lines_, first + 1, end, ThreadFilter{clients_, client});
    }
    for (const ClientIndex client : clients) {
      step.threads.push_back(thread(client, first + 1, end, bound));
    }
    step.end = compiler_.steps().size();
    compiler_.steps()[place].action = std::move(step);
    return end;
  }

  AtOnce::Thread thread(ClientIndex client, std::size_t begin, std::size_t end,
                        const std::map<ClientIndex, NameSet>& bound) {
    std::map<std::string, std::optional<Names::Hidden>> before;
    for (const auto& [other, names] : bound) {
      if (other == client) continue;
      for (const std::string& name : names) {
        before.emplace(name, names_.hidden(name));
        names_.hide(name, {"is bound by " + context_.clients[other].name +
                               " in the same 'at once', where nothing comes before or after",
                           true});
      }
    }
    AtOnce::Thread thread{client, compiler_.steps().size(), 0};
    only_ = client;
    range(begin, end);
    compiler_.seal();
    only_.reset();
    thread.end = compiler_.steps().size();
    for (const auto& [name, hidden] : before) {
      hidden ? names_.hide(name, *hidden) : names_.show(name);
    }
    return thread;
  }

  const std::vector<Line>& lines_;
  const DialogueContext& context_;
  Names& names_;
  LineCompiler& compiler_;
  Diagnostics& mistakes_;
  Blocks blocks_;
  std::vector<ClientIndex> clients_;  // by line
  std::optional<ClientIndex> only_;   // the thread that is being made
};

}  // namespace

void compile_blocks(const std::vector<Line>& lines, const DialogueContext& context, Names& names,
                    LineCompiler& compiler, Diagnostics& mistakes) {
  ControlCompiler(lines, context, names, compiler, mistakes).run();
}

}  // namespace mailrig::scenario
