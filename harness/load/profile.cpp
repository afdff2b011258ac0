#include "harness/load/profile.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "harness/load/toml_table.hpp"
#include "harness/scenario/messages.hpp"

namespace mailrig::load {

namespace {

using scenario::Key;
using scenario::Type;

constexpr std::array<std::string_view, 3> kProtocols = {"smtp", "imap", "pop3"};  // before a command
constexpr std::array<std::string_view, 3> kKinds = {"closed", "constant", "poisson"};
constexpr std::array<Key, 3> kArrivals = {
    {{"kind", Type::String,
      "closed: sessions begin again when they are done; the others: a rate, even or random", true, kKinds},
     {"sessions", Type::Integer, "How many there are (closed), or may be at once (open)", true},
     {"rate", Type::Number, "Scenarios a second (open)"}}};
constexpr std::array<Key, 4> kPhases = {{{"ramp", Type::String, "So long the load grows to its whole"},
                                         {"warm-up", Type::String, "So long it runs before it counts"},
                                         {"measured", Type::String, "So long it counts"},
                                         {"cool-down", Type::String, "So long it goes on"}}};
constexpr std::array<Key, 1> kMessages = {
    {{"sizes", Type::StringOrNumbers,
      "\"4k\", or several with their shares: { \"1k\" = 60, \"10k\" = 40 }"}}};
constexpr std::array<Key, 4> kScenario = {
    {{"id", Type::String, "Any scenario's, beside the profile or in the scenarios folder", true},
     {"share", Type::Number, "How often, against the others"},
     {"repeat", Type::Integer, "Dialogues a session; 0: no end; 1: a connection each"},
     {"think", Type::String, "Between them (closed): \"100ms\", \"1s..5s\" (even), \"~2s\" (exponential)"}}};
constexpr std::array<Key, 8> kProfile = {
    {{"title", Type::String, "What it is, one sentence"},
     {"seed", Type::Integer, "Of all that is random"},
     {"accounts", Type::Integer, "How many of the target's accounts are used; all if it is not said"},
     {"objectives", Type::Strings, "What must hold: \"p99 < 200ms\", \"errors < 1%\""},
     {"arrivals", Type::Table, "Who comes how often", true, {}, kArrivals},
     {"phases", Type::Table, "How long", false, {}, kPhases},
     {"messages", Type::Table, "What ${corpus.generated} is", false, {}, kMessages},
     {"scenario", Type::Tables, "What they do", true, {}, kScenario}}};

void duration(TomlTable& table, std::string_view key, Nanoseconds& out) {
  const std::string* text = table.text(key);
  if (text == nullptr) return;
  if (const auto time = parse_duration(*text)) {
    out = *time;
  } else {
    table.wrong(*table.find(key), "'" + *text + "' is no time: \"500ms\", \"10s\" or \"2m\" was meant");
  }
}

void read_arrivals(TomlTable table, Arrivals& out) {
  const std::string* kind = table.text("kind");
  table.integer<std::uint32_t>("sessions", 1, kMaxSessions, out.sessions);
  table.number("rate", kMinRate, kMaxRate, out.per_second);
  if (kind == nullptr) {
    table.wrong("arrivals need a kind: \"closed\", \"constant\" or \"poisson\"");
  } else if (*kind == "constant") {
    out.kind = ArrivalKind::Constant;
  } else if (*kind == "poisson") {
    out.kind = ArrivalKind::Poisson;
  } else if (*kind != "closed") {
    table.wrong(*table.find("kind"), "'" + *kind + "' is none of \"closed\", \"constant\", \"poisson\"");
  }
  const toml::node* rate = table.find("rate");
  if (out.kind != ArrivalKind::Closed && rate == nullptr) table.wrong("open arrivals need a rate, a second");
  if (out.kind == ArrivalKind::Closed && kind != nullptr && rate != nullptr) {
    table.wrong(*rate, "closed arrivals have no rate: sessions start again when they are done");
  }
  if (table.find("sessions") == nullptr) {
    table.wrong("arrivals need sessions: how many there are (closed), or may be at once (open)");
  }
  table.finish();
}

void read_phases(TomlTable table, Phases& out) {
  duration(table, "ramp", out.ramp);
  duration(table, "warm-up", out.warm_up);
  duration(table, "measured", out.measured);
  duration(table, "cool-down", out.cool_down);
  if (out.measured <= Nanoseconds{}) table.wrong("the measured phase has no time");
  table.finish();
}

// sizes = "4k", or { "1k" = 60, "10k" = 40 }.
void read_messages(TomlTable table, Profile& out) {
  const toml::node* node = table.find("sizes");
  if (node != nullptr) out.sizes.clear();
  const auto add = [&](const toml::node& at, std::string_view text, double share) {
    SizeShare size;
    size.share = share;
    const auto octets = scenario::parse_octets(text, kMaxMessage);
    size.octets = octets.value_or(0);
    if (!octets) {
      table.wrong(at, "'" + std::string(text) + "' is no message size: \"900\", \"10k\" or \"2m\" was meant");
    } else if (!std::isfinite(share) || share <= 0) {
      table.wrong(at, "the share of a size is above 0");
    }
    out.sizes.push_back(size);
  };
  if (node != nullptr && node->is_string()) {
    add(*node, node->as_string()->get(), 1);
  } else if (node != nullptr && node->is_table() && !node->as_table()->empty()) {
    for (const auto& [key, value] : *node->as_table())
      add(value, key.str(), value.value<double>().value_or(0));
  } else if (node != nullptr) {
    table.wrong(*node, "sizes is a size like \"4k\", or a table of size = share");
    out.sizes = Profile{}.sizes;  // there is always one
  }
  table.finish();
}

void read_scenario(TomlTable table, Profile& out) {
  ScenarioShare made;
  made.where = table.where();
  const std::string* id = table.text("id");
  if (id != nullptr) {
    made.id = *id;
    made.where = table.where(*table.find("id"));
  } else {
    table.wrong("a scenario needs its id");
  }
  table.number("share", 0.000001, 1e9, made.share);
  table.integer<std::uint32_t>("repeat", 0, 1'000'000'000, made.repeat);
  const std::string* think = table.text("think");
  if (think != nullptr && !parse_think(*think, made.think)) {
    table.wrong(*table.find("think"),
                "'" + *think + "' is no think time: \"100ms\", \"1s..5s\" or \"~2s\" was meant");
  } else if (think != nullptr && out.arrivals.kind != ArrivalKind::Closed) {
    table.wrong(*table.find("think"), "open arrivals come at their rate: only closed ones think in between");
  }
  table.finish();
  out.scenarios.push_back(std::move(made));
}

bool has_series(const Profile& profile, const std::string& series) {
  if (series.empty()) return true;
  const std::string_view protocol = std::string_view(series).substr(0, series.find(' '));
  if (protocol.size() < series.size()) return std::ranges::find(kProtocols, protocol) != kProtocols.end();
  return std::ranges::find(profile.scenarios, series, &ScenarioShare::id) != profile.scenarios.end();
}

// Told before the load: after it, it would be an objective of which nothing was measured.
std::string no_series(const Profile& profile, const std::string& series) {
  std::vector<std::string> ids;
  for (const ScenarioShare& share : profile.scenarios) ids.push_back(share.id);
  return "'" + series + "' is neither a scenario of this profile nor a command like \"imap FETCH\"" +
         scenario::did_you_mean(scenario::nearest(series, ids));
}

class Reader {
 public:
  Reader(const toml::table& root, const std::string& file, scenario::Diagnostics& mistakes)
      : root_(root, kProfile, file, mistakes), file_(file), mistakes_(mistakes) {}

  Profile read() {
    Profile out;
    out.file = file_;
    if (const std::string* title = root_.text("title")) out.title = *title;
    root_.integer<std::uint64_t>("seed", 0, std::uint64_t{1} << 62U, out.seed);
    root_.integer<std::uint32_t>("accounts", 1, 1'000'000, out.accounts);
    if (const auto* arrivals = sub("arrivals")) {
      read_arrivals(at(*arrivals, kArrivals), out.arrivals);
    } else if (root_.find("arrivals") == nullptr) {
      root_.wrong("a profile needs [arrivals]");
    }
    if (const auto* phases = sub("phases")) read_phases(at(*phases, kPhases), out.phases);
    if (const auto* messages = sub("messages")) read_messages(at(*messages, kMessages), out);
    scenarios(out);
    objectives(out);
    root_.finish();
    return out;
  }

 private:
  TomlTable at(const toml::table& table, std::span<const Key> keys) {
    return {table, keys, file_, mistakes_};
  }
  const toml::table* sub(std::string_view key) {
    const toml::node* node = root_.find(key);
    if (node == nullptr) return nullptr;
    if (node->is_table()) return node->as_table();
    root_.wrong(*node, std::string(key) + " is a table");
    return nullptr;
  }
  void scenarios(Profile& out) {
    const toml::node* node = root_.find("scenario");
    if (node == nullptr || !node->is_array() || node->as_array()->empty()) {
      root_.wrong("a profile needs at least one [[scenario]]");
      return;
    }
    for (const toml::node& item : *node->as_array()) {
      if (item.is_table()) {
        read_scenario(at(*item.as_table(), kScenario), out);
      } else {
        root_.wrong(item, "a [[scenario]] is a table");
      }
    }
  }
  void objectives(Profile& out) {
    const toml::node* node = root_.find("objectives");
    if (node == nullptr) return;
    if (!node->is_array()) {
      root_.wrong(*node, "objectives is an array of strings");
      return;
    }
    for (const toml::node& item : *node->as_array()) objective(item, out);
  }
  void objective(const toml::node& item, Profile& out) {
    std::string mistake = "an objective is a string";
    const auto made = item.is_string() ? parse_objective(item.as_string()->get(), mistake) : std::nullopt;
    if (!made) {
      root_.wrong(item, mistake);
    } else if (!has_series(out, made->series)) {
      root_.wrong(item, no_series(out, made->series));
    } else {
      out.objectives.push_back(*made);
    }
  }

  TomlTable root_;
  const std::string& file_;
  scenario::Diagnostics& mistakes_;
};

}  // namespace

std::span<const Key> profile_keys() {
  return kProfile;
}

Nanoseconds Think::draw(Random& random) const {
  switch (kind) {
    case Kind::None:
      return {};
    case Kind::Fixed:
      return low;
    case Kind::Even:
      return low + Nanoseconds(
                       static_cast<std::int64_t>(random.unit() * static_cast<double>((high - low).count())));
    case Kind::Exponential:
      return Nanoseconds(static_cast<std::int64_t>(random.exponential() * static_cast<double>(low.count())));
  }
  return {};
}

bool parse_think(std::string_view text, Think& out) {
  using Kind = Think::Kind;
  const bool exponential = text.starts_with('~');
  if (exponential) text.remove_prefix(1);
  const std::size_t dots = text.find("..");
  const auto low = parse_duration(text.substr(0, dots));
  const auto high = dots == std::string_view::npos ? low : parse_duration(text.substr(dots + 2));
  if (!low || !high || *high < *low || (exponential && dots != std::string_view::npos)) return false;
  out.kind = exponential ? Kind::Exponential : dots == std::string_view::npos ? Kind::Fixed : Kind::Even;
  out.low = *low;
  out.high = *high;
  return true;
}

std::string_view Phases::name_at(Nanoseconds at) const {
  if (at < ramp) return "ramp";
  if (at < measured_from()) return "warm-up";
  if (at < measured_to()) return "measured";
  return "cool-down";
}

Profile parse_profile(std::string_view text, const std::string& file, scenario::Diagnostics& mistakes) {
  try {
    const toml::table root = toml::parse(text, file);
    return Reader(root, file, mistakes).read();
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    mistakes.push_back({{file, at.line, at.column}, std::string(error.description())});
  }
  return {};
}

}  // namespace mailrig::load
