#include "harness/cli/explanation.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "harness/wire/visible.hpp"
#include "reference-server/deviation/deviation.hpp"

namespace mailrig::cli {

namespace {

using scenario::Scenario;
using scenario::State;

constexpr std::size_t kLabel = 12;     // columns of the words at the left
constexpr std::size_t kRowsShown = 8;  // of a section's requirements, in one explanation
constexpr std::size_t kDialogueIndent = 4;
constexpr std::size_t kValueShown = 60;  // octets of a case's value

// Columns: an octet that goes on with a character takes none.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view level_word(Level level) {
  return level == Level::Must ? "MUST" : level == Level::Should ? "SHOULD" : "MAY";
}

std::string_view meaning(const Scenario& scenario) {
  if (scenario.finding == "exploitable") return "exploitable: an attacker can make use of it";
  if (scenario.finding == "hardening") return "hardening: lawful without it, safer with it";
  if (scenario.finding == "quirk") return "quirk: lawful, and clients stumble over it";
  if (scenario.level == Level::Must) return "a plain violation: a server that fails breaks the protocol";
  if (scenario.level == Level::Should)
    return "weak: a server that fails needs a good reason; it fails the run with --strict";
  return "note: what is told of a server that does not offer it";
}

std::string section_words(std::uint16_t rfc, const std::string& section) {
  return section.empty() ? fmt::format("RFC {}", rfc) : fmt::format("RFC {} {}", rfc, section);
}

std::string list(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

std::string holding(const std::vector<scenario::StartMessage>& messages) {
  if (messages.empty()) return "is empty";
  std::vector<std::string> names;
  for (const scenario::StartMessage& message : messages) {
    names.push_back(message.flags.empty() ? message.name : message.name + " (" + message.flags + ")");
  }
  return "holds " + list(names);
}

std::string state_in_words(const scenario::ClientFacts& client, const Scenario& scenario) {
  switch (client.state) {
    case State::None:
      return "not connected until the dialogue says so";
    case State::Connected:
      return "connected, and nothing read yet";
    case State::Greeted:
      return "connected, and greeted";
    case State::Hello:
      return "greeted and introduced (EHLO)";
    case State::Authenticated:
      return "logged in";
    case State::Mail:
      return "a mail transaction begun (MAIL)";
    case State::Rcpt:
      return "a mail transaction with one recipient (MAIL, RCPT)";
    case State::Selected:
      return "logged in, with a mailbox of its own selected that " + holding(scenario.messages);
    case State::Examined:
      return "logged in, with a mailbox of its own examined that " + holding(scenario.messages);
    case State::Transaction:
      return scenario.messages.empty() ? "logged in to its maildrop"
                                       : "logged in to a maildrop that also " + holding(scenario.messages);
  }
  return "";
}

std::string tls_in_words(const scenario::ClientFacts& client) {
  std::string text;
  if (client.tls == scenario::TlsStart::None) text = ", in the clear";
  if (client.tls == scenario::TlsStart::StartTls) text = ", after STARTTLS";
  if (client.tls == scenario::TlsStart::Implicit) text = ", under TLS from the first octet";
  if (client.choice.version != scenario::TlsVersion::Any) {
    text += fmt::format("{} TLS {} alone", text.empty() ? "," : ":", scenario::name(client.choice.version));
  }
  if (client.choice.verified) text += ", its certificate checked";
  return text;
}

class Page {
 public:
  void line(std::string_view text) { out_ += std::string(text) + "\n"; }
  // "label       text", wrapped; without a label it goes on under the one before.
  void field(std::string_view label, std::string_view text) {
    if (text.empty()) return;
    out_ += fmt::format("{:<{}}", label, kLabel) + wrapped(text, kLabel, kLabel) + "\n";
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

bool asks_a_server(const scenario::Requirement& row) {
  return row.role.find("client") == std::string::npos || row.role.find("server") != std::string::npos;
}

void clauses(Page& page, const Scenario& scenario, const scenario::Requirements& requirements) {
  std::string_view label = "stands on";
  for (const scenario::ClauseText& clause : scenario.clauses) {
    page.field(std::exchange(label, ""),
               section_words(clause.rfc, clause.section) + ", " + std::string(level_word(scenario.level)));
    const auto rows = requirements.find(clause.rfc);
    if (rows == requirements.end()) continue;
    std::size_t shown = 0, more = 0;
    for (const scenario::Requirement& row : rows->second) {
      if (row.section != clause.section || !asks_a_server(row)) continue;
      if (shown == kRowsShown) {
        ++more;
        continue;
      }
      ++shown;
      page.field("", fmt::format("- {}: {}", row.level, row.rule));
    }
    if (more > 0)
      page.field("", fmt::format("- and {} more (explain --rfc {}#{})", more, clause.rfc, clause.section));
  }
}

void breaks(Page& page, const Scenario& scenario) {
  std::string_view label = "breaks it";
  for (const std::string& name : scenario.catches) {
    const auto known = server::all_deviations();
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const server::Deviation* one) { return one->name == name; });
    page.field(std::exchange(label, ""),
               found == known.end()
                   ? name
                   : fmt::format("{} ({}; {})", (*found)->what, name,
                                 section_words((*found)->clause.rfc, std::string((*found)->clause.section))));
  }
}

void needs(Page& page, const Scenario& scenario) {
  std::vector<std::string> words;
  for (const scenario::Need& need : scenario.needs) {
    words.push_back(need.absent ? "no " + need.source.substr(1) : need.source);
  }
  if (scenario.accounts > 1) words.push_back(fmt::format("{} accounts", scenario.accounts));
  page.field("needs", words.empty() ? "" : list(words) + ", else it is skipped");
}

// What a scenario stands on: itself, and each of its expectations.
std::set<std::pair<std::uint16_t, std::string>> sections_of(const Scenario& scenario) {
  std::set<std::pair<std::uint16_t, std::string>> all;
  for (const scenario::ClauseText& clause : scenario.clauses) all.emplace(clause.rfc, clause.section);
  for (const scenario::Line& line : scenario.lines) {
    if (line.notes.rfc != 0) all.emplace(line.notes.rfc, line.notes.section);
  }
  return all;
}

// "6.3.10" after "6.3.9"; letters after numbers.
std::vector<std::string> by_parts(const std::string& section) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin <= section.size()) {
    const std::size_t end = std::min(section.find('.', begin), section.size());
    std::string part = section.substr(begin, end - begin);
    constexpr std::size_t kDigits = 6;
    if (part.size() < kDigits) part.insert(0, kDigits - part.size(), ' ');
    parts.push_back(std::move(part));
    begin = end + 1;
  }
  return parts;
}

struct BySection {
  bool operator()(const std::string& a, const std::string& b) const { return by_parts(a) < by_parts(b); }
};

struct SectionRows {
  std::vector<const scenario::Requirement*> asked;
  std::vector<const Scenario*> stand;
};

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t start, std::size_t width) {
  std::string out;
  std::size_t column = start;
  bool begins = true;  // this line has no word yet
  while (!text.empty()) {
    // A word with the spaces before it, so that what is aligned stays so.
    const std::size_t word = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t end = std::min(text.find(' ', word), text.size());
    std::string_view piece = text.substr(0, end);
    if (!begins && column + columns(piece) > width) {
      (out += '\n').append(indent, ' ');
      column = indent;
      piece.remove_prefix(word);
    }
    out += piece;
    column += columns(piece);
    begins = false;
    text.remove_prefix(end);
  }
  return out;
}

std::vector<std::string> set_up_in_words(const Scenario& scenario) {
  std::vector<std::string> lines;
  for (const scenario::ClientFacts& client : scenario.clients) {
    std::string who = client.name;
    if (who != scenario::name(client.service))
      who += " (" + std::string(scenario::name(client.service)) + ")";
    if (client.account > 1) who += fmt::format(" of account {}", client.account);
    lines.push_back(who + ": " + state_in_words(client, scenario) + tls_in_words(client));
  }
  const bool told = std::any_of(scenario.clients.begin(), scenario.clients.end(), [](const auto& client) {
    return client.state == State::Selected || client.state == State::Examined ||
           client.state == State::Transaction;
  });
  if (!told && !scenario.messages.empty())
    lines.push_back("there already: what " + holding(scenario.messages));
  for (const scenario::Mailbox& mailbox : scenario.mailboxes) {
    lines.push_back("a mailbox ${" + mailbox.name + "} that " + holding(mailbox.messages));
  }
  return lines;
}

std::string render_explanation(const Scenario& scenario, const scenario::Requirements& requirements,
                               std::string_view dialogue) {
  Page page;
  page.line(scenario.id);
  page.line("  " + wrapped(scenario.title, 2, 2));
  page.line("");
  clauses(page, scenario, requirements);
  page.field("if it fails", meaning(scenario));
  page.field("why", scenario.why);
  breaks(page, scenario);
  needs(page, scenario);
  std::string_view label = "begins";
  for (const std::string& line : set_up_in_words(scenario)) page.field(std::exchange(label, ""), line);
  std::string values;
  for (const auto& [name, value] : scenario.constants) {
    values += fmt::format("{}{} = {}", values.empty() ? "" : ", ", name, wire::visible(value, kValueShown));
  }
  page.field("this case", values);
  page.field("tags", list(scenario.tags));
  page.field("file", scenario.file);
  page.line("");
  return page.take() + render_dialogue("dialogue", dialogue);
}

std::string render_dialogue(std::string_view heading, std::string_view lines) {
  Page page;
  page.line(heading);
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    const std::size_t own = std::min(line.find_first_not_of(' '), line.size());
    const std::size_t indent = kDialogueIndent + own;
    page.line(std::string(line.empty() ? 0 : indent, ' ') +
              wrapped(line.substr(own), indent + kDialogueIndent, indent));
  }
  return page.take();
}

std::string render_section(const std::string& wanted, const std::vector<conformance::ScenarioPtr>& scenarios,
                           const scenario::Requirements& requirements) {
  std::map<std::uint16_t, std::map<std::string, SectionRows, BySection>> all;
  for (const auto& [rfc, rows] : requirements) {
    for (const scenario::Requirement& row : rows) {
      if (conformance::matches_rfc(wanted, rfc, row.section)) all[rfc][row.section].asked.push_back(&row);
    }
  }
  for (const conformance::ScenarioPtr& scenario : scenarios) {
    for (const auto& [rfc, section] : sections_of(*scenario)) {
      if (conformance::matches_rfc(wanted, rfc, section)) all[rfc][section].stand.push_back(scenario.get());
    }
  }
  Page page;
  for (const auto& [rfc, sections] : all) {
    for (const auto& [section, rows] : sections) {
      page.line(section_words(rfc, section));
      for (const scenario::Requirement* row : rows.asked) {
        const std::string note = row->observable ? "" : " (no dialogue can show it)";
        page.line(wrapped(fmt::format("  {:<10} {}: {}{}", row->level, row->role, row->rule, note), 13, 0));
      }
      for (const Scenario* scenario : rows.stand) {
        page.line(wrapped(fmt::format("  {:<40} {}", scenario->id, scenario->title), 43, 0));
      }
      if (rows.stand.empty()) page.line("  no scenario stands on it");
      page.line("");
    }
  }
  return page.take();
}

}  // namespace mailrig::cli
