#include "harness/scenario/messages.hpp"

#include <algorithm>
#include <vector>

#include <toml++/toml.h>

#include "harness/mail/message.hpp"
#include "harness/scenario/toml_reader.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::string_view kGenerated = "generated:";
constexpr std::size_t kNameLimit = 64;

// RFC 9051 9 flag, of the characters that every server takes: the set-up writes it into a dialogue line.
bool is_flag(std::string_view word) {
  if (word.starts_with('\\')) word.remove_prefix(1);
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return wire::is_alnum(c) || std::string_view("$_-.").find(c) != std::string_view::npos;
  });
}

void take_flags(std::string_view flags, StartMessage& message, const Location& where, Diagnostics& mistakes) {
  message.flags = std::string(flags);
  while (!flags.empty()) {
    const std::string_view flag = flags.substr(0, flags.find(' '));
    if (!is_flag(flag)) {
      mistakes.push_back({where, quote(flag) + " is no flag; meant is '\\Seen' or a keyword"});
      message.flags.clear();
    }
    flags.remove_prefix(std::min(flag.size() + 1, flags.size()));
  }
}

// "generated:7:10KiB"
StartMessage::Generated parse_generated(std::string_view name, const Location& where, Diagnostics& mistakes) {
  StartMessage::Generated made;
  const std::string_view facts = name.substr(kGenerated.size());
  const std::size_t colon = std::min(facts.find(':'), facts.size());
  if (const auto seed = wire::to_number(facts.substr(0, colon))) {
    made.seed = *seed;
  } else {
    mistakes.push_back({where, quote(name) + " has no seed; meant is 'generated:7' or 'generated:7:10KiB'"});
  }
  if (colon == facts.size()) return made;
  const auto octets = parse_octets(facts.substr(colon + 1), kGeneratedLimit);
  if (octets && *octets >= kGeneratedLeast) {
    made.octets = *octets;
  } else {
    mistakes.push_back(
        {where, quote(facts.substr(colon + 1)) +
                    " is no size of a message; meant is '900', '10KiB' or '2MiB', from 256 to 64MiB"});
  }
  return made;
}

bool is_fixture_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameLimit && wire::is_alpha(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return wire::is_alnum(c) || c == '-' || c == '_'; });
}

class FixturesReader {
 public:
  FixturesReader(const std::string& file, const Corpus& corpus, Diagnostics& mistakes)
      : toml_(file, mistakes), corpus_(corpus), mistakes_(mistakes) {}

  Fixtures read(const toml::table& table) {
    Fixtures fixtures;
    for (const auto& [key, node] : table) {
      const std::string_view name = key.str();
      if (!is_fixture_name(name)) {
        toml_.complain(
            key, quote(name) + " can't name a fixture; meant is a letter, then letters, digits, '-' and '_'");
      }
      if (const toml::table* one = node.as_table()) {
        fixtures.emplace(name, read_one(*one));
      } else {
        toml_.complain(node, "a fixture is a table: [" + std::string(name) + "] and its 'messages'");
      }
    }
    return fixtures;
  }

 private:
  std::vector<StartMessage> read_one(const toml::table& table) {
    toml_.check_keys(table, fixture_keys(), "a fixture");
    (void)toml_.string(table, "why", false);
    std::vector<StartMessage> messages;
    const toml::node* list = table.get("messages");
    if (list == nullptr) {
      toml_.complain(table, "'messages' is missing");
      return messages;
    }
    toml_.strings(*list, "messages", [&](std::string_view word, const Location& where) {
      messages.push_back(parse_start_message(word, corpus_, where, mistakes_));
    });
    if (messages.size() > kFixturesLimit) {
      toml_.complain(*list, "a fixture has " + std::to_string(kFixturesLimit) + " messages at most");
    }
    return messages;
  }

  TomlReader toml_;
  const Corpus& corpus_;
  Diagnostics& mistakes_;
};

}  // namespace

std::optional<std::size_t> parse_octets(std::string_view text, std::size_t limit) {
  std::size_t digits = 0;
  while (digits < text.size() && wire::is_digit(text[digits])) ++digits;
  const auto number = wire::to_number(text.substr(0, digits));
  const std::string_view unit = text.substr(digits);
  const std::size_t factor = unit.empty()                   ? 1
                             : unit == "k" || unit == "KiB" ? 1024
                             : unit == "m" || unit == "MiB" ? 1024 * 1024
                                                            : 0;
  if (!number || *number == 0 || factor == 0 || *number > limit / factor) return std::nullopt;
  return *number * factor;
}

StartMessage parse_start_message(std::string_view word, const Corpus& corpus, const Location& where,
                                 Diagnostics& mistakes) {
  StartMessage message;
  const std::size_t space = std::min(word.find(' '), word.size());
  message.name = std::string(word.substr(0, space));
  take_flags(word.substr(std::min(space + 1, word.size())), message, where, mistakes);
  if (message.name.starts_with(kGenerated)) {
    message.generated = parse_generated(message.name, where, mistakes);
  } else if (corpus.find(message.name) == corpus.end()) {
    std::vector<std::string> known;
    for (const auto& [corpus_name, bytes] : corpus) known.push_back(corpus_name);
    mistakes.push_back({where, "there is no message 'corpus/" + message.name + ".eml'" +
                                   did_you_mean(nearest(message.name, known))});
  }
  return message;
}

std::string octets_of(const StartMessage& message, const Corpus& corpus) {
  if (message.generated) {
    mail::MessageSpec spec;
    spec.seed = message.generated->seed;
    spec.size = message.generated->octets;
    return mail::generate(spec);
  }
  const auto found = corpus.find(message.name);
  return found == corpus.end() ? std::string() : found->second;
}

Fixtures read_fixtures(const std::string& file, std::string_view content, const Corpus& corpus,
                       Diagnostics& mistakes) {
  try {
    return FixturesReader(file, corpus, mistakes).read(toml::parse(content, file));
  } catch (const toml::parse_error& error) {
    mistakes.push_back(no_toml(file, error));
    return {};
  }
}

const std::vector<StartMessage>* find_fixture(std::string_view name, const Library& library,
                                              const Location& where, Diagnostics& mistakes) {
  const auto found = library.fixtures.find(name);
  if (found != library.fixtures.end()) return &found->second;
  std::vector<std::string> known;
  for (const auto& [fixture, messages] : library.fixtures) known.push_back(fixture);
  mistakes.push_back({where, "there is no fixture '" + std::string(name) + "' in fixtures.toml" +
                                 did_you_mean(nearest(name, known))});
  return nullptr;
}

}  // namespace mailrig::scenario
