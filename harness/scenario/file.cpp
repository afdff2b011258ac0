#include "harness/scenario/file.hpp"

#include <algorithm>

#include "harness/scenario/condition.hpp"
#include "harness/scenario/facts.hpp"
#include "harness/scenario/messages.hpp"
#include "harness/scenario/toml_reader.hpp"
#include "harness/scenario/write_out.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::size_t kCasesLimit = 1000;

class FileReader : private TomlReader {
 public:
  FileReader(std::string_view id, const std::string& file, std::string_view content, Diagnostics& mistakes)
      : TomlReader(file, mistakes), content_(content), mistakes_(mistakes) {
    scenario_.id = std::string(id);
    scenario_.file = file;
  }

  std::vector<Scenario> read(const toml::table& table, LibraryPtr library) {
    scenario_.library = std::move(library);
    if (find_swallowed(table)) return {};
    check_keys(table, scenario_keys(), "a scenario");
    scenario_.title = string(table, "title", true);
    scenario_.why = string(table, "why", false);
    read_rule(table);
    read_service(table);
    strings(table, "tags",
            [&](std::string_view word, const Location&) { scenario_.tags.emplace_back(word); });
    strings(table, "catches",
            [&](std::string_view word, const Location&) { scenario_.catches.emplace_back(word); });
    strings(table, "needs", [&](std::string_view word, const Location& where) {
      scenario_.needs.push_back(parse_need(word, scenario_.service, where, mistakes_));
    });
    strings(table, "makes",
            [&](std::string_view word, const Location&) { scenario_.makes.emplace_back(word); });
    read_mailboxes(table);
    read_clients(table);
    read_start(table);
    read_dialogue(table);
    derive(scenario_);
    read_rev(table);
    return read_cases(table);
  }

 private:
  // TOML takes what stands below a [table] for that table's: nothing else that is said of it would help.
  bool find_swallowed(const toml::table& table) {
    const std::size_t before = mistakes_.size();
    for (const Key& key : scenario_keys()) {
      if (key.required && table.get(key.name) == nullptr) find_below(table, key.name, "");
    }
    return mistakes_.size() != before;
  }

  void find_below(const toml::table& table, std::string_view wanted, const std::string& path) {
    for (const auto& [name, node] : table) {
      const std::string inside =
          path.empty() ? std::string(name.str()) : path + "." + std::string(name.str());
      if (const toml::table* below = node.as_table()) {
        tell_swallowed(*below, wanted, "[" + inside + "]");
        find_below(*below, wanted, inside);
      } else if (const toml::array* list = node.as_array()) {
        for (const toml::node& item : *list) {
          if (item.is_table()) tell_swallowed(*item.as_table(), wanted, "[[" + inside + "]]");
        }
      }
    }
  }

  void tell_swallowed(const toml::table& table, std::string_view wanted, const std::string& header) {
    const auto found = table.find(wanted);
    if (found == table.end()) return;
    complain(found->first, quote(wanted) + " stands below " + header +
                               ", so TOML takes it for a key of that table: move it above " + header);
  }

  void add_clause(std::string_view text, const Location& where) {
    ClauseText clause;
    if (parse_clause(text, clause.rfc, clause.section)) {
      scenario_.clauses.push_back(std::move(clause));
    } else {
      complain(where, quote(text) + " is no clause; meant is \"rfc9051 6.4.8\"");
    }
  }

  void read_rule(const toml::table& table) {
    const toml::node* clause = table.get("clause");
    if (clause == nullptr) {
      complain(place(table.source()),
               "'clause' is missing: the rule that this stands on, such as \"rfc9051 6.4.8\"");
    } else if (const auto one = clause->value_exact<std::string>()) {
      add_clause(*one, place(clause->source()));
    } else {
      strings(*clause, "clause",
              [&](std::string_view text, const Location& where) { add_clause(text, where); });
    }
    const std::string level = string(table, "level", false);
    if (const auto known = parse_level(level)) {
      scenario_.level = *known;
    } else if (!level.empty()) {
      complain(place_of(table, "level"), "'" + level + "' is no level; meant is MUST, SHOULD or MAY");
    }
    scenario_.finding = string(table, "finding", false);
    if (!scenario_.finding.empty() &&
        std::find(kFindingWords.begin(), kFindingWords.end(), scenario_.finding) == kFindingWords.end()) {
      complain(place_of(table, "finding"),
               "'" + scenario_.finding + "' is no finding; meant is exploitable, hardening or quirk");
    }
  }

  void read_service(const toml::table& table) {
    const std::string written = string(table, "protocol", false);
    const std::string_view folder = std::string_view(scenario_.id).substr(0, scenario_.id.find('/'));
    if (const auto service = service_named(written.empty() ? folder : std::string_view(written))) {
      scenario_.service = *service;
    } else if (!written.empty()) {
      complain(place_of(table, "protocol"), "'" + written + "' is no protocol; meant is " + service_names());
    } else if (table.get("clients") == nullptr) {
      complain(place(table.source()),
               "'protocol' is missing: the folder '" + std::string(folder) + "' does not say it");
    }
  }

  void read_rev(const toml::table& table) {
    const std::string written = string(table, "rev", false);
    if (written.empty()) return;
    scenario_.rev = rev_named(written);
    if (!scenario_.rev) {
      complain(place_of(table, "rev"), "'" + written + "' is no revision" + meant_revision(written));
    } else if (!scenario_.has(Protocol::Imap)) {
      complain(place_of(table, "rev"), "'rev' is a revision of IMAP, and no client here speaks it");
    }
  }

  // A list of messages, or the name of one.
  void messages(const toml::node& node, std::string_view key, std::vector<StartMessage>& into) {
    if (const auto fixture = node.value_exact<std::string>()) {
      if (const auto* found = find_fixture(*fixture, *scenario_.library, place(node.source()), mistakes_))
        into = *found;
      return;
    }
    if (!node.is_array()) {
      return complain(node, quote(key) + " must be a list of messages, or the name of a fixture");
    }
    strings(node, key, [&](std::string_view word, const Location& where) {
      into.push_back(parse_start_message(word, scenario_.library->corpus, where, mistakes_));
    });
  }

  void read_mailboxes(const toml::table& table) {
    const toml::table* mailboxes = table_at(table, "mailboxes");
    if (mailboxes == nullptr) return;
    for (const auto& [key, node] : *mailboxes) {
      check_name(key.str(), "a mailbox's variable", place(key.source()), mistakes_);
      Mailbox mailbox;
      mailbox.name = std::string(key.str());
      messages(node, key.str(), mailbox.messages);
      scenario_.mailboxes.push_back(std::move(mailbox));
    }
  }

  void read_clients(const toml::table& table) {
    const toml::table* clients = table_at(table, "clients");
    if (clients != nullptr && clients->empty()) complain(place(clients->source()), "'clients' names nobody");
    if (clients == nullptr || clients->empty()) {
      ClientFacts only;
      only.name = std::string(name(scenario_.service));
      only.service = scenario_.service;
      only.state = default_state(scenario_.service);
      scenario_.clients.push_back(std::move(only));
      return;
    }
    for (const auto& [key, node] : *clients) {
      check_name(key.str(), "a client", place(key.source()), mistakes_);
      ClientFacts client;
      client.name = std::string(key.str());
      client.where = place(key.source());
      read_client(node, client);
      scenario_.clients.push_back(std::move(client));
    }
    std::sort(scenario_.clients.begin(), scenario_.clients.end(),
              [](const ClientFacts& a, const ClientFacts& b) {
                return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
              });
    if (table.get("protocol") == nullptr) {
      if (!service_named(std::string_view(scenario_.id).substr(0, scenario_.id.find('/')))) {
        scenario_.service = scenario_.clients[0].service;
      }
    }
  }

  void read_client(const toml::node& node, ClientFacts& client) {
    std::string service_word;
    if (const auto word = node.value_exact<std::string>()) {
      service_word = *word;
    } else if (const toml::table* facts = node.as_table()) {
      check_keys(*facts, client_keys(), "a client");
      service_word = string(*facts, "service", true);
      read_tls(*facts, client);
      if (const toml::node* account = facts->get("account")) {
        const auto number = account->value_exact<std::int64_t>();
        if (number && *number >= 1 && *number <= kAccountsLimit) {
          client.account = static_cast<std::uint32_t>(*number);
        } else {
          complain(place(account->source()), "'account' must be a number from 1 to 16");
        }
      }
    } else {
      return complain(place(node.source()),
                      "a client is a service, or a table of service, start, account, tls and so on");
    }
    const auto service = service_named(service_word);
    if (!service) {
      if (!service_word.empty()) {
        complain(place(node.source()), "'" + service_word + "' is no service; meant is " + service_names());
      }
      return;
    }
    client.service = *service;
    client.state = default_state(*service);
    if (node.as_table() == nullptr) return;
    const std::string state = string(*node.as_table(), "start", false);
    if (state.empty()) return;
    client.own_state = true;
    if (const auto known = parse_state(state, *service, place_of(*node.as_table(), "start"), mistakes_)) {
      client.state = *known;
    }
  }

  void read_start(const toml::table& table) {
    const toml::table* start = table_at(table, "start");
    if (start == nullptr) return;
    check_keys(*start, start_keys(), "'start'");
    const std::string state = string(*start, "state", false);
    if (!state.empty() && table.get("clients") != nullptr) {
      start_clients(state, place_of(*start, "state"));
    } else if (!state.empty()) {
      const auto known = parse_state(state, scenario_.service, place_of(*start, "state"), mistakes_);
      if (known) scenario_.clients[0].state = *known;
    }
    read_start_messages(*start);
    ClientFacts all;
    read_tls(*start, all);
    for (ClientFacts& client : scenario_.clients) {
      if (client.tls == TlsStart::Default) client.tls = all.tls;
      if (client.choice.version == TlsVersion::Any) client.choice.version = all.choice.version;
      client.choice.verified = client.choice.verified || all.choice.verified;
    }
  }

  void read_tls(const toml::table& table, ClientFacts& client) {
    const std::string word = string(table, "tls", false);
    if (!word.empty()) client.tls = parse_tls_start(word, place_of(table, "tls"), mistakes_);
    const std::string version = string(table, "tls-version", false);
    if (!version.empty())
      client.choice.version = parse_version(version, place_of(table, "tls-version"), mistakes_);
    const toml::node* verify = table.get("verify");
    if (verify == nullptr) return;
    if (!verify->is_boolean()) complain(*verify, "'verify' must be true or false");
    client.choice.verified = verify->value_or(false);
  }

  // `messages` lists them, `mailbox` names a fixture.
  void read_start_messages(const toml::table& start) {
    const toml::node* list = start.get("messages");
    const toml::node* fixture = start.get("mailbox");
    scenario_.has_messages = list != nullptr || fixture != nullptr;
    if (list != nullptr && !list->is_array()) {
      complain(*list, "'messages' must be a list of messages; a fixture goes with 'mailbox = …'");
    } else if (list != nullptr) {
      messages(*list, "messages", scenario_.messages);
    }
    if (fixture == nullptr) return;
    if (list != nullptr) {
      complain(*fixture, "'mailbox' names a fixture and 'messages' lists what is there: say one of them");
    } else if (!fixture->is_string()) {
      complain(*fixture,
               "'mailbox' must be the name of a fixture; a list of messages goes with 'messages = […]'");
    } else {
      messages(*fixture, "mailbox", scenario_.messages);
    }
  }

  // With several clients: of those that have such a state and name none of their own.
  void start_clients(std::string_view state, const Location& where) {
    bool taken = false;
    for (ClientFacts& client : scenario_.clients) {
      Diagnostics ignored;
      const auto known = parse_state(state, client.service, where, ignored);
      if (known && !client.own_state) client.state = *known;
      taken = taken || known;
    }
    if (!taken) (void)parse_state(state, scenario_.service, where, mistakes_);
  }

  void read_dialogue(const toml::table& table) {
    const Dialogue found = dialogue(table, content_);
    if (found.text.empty()) return;
    std::vector<std::string> names;
    for (const ClientFacts& client : scenario_.clients) names.push_back(client.name);
    scenario_.lines = write_out(Text{found.text, found.at}, names, scenario_.library->fragments, mistakes_);
    if (scenario_.lines.empty() && mistakes_.empty()) complain(found.at, "the dialogue says nothing");
  }

  std::vector<Scenario> read_cases(const toml::table& table) {
    const toml::node* cases = table.get("cases");
    if (cases == nullptr) return {scenario_};
    const toml::array* array = cases->as_array();
    if (array == nullptr || array->empty() || array->size() > kCasesLimit) {
      complain(place(cases->source()), "'cases' must be a list of tables, each with a 'name', 1000 at most");
      return {};
    }
    std::vector<Scenario> all;
    for (const toml::node& item : *array) {
      const toml::table* one = item.as_table();
      if (one == nullptr) {
        complain(place(item.source()), "a case is a table with a 'name' and values for the dialogue");
        continue;
      }
      all.push_back(read_case(*one));
    }
    return all;
  }

  Scenario read_case(const toml::table& table) {
    Scenario scenario = scenario_;
    const std::string case_name = string(table, "name", true);
    scenario.id += "/" + case_name;
    scenario.title += " (" + case_name + ")";
    for (const auto& [key, node] : table) {
      if (key.str() == "name") continue;
      if (key.str() == "catches") {
        scenario.catches.clear();
        strings(node, "catches",
                [&](std::string_view word, const Location&) { scenario.catches.emplace_back(word); });
        continue;
      }
      if (key.str() == "needs") {
        strings(node, "needs", [&](std::string_view word, const Location& where) {
          scenario.needs.push_back(parse_need(word, scenario_.service, where, mistakes_));
        });
        continue;
      }
      check_name(key.str(), "a value", place(key.source()), mistakes_);
      if (const auto text = node.value_exact<std::string>()) {
        scenario.constants.emplace(std::string(key.str()), *text);
      } else if (const auto number = node.value_exact<std::int64_t>()) {
        scenario.constants.emplace(std::string(key.str()), std::to_string(*number));
      } else {
        complain(place(node.source()), "a case's value is a string or a number");
      }
    }
    return scenario;
  }

  std::string_view content_;
  Diagnostics& mistakes_;
  Scenario scenario_;
};

}  // namespace

std::vector<Scenario> read_file(std::string_view id, const std::string& file, std::string_view content,
                                LibraryPtr library, Diagnostics& mistakes) {
  try {
    const toml::table table = toml::parse(content, file);
    return FileReader(id, file, content, mistakes).read(table, std::move(library));
  } catch (const toml::parse_error& error) {
    mistakes.push_back(no_toml(file, error));
    return {};
  }
}

}  // namespace mailrig::scenario
