#include "harness/scenario/write_out.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "harness/scenario/blocks.hpp"

namespace mailrig::scenario {

namespace {

struct Parsed {
  Lines lines;
  Blocks blocks;
  [[nodiscard]] bool good() const { return lines.good && blocks.good; }
};

// A broken line may have been the 'end': then the blocks say nothing.
Parsed parse(const Text& dialogue, const Speakers& speakers, Diagnostics& mistakes) {
  Parsed parsed;
  parsed.lines = parse_lines(dialogue, speakers, mistakes);
  Diagnostics ignored;
  parsed.blocks = match_blocks(parsed.lines.all, parsed.lines.good ? mistakes : ignored);
  return parsed;
}

class Writer {
 public:
  Writer(const std::vector<std::string>& clients, const Fragments& fragments, Diagnostics& mistakes)
      : clients_(clients), fragments_(fragments), mistakes_(mistakes) {}

  std::vector<Line> write(const Text& dialogue) {
    const Parsed parsed = parse(dialogue, Speakers{clients_, {}}, mistakes_);
    if (parsed.blocks.good) {
      range(parsed, 0, parsed.lines.all.size(), {});
    } else {
      flat(parsed.lines.all);
    }
    return std::move(out_);
  }

 private:
  // Where lines are written out: in which turn of a repetition, in which fragment.
  struct Place {
    std::uint32_t turn = 0;
    std::shared_ptr<const Scope> scope;
    std::string included_by;
  };

  // What a repetition repeats is told once.
  void complain(const Location& where, std::string message) {
    Diagnostic mistake{where, std::move(message)};
    if (told_.insert(render(mistake)).second) mistakes_.push_back(std::move(mistake));
  }

  // Blocks that can't be trusted: the other lines are still looked at.
  void flat(const std::vector<Line>& lines) {
    for (const Line& line : lines) {
      if (line.verb < Verb::Include) put(line, {});
    }
  }

  void range(const Parsed& parsed, std::size_t begin, std::size_t end, const Place& place) {
    for (std::size_t i = begin; i < end && !full_; ++i) {
      const Line& line = parsed.lines.all[i];
      if (line.verb == Verb::Repeat) {
        repeat(parsed, i, place);
        i = parsed.blocks.next[i];
      } else if (line.verb == Verb::Include) {
        include(located(line, place), place);
      } else {
        put(line, place);
      }
    }
  }

  void repeat(const Parsed& parsed, std::size_t at, const Place& place) {
    const Line& line = parsed.lines.all[at];
    Place inside = place;
    for (std::uint32_t turn = 1; turn <= line.count && !full_; ++turn) {
      inside.turn = turn;
      take_room(line.where, place);
      range(parsed, at + 1, parsed.blocks.next[at], inside);
    }
  }

  [[nodiscard]] static Line located(Line line, const Place& place) {
    for (Location* where : {&line.where, &line.text_at, &line.name_at})
      where->included_by = place.included_by;
    for (Argument& argument : line.arguments) {
      argument.at.included_by = argument.name_at.included_by = place.included_by;
    }
    return line;
  }

  void put(const Line& line, const Place& place) {
    take_room(line.where, place);
    if (full_) return;
    out_.push_back(located(line, place));
    out_.back().count = place.turn;
    out_.back().scope = place.scope;
  }

  // A turn of a repetition counts, too: it may be empty.
  void take_room(const Location& where, const Place& place) {
    if (full_ || ++room_taken_ <= kLinesLimit) return;
    full_ = true;
    Location at = where;
    at.included_by = place.included_by;
    complain(at, "written out, the dialogue has more than 20000 lines");
  }

  void include(const Line& line, const Place& place) {
    take_room(line.where, place);
    const auto found = fragments_.find(line.name);
    if (found == fragments_.end()) return unknown(line);
    if (std::find(inside_.begin(), inside_.end(), line.name) != inside_.end()) {
      std::string way;
      for (const std::string& name : inside_) way += name + " → ";
      return complain(line.name_at, "fragments include each other without end: " + way + line.name);
    }
    if (inside_.size() == kIncludesLimit)
      return complain(line.name_at, "fragments include each other 8 deep at most");
    if (!found->second.good)
      return complain(line.name_at, "the fragment '" + line.name + "' has mistakes of its own");
    if (!arguments_fit(line, found->second)) return;
    Place place_inside;
    place_inside.scope = std::make_shared<const Scope>(Scope{line.arguments, place.scope, place.turn});
    place_inside.included_by = scenario::place(line.where);
    if (!place.included_by.empty()) place_inside.included_by += ", included by " + place.included_by;
    const Parsed& parsed = fragment(line, found->second, place_inside.included_by);
    if (!parsed.good()) return;
    inside_.push_back(line.name);
    range(parsed, 0, parsed.lines.all.size(), place_inside);
    inside_.pop_back();
  }

  void unknown(const Line& line) {
    std::vector<std::string> known;
    for (const auto& [name, fragment] : fragments_) known.push_back(name);
    complain(line.name_at, "there is no fragment 'fragments/" + line.name + ".toml'" +
                               did_you_mean(nearest(line.name, known)));
  }

  bool arguments_fit(const Line& line, const Fragment& fragment) {
    const std::size_t before = mistakes_.size();
    for (const Argument& argument : line.arguments) {
      const auto& known = fragment.parameters;
      if (std::find(known.begin(), known.end(), argument.name) != known.end()) continue;
      complain(argument.name_at, "the fragment '" + line.name + "' has no parameter '" + argument.name + "'" +
                                     did_you_mean(nearest(argument.name, known)));
    }
    for (const std::string& parameter : fragment.parameters) {
      const bool given = std::any_of(line.arguments.begin(), line.arguments.end(),
                                     [&](const Argument& argument) { return argument.name == parameter; });
      if (!given) complain(line.name_at, "the fragment '" + line.name + "' needs '" + parameter + "=…'");
    }
    return mistakes_.size() == before;
  }

  // Read once for each client that includes it; its mistakes are told once.
  const Parsed& fragment(const Line& line, const Fragment& fragment, const std::string& included_by) {
    const std::pair<std::string, std::string> key{line.name, line.client};
    if (const auto known = parsed_.find(key); known != parsed_.end()) return known->second;
    Text dialogue{fragment.dialogue, fragment.at};
    dialogue.at.included_by = included_by;
    const auto same_fragment = parsed_.lower_bound({line.name, ""});
    const bool told = same_fragment != parsed_.end() && same_fragment->first.first == line.name;
    Diagnostics ignored;
    Parsed parsed = parse(dialogue, Speakers{clients_, line.client}, told ? ignored : mistakes_);
    return parsed_.emplace(key, std::move(parsed)).first->second;
  }

  const std::vector<std::string>& clients_;
  const Fragments& fragments_;
  Diagnostics& mistakes_;
  std::vector<Line> out_;
  std::vector<std::string> inside_;                               // fragments that are being written
  std::map<std::pair<std::string, std::string>, Parsed> parsed_;  // by fragment and client
  std::set<std::string> told_;
  std::size_t room_taken_ = 0;
  bool full_ = false;
};

}  // namespace

std::vector<Line> write_out(const Text& dialogue, const std::vector<std::string>& clients,
                            const Fragments& fragments, Diagnostics& mistakes) {
  return Writer(clients, fragments, mistakes).write(dialogue);
}

}  // namespace mailrig::scenario
