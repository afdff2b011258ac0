#include "harness/scenario/load_folder.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "harness/scenario/compile.hpp"
#include "harness/scenario/facts.hpp"
#include "harness/scenario/file.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/messages.hpp"
#include "harness/scenario/write_out.hpp"

namespace mailrig::scenario {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFixturesFile = "fixtures.toml";
constexpr const char* kFragmentsFolder = "fragments";

// False, with a mistake, if it can't be read or is too big.
bool read_octets(const fs::path& path, std::size_t limit, std::string& octets, Diagnostics& mistakes) {
  const auto fail = [&](const char* why) {
    mistakes.push_back({Location{path.string(), 1, 1}, why});
    return false;
  };
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return fail("can't be read");
  if (size > limit) return fail("is too big");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  octets.resize(size);
  if (!file || std::fread(octets.data(), 1, octets.size(), file.get()) != octets.size())
    return fail("can't be read");
  return true;
}

bool is_no_scenario(const fs::path& below_root) {
  const std::string first = below_root.begin()->string();
  return first == "corpus" || first == "load" || first == "requirements" || first == kFragmentsFolder ||
         below_root == kFixturesFile;
}

std::vector<fs::path> toml_files(const fs::path& root, Diagnostics& mistakes) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(root, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (it->path().extension() == ".toml" && it->is_regular_file(error)) files.push_back(it->path());
  }
  if (error) mistakes.push_back({Location{root.string(), 1, 1}, "can't be read: " + error.message()});
  std::sort(files.begin(), files.end());
  return files;
}

Fragments load_fragments(const fs::path& folder, Diagnostics& mistakes) {
  Fragments fragments;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return fragments;
  for (const fs::path& file : toml_files(folder, mistakes)) {
    std::string content;
    if (!read_octets(file, kFileLimit, content, mistakes)) continue;
    const std::string name = file.lexically_relative(folder).replace_extension().generic_string();
    fragments.emplace(name, read_fragment(file.string(), content, mistakes));
  }
  return fragments;
}

// A fragment's mistake is the same one, whoever includes it.
std::string render_itself(Diagnostic mistake) {
  mistake.where.included_by.clear();
  return render(mistake);
}

// It is told once.
void tell(const Diagnostics& found, std::set<std::string>& told, Diagnostics& mistakes) {
  for (const Diagnostic& mistake : found) {
    if (mistake.where.included_by.empty() || told.insert(render_itself(mistake)).second)
      mistakes.push_back(mistake);
  }
}

bool has_broken_lines(const std::vector<Scenario>& scenarios, const Diagnostics& mistakes) {
  if (scenarios.empty() || scenarios[0].lines.empty()) return true;
  const std::uint32_t first = scenarios[0].lines.front().where.line;
  return std::any_of(mistakes.begin(), mistakes.end(), [&](const Diagnostic& d) {
    return (d.where.line >= first || !d.where.included_by.empty()) &&
           d.message.find(" is no annotation") == std::string::npos;
  });
}

Corpus load_corpus(const fs::path& folder, Diagnostics& mistakes) {
  Corpus corpus;
  std::error_code error;
  for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    if (it->path().extension() != ".eml") continue;
    std::string octets;
    if (read_octets(it->path(), kMessageLimit, octets, mistakes)) {
      corpus.emplace(it->path().stem().string(), std::move(octets));
    }
  }
  return corpus;
}

// Who speaks in a fragment, when it names clients: first words with what begins a line behind them.
std::vector<std::string> speakers_of(std::string_view dialogue) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < dialogue.size();) {
    const std::size_t end = std::min(dialogue.find('\n', begin), dialogue.size());
    std::string_view line = dialogue.substr(begin, end - begin);
    begin = end + 1;
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string_view first = line.substr(0, space);
    line.remove_prefix(space);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const bool talks = line.starts_with("C:") || line.starts_with("C ") || line.starts_with("S:");
    if (!talks || first.empty() || first == "or" || first == "#" || first == "C" || first.ends_with(':'))
      continue;
    if (std::find(names.begin(), names.end(), first) == names.end()) names.emplace_back(first);
  }
  return names;
}

FixtureFacts everything() {
  FixtureFacts facts;
  for (ServiceFacts& service : facts.services) service.there = true;
  return facts;
}

}  // namespace

void check_fragment(std::string_view name, const Fragment& fragment, const LibraryPtr& library,
                    Diagnostics& mistakes) {
  if (!fragment.good) return;
  const auto service = service_named(name.substr(0, name.find('/')));
  Scenario scenario;
  scenario.id = std::string(name);
  scenario.service = service.value_or(Service::Imap);
  scenario.library = library;
  const std::vector<std::string> clients = speakers_of(fragment.dialogue);
  for (const std::string& client : clients) {
    ClientFacts facts;
    facts.name = client;
    facts.service = scenario.service;
    scenario.clients.push_back(std::move(facts));
  }
  if (clients.empty()) scenario.clients.emplace_back().service = scenario.service;
  scenario.accounts = kAccountsLimit;
  Diagnostics found;
  scenario.lines = write_out(Text{fragment.dialogue, fragment.at}, clients, library->fragments, found);
  if (service && clients.empty() && found.empty()) find_mistakes(scenario, everything(), found);
  // Variables, and how TLS began, are the includer's affair.
  for (Diagnostic& mistake : found) {
    if (!mistake.message.starts_with("there is no variable") &&
        mistake.message.find(" TLS") == std::string::npos)
      mistakes.push_back(std::move(mistake));
  }
}

Library load_library(const fs::path& root, Diagnostics& mistakes) {
  Library library;
  library.corpus = load_corpus(root / "corpus", mistakes);
  const fs::path file = root / kFixturesFile;
  std::error_code error;
  std::string content;
  if (fs::exists(file, error) && read_octets(file, kFileLimit, content, mistakes)) {
    library.fixtures = read_fixtures(file.string(), content, library.corpus, mistakes);
  }
  library.fragments = load_fragments(root / kFragmentsFolder, mistakes);
  return library;
}

std::vector<Scenario> load_text(std::string_view id, const std::string& file, std::string_view content,
                                const LibraryPtr& library, Diagnostics& mistakes) {
  Diagnostics found;
  std::vector<Scenario> scenarios = read_file(id, file, content, library, found);
  const bool broken_lines = has_broken_lines(scenarios, found);
  for (const Scenario& scenario : scenarios) {
    Diagnostics compiling;
    find_mistakes(scenario, everything(), compiling);
    for (Diagnostic& diagnostic : compiling) {
      const std::string line = render_itself(diagnostic);
      const bool known = std::any_of(found.begin(), found.end(),
                                     [&](const Diagnostic& other) { return render_itself(other) == line; });
      // A variable may be missing only because the line that binds it can't be read.
      const bool follows = broken_lines && diagnostic.message.starts_with("there is no variable");
      if (!known && !follows) found.push_back(std::move(diagnostic));
    }
  }
  if (!found.empty()) scenarios.clear();
  mistakes.insert(mistakes.end(), found.begin(), found.end());
  return scenarios;
}

Loaded load_folder(const fs::path& root) {
  Loaded loaded;
  const auto library = std::make_shared<const Library>(load_library(root, loaded.mistakes));
  std::set<std::string> told;
  for (const fs::path& file : toml_files(root, loaded.mistakes)) {
    if (is_no_scenario(file.lexically_relative(root))) continue;
    std::string content;
    if (!read_octets(file, kFileLimit, content, loaded.mistakes)) continue;
    const std::string id = file.lexically_relative(root).replace_extension().generic_string();
    Diagnostics found;
    for (Scenario& scenario : load_text(id, file.string(), content, library, found)) {
      loaded.scenarios.push_back(std::make_shared<const Scenario>(std::move(scenario)));
    }
    tell(found, told, loaded.mistakes);
  }
  std::sort(loaded.scenarios.begin(), loaded.scenarios.end(),
            [](const auto& a, const auto& b) { return a->id < b->id; });
  return loaded;
}

}  // namespace mailrig::scenario
