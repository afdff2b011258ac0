#include "harness/scenario/keys.hpp"

namespace mailrig::scenario {

std::span<const Key> start_keys() {
  static const std::array<Key, 6> keys = {{
      {"state", Type::String, "Where the dialogue begins", false, state_words()},
      {"messages", Type::Strings,
       "What the mailbox or maildrop holds: \"plain \\\\Seen\", \"generated:7:10KiB\""},
      {"mailbox", Type::String, "The same by name: a list of fixtures.toml"},
      {"tls", Type::String, "How TLS begins, if not as the run has it", false, kTlsWords},
      {"tls-version", Type::String, "The version of TLS that is offered, and no other", false, kTlsVersions},
      {"verify", Type::Boolean, "Whether the certificate and its name are checked"},
  }};
  return keys;
}

std::span<const Key> client_keys() {
  static const std::array<Key, 6> keys = {{
      {"service", Type::String, "Which service it talks to", true, service_words()},
      {"start", Type::String, "Where it begins; none: it connects when the dialogue says so", false,
       state_words()},
      {.name = "account",
       .type = Type::Integer,
       .what = "Which of the scenario's accounts it logs in with",
       .least = 1,
       .most = kAccountsLimit},
      {"tls", Type::String, "How TLS begins, if not as the run has it", false, kTlsWords},
      {"tls-version", Type::String, "The version of TLS that is offered, and no other", false, kTlsVersions},
      {"verify", Type::Boolean, "Whether the certificate and its name are checked"},
  }};
  return keys;
}

namespace {

constexpr std::string_view kVariable = "^[A-Za-z][A-Za-z0-9_]*$";  // facts.cpp, check_name

constexpr std::array<Key, 1> kMailboxes = {{{.name = kAnyName,
                                             .type = Type::StringOrStrings,
                                             .what = "A mailbox: its messages, or the name of a fixture",
                                             .pattern = kVariable}}};

constexpr std::array<Key, 4> kCase = {
    {{"name", Type::String, "The last word of the case's id", true},
     {"needs", Type::Strings, "What the target must offer for this case, besides the scenario's needs"},
     {"catches", Type::Strings, "Deviations that turn this case red, instead of the scenario's own"},
     {.name = kAnyName,
      .type = Type::StringOrInteger,
      .what = "A value, ${name} in the dialogue",
      .pattern = kVariable}}};

constexpr std::array<Key, 2> kFixture = {
    {{"messages", Type::Strings, "In order: \"plain \\\\Seen\", \"generated:7:10KiB\"", true},
     {"why", Type::String, "What it is good for"}}};

constexpr std::array<Key, 3> kFragment = {
    {{"title", Type::String, "What it does", true},
     {"parameters", Type::Strings, "What an include has to give: ${name} in the dialogue"},
     {"dialogue", Type::String, "Its lines, between ''' and '''", true}}};

constexpr std::array<Key, 1> kFixtures = {{{.name = kAnyName,
                                            .type = Type::Table,
                                            .what = "A list of messages by name",
                                            .keys = kFixture,
                                            .pattern = "^[A-Za-z][A-Za-z0-9_-]{0,63}$"}}};

}  // namespace

std::span<const Key> scenario_keys() {
  static const std::array<Key, 1> clients = {{{.name = kAnyName,
                                               .type = Type::StringOrTable,
                                               .what = "A client: the service it talks to, or more about it",
                                               .words = service_words(),
                                               .keys = client_keys(),
                                               .pattern = kVariable}}};
  static const std::array<Key, 16> keys = {{
      {"title", Type::String, "The claim, one sentence", true},
      {.name = "clause",
       .type = Type::StringOrStrings,
       .what = "The rule it stands on: \"rfc9051 6.4.8\"",
       .required = true,
       .pattern = "^rfc[1-9][0-9]{0,4}( [0-9A-Za-z]+([.][0-9A-Za-z]+)*)?$"},
      {"level", Type::String, "How strongly the clause asks; MUST if it is not said", false, kLevelWords},
      {"finding", Type::String, "What it is if it fails, when it is more or less than a violation", false,
       kFindingWords},
      {"why", Type::String, "Why it matters, some sentences"},
      {"protocol", Type::String, "Whose dialogue it is, when the first folder of the id does not say it",
       false, service_words()},
      {"needs", Type::Strings, "What the target must offer, else it is skipped"},
      {"rev", Type::String, "The one revision of IMAP that asks for this; left out: both", false, kRevWords},
      {"start", Type::Table, "Where the dialogue begins", false, {}, start_keys()},
      {"mailboxes",
       Type::Table,
       "Further IMAP mailboxes of this scenario, by the variable's name",
       false,
       {},
       kMailboxes},
      {"makes", Type::Strings, "Names of IMAP mailboxes that the dialogue itself creates"},
      {"clients", Type::Table, "Several connections, by name", false, {}, clients},
      {"cases", Type::Tables, "One scenario for each of several values", false, {}, kCase},
      {"catches", Type::Strings, "Deviations of the reference server that turn it red"},
      {"tags", Type::Strings, "Free words to select by"},
      {"dialogue", Type::String, "The talk, between ''' and '''", true},
  }};
  return keys;
}

std::span<const Key> fixture_keys() {
  return kFixture;
}

std::span<const Key> fragment_keys() {
  return kFragment;
}

std::span<const Key> fixtures_keys() {
  return kFixtures;
}

}  // namespace mailrig::scenario
