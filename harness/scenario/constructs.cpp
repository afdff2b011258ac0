#include "harness/scenario/constructs.hpp"

#include <algorithm>
#include <vector>

#include <toml++/toml.h>

#include "harness/sasl/sasl.hpp"
#include "harness/scenario/compile.hpp"
#include "harness/scenario/condition.hpp"
#include "harness/scenario/construct_names.hpp"
#include "harness/scenario/line_words.hpp"
#include "harness/scenario/messages.hpp"
#include "harness/scenario/template.hpp"

namespace mailrig::scenario {

namespace {

// What a value may be, where it may be several things.
std::vector<std::string_view> forms_of(Type type) {
  switch (type) {
    case Type::StringOrStrings:
      return {"a string", "a list"};
    case Type::StringOrTable:
      return {"a string", "a table"};
    case Type::StringOrInteger:
      return {"a string", "a number"};
    case Type::StringOrNumbers:
      return {"a string", "a table"};
    case Type::String:
    case Type::Strings:
    case Type::Boolean:
    case Type::Integer:
    case Type::Integers:
    case Type::Number:
    case Type::Table:
    case Type::Tables:
      return {};
  }
  return {};
}

std::string_view form_of(const toml::node& node) {
  return node.is_string()  ? "a string"
         : node.is_array() ? "a list"
         : node.is_table() ? "a table"
                           : "a number";
}

void add_all_keys(std::span<const Key> keys, const std::string& prefix, Constructs& all) {
  for (const Key& key : keys) {
    const std::string path = prefix + std::string(key.name);
    add_construct(all, "key", path);
    for (const std::string_view form : forms_of(key.type))
      add_construct(all, "key", path + " = " + std::string(form));
    for (const std::string_view word : key.words) add_construct(all, "word", word);
    add_all_keys(key.keys, path + ".", all);
  }
}

void add_table(const toml::table& table, std::span<const Key> keys, const std::string& prefix,
               Constructs& used) {
  for (const auto& [name, node] : table) {
    const auto is = [&](std::string_view wanted) {
      return std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.name == wanted; });
    };
    auto key = is(name.str());
    if (key == keys.end()) key = is(kAnyName);
    if (key == keys.end()) continue;
    const std::string path = prefix + std::string(key->name);
    add_construct(used, "key", path);
    if (!forms_of(key->type).empty()) add_construct(used, "key", path + " = " + std::string(form_of(node)));
    const auto word = node.value<std::string>();
    if (word && std::find(key->words.begin(), key->words.end(), *word) != key->words.end())
      add_construct(used, "word", *word);
    if (const toml::table* inside = node.as_table()) add_table(*inside, key->keys, path + ".", used);
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& item : *list) {
        if (const toml::table* inside = item.as_table()) add_table(*inside, key->keys, path + ".", used);
      }
    }
  }
}

std::string prefix_of(std::string_view whose) {
  return whose.empty() ? std::string() : std::string(whose) + ".";
}

class LineUses {
 public:
  LineUses(const Scenario& scenario, Constructs& used) : scenario_(scenario), used_(used) {}

  void line(const Line& line) {
    add("line", construct(line.verb));
    if (line.count != 0) add("line", construct(Verb::Repeat));
    if (line.scope) fragment(*line.scope);
    switch (line.verb) {
      case Verb::Send:
        send(line);
        break;
      case Verb::Expect:
        if (line.alternative) add("expect", "or S:");
        if (line.absent) add("expect", "not");
        break;
      case Verb::If:
      case Verb::ElseIf:
        condition(line.text);
        break;
      case Verb::Set:
        if (line.text.starts_with('"')) add("set", "\"…\" with escapes");
        break;
      default:
        words(line);
    }
    notes(line.notes);
    text(line.text, line);
    text(line.name, line);
    escapes(line);
  }

  void need(const Need& need) {
    const auto& [kind, absent, service, capability, accounts, source] = need;
    add("need", construct(kind));
    if (absent) add("need", "!CAPABILITY");
    if (kind != Need::Kind::Capability) return;
    if (source.find(':') != std::string::npos) add("need", "service:CAPABILITY");
    if (capability.find(' ') != std::string::npos) add("need", "CAPABILITY argument");
  }

  void message(const StartMessage& message) {
    const auto& [name, flags, generated] = message;
    add("message", generated ? "generated:seed" : "of the corpus");
    if (generated && std::count(name.begin(), name.end(), ':') > 1) add("message", "generated:seed:size");
    if (!flags.empty()) add("message", "with flags");
  }

 private:
  void add(std::string_view family, std::string_view word) { add_construct(used_, family, word); }

  void flags(std::string_view family, std::span<const LineFlag> all, const Line& line) {
    for (const LineFlag& one : all) {
      if (line.*one.flag) add(family, one.word);
    }
  }

  // Where they are read in all of the text; in strings of patterns they are the same.
  void escapes(const Line& line) {
    const bool quoted = line.verb == Verb::Set && line.text.starts_with('"');
    if (!line.raw && !line.data && !quoted) return;
    for (std::size_t at = line.text.find('\\'); at != std::string::npos; at = line.text.find('\\', at + 2)) {
      if (at + 1 < line.text.size()) add("escape", line.text.substr(at, 2));
    }
  }

  void send(const Line& line) {
    flags("send", send_flags(), line);
    if (!line.cuts.empty()) add("send", "cut");
    if (line.time.count() > 0) add("send", "pause");
    if (line.data) add("send", line.text.find("${") == std::string::npos ? "data: text" : "data: ${value}");
  }

  void close(const CloseHow& how) {
    const auto& [kind, alert] = how;
    add("closed", construct(kind));
    if (alert == "close_notify") add("closed", "by alert close_notify");
    if (!alert.empty() && alert != "close_notify") add("closed", "by alert NAME");
  }

  void words(const Line& line) {
    close(line.close);
    add("tls", construct(line.outcome));
    if (line.tls.version != TlsVersion::Any) add("word", name(line.tls.version));
    if (line.tls.verified) add("tls", handshake_words().front());
    if (line.verb == Verb::Closed && line.time.count() > 0) add("closed", "within");
    if (line.verb == Verb::ReadSlowly && line.octets > 0) add("read", "slowly … octets … every");
    if (line.verb == Verb::Auth) flags("auth", auth_flags(), line);
    if (line.verb == Verb::Auth && line.name.starts_with("${")) add("auth", "${mechanism}");
  }

  void condition(std::string_view asked) {
    const std::string_view word = asked.substr(0, asked.find(' '));
    const auto known = condition_words();
    add("if", std::find(known.begin(), known.end(), word) == known.end() ? kComparison : word);
  }

  void notes(const Annotations& notes) {
    const auto& [rfc, section, level, finding, after, within, not_before] = notes;
    if (rfc != 0) add("annotation", kClause);
    if (level) add("annotation", kLevelWords.at(static_cast<std::size_t>(*level)));
    if (!finding.empty()) add("annotation", finding);
    if (after) add("annotation", "after the line above");
    if (within.count() > 0) add("annotation", "within");
    if (not_before.count() > 0) add("annotation", "not before");
  }

  void fragment(const Scope& scope) {
    add("line", construct(Verb::Include));
    for (const Argument& argument : scope.values) {
      add("include", argument.value.find(' ') == std::string::npos ? "name=value" : "name=\"two words\"");
    }
    if (scope.outer) add("include", "from a fragment");
  }

  // Values that are gone when a program is compiled.
  void text(std::string_view text, const Line& line) {
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
      const std::string_view inside = text.substr(at + 2, text.find('}', at) - at - 2);
      const std::string_view word = inside.substr(0, inside.find(':'));
      for (const std::string_view function : function_words()) {
        if (word == function && word.size() < inside.size()) add("function", function);
      }
      const std::string_view name = inside.substr(0, inside.find_first_of("+-"));
      if (name == "i" && line.count != 0) add("variable", "i");
      if (scenario_.constants.find(name) != scenario_.constants.end()) add("variable", "of a case");
      if (line.scope && line.scope->find(name) != nullptr) add("variable", "of a fragment");
    }
  }

 public:
  static constexpr std::string_view kComparison = "${a} > ${b}", kClause = "rfc9051 6.4.8";

 private:
  const Scenario& scenario_;
  Constructs& used_;
};

void add_line_constructs(Constructs& all) {
  add_alternatives<Verb>(all, "line");
  for (const std::string_view word : send_words()) add_construct(all, "send", word);
  for (const std::string_view word : {"data: text", "data: ${value}"}) add_construct(all, "send", word);
  for (const char letter : escape_letters()) add_construct(all, "escape", std::string("\\") + letter);
  for (const std::string_view word : expect_words()) add_construct(all, "expect", word);
  add_construct(all, "set", "\"…\" with escapes");
  add_alternatives<CloseKind>(all, "closed");
  for (const std::string_view word : {"by alert NAME", "by alert close_notify"})
    add_construct(all, "closed", word);
  for (const std::string_view word : closed_words()) {
    if (word != "by") add_construct(all, "closed", word);  // what stands behind it has names of its own
  }
  add_alternatives<Handshake::Outcome>(all, "tls");
  add_construct(all, "tls", handshake_words().front());
  std::string pace;
  for (const std::string_view word : read_words()) pace += (pace.empty() ? "" : " … ") + std::string(word);
  add_construct(all, "read", pace);
  for (const LineFlag& flag : auth_flags()) add_construct(all, "auth", flag.word);
  add_construct(all, "auth", "${mechanism}");
  for (const std::string& mechanism : sasl::mechanisms()) add_construct(all, "mechanism", mechanism);
  for (const std::string_view word : condition_words()) add_construct(all, "if", word);
  add_construct(all, "if", LineUses::kComparison);
  for (const std::string_view word : annotation_words()) add_construct(all, "annotation", word);
  add_construct(all, "annotation", LineUses::kClause);
  for (const std::string_view word : {"name=value", "name=\"two words\"", "from a fragment"})
    add_construct(all, "include", word);
  for (const std::string_view word : function_words()) add_construct(all, "function", word);
  for (const std::string_view word : {"i", "of a case", "of a fragment"})
    add_construct(all, "variable", word);
}

}  // namespace

Constructs all_constructs() {
  Constructs all;
  add_all_keys(scenario_keys(), prefix_of(""), all);
  add_all_keys(fragment_keys(), prefix_of("fragment"), all);
  add_all_keys(fixtures_keys(), prefix_of("fixtures"), all);
  add_alternatives<Need::Kind>(all, "need");
  for (const std::string_view word : {"!CAPABILITY", "service:CAPABILITY", "CAPABILITY argument"})
    add_construct(all, "need", word);
  for (const std::string_view word : {"of the corpus", "generated:seed", "generated:seed:size", "with flags"})
    add_construct(all, "message", word);
  add_line_constructs(all);
  add_pattern_constructs(all);
  return all;
}

void add_keys(std::string_view content, std::span<const Key> keys, std::string_view whose, Constructs& used) {
  try {
    add_table(toml::parse(content), keys, prefix_of(whose), used);
  } catch (const toml::parse_error&) {  // told by who reads it
  }
}

void add_uses(const Scenario& scenario, Constructs& used) {
  LineUses uses(scenario, used);
  for (const Need& need : scenario.needs) uses.need(need);
  for (const StartMessage& message : scenario.messages) uses.message(message);
  for (const Mailbox& mailbox : scenario.mailboxes) {
    for (const StartMessage& message : mailbox.messages) uses.message(message);
  }
  for (const Line& line : scenario.lines) uses.line(line);
  for (const Program& program : compile_all(scenario)) add_uses(program, scenario, used);
}

}  // namespace mailrig::scenario
