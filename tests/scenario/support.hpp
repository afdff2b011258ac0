// Compiles dialogue text for tests.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "harness/scenario/compile.hpp"
#include "harness/scenario/load_folder.hpp"
#include "harness/scenario/messages.hpp"

namespace mailrig::scenario {

inline Fragments test_fragments() {
  Fragments fragments;
  const auto add = [&](const std::string& name, const std::string& parameters, const std::string& dialogue) {
    Diagnostics mistakes;
    fragments.emplace(name, read_fragment("fragments/" + name + ".toml",
                                          "title = \"t\"\nparameters = [" + parameters +
                                              "]\ndialogue = '''\n" + dialogue + "\n'''\n",
                                          mistakes));
  };
  add("select", "\"box\"", "C: SELECT ${quoted:box}\nS: * ${=exists} EXISTS\nS: OK");
  add("store", "\"flags\"", "C: STORE 1 +FLAGS (${flags})\nS: * 1 FETCH (FLAGS (${flags} ...))\nS: OK");
  add("count", "\"into\"", "C: NOOP\nS: * ${=into} EXISTS\nS: OK\nC: X ${into}\nS: OK");
  add("both", "\"flags\"", "include select box=INBOX\ninclude store flags=\"${flags} \\Seen\"");
  add("loop", "", "include loop-too");
  add("loop-too", "", "C: NOOP\nS: OK\ninclude loop");
  add("wrong", "", "C: NOOP\nS: OKAY\nC: X ${nobody}\nS: OK");
  add("broken-line", "", "C: NOOP\nS OK");
  add("no-end", "", "if answered OK\nC: NOOP\nS: OK");
  for (int depth = 1; depth <= 9; ++depth) {
    add("deep" + std::to_string(depth), "",
        depth == 9 ? "C: NOOP\nS: OK" : "include deep" + std::to_string(depth + 1));
  }
  return fragments;
}

inline LibraryPtr test_library() {
  auto library = std::make_shared<Library>();
  library->corpus = {{"plain", "Subject: a\r\n\r\nhello\r\n"},
                     {"dots", "A: b\r\n\r\n.\r\n"},
                     {"utf8header", "Subject: \xc3\xbc\r\n\r\nhello\r\n"}};
  Diagnostics mistakes;
  library->fixtures =
      read_fixtures("fixtures.toml", "[two-messages]\nmessages = [\"plain \\\\Seen\", \"dots\"]\n",
                    library->corpus, mistakes);
  library->fragments = test_fragments();
  return library;
}

inline FixtureFacts all_services() {
  FixtureFacts facts;
  for (ServiceFacts& service : facts.services) service.there = true;
  return facts;
}

// A whole file round `dialogue`; `facts` are further TOML lines.
inline std::string file_of(std::string_view dialogue, std::string_view facts = "") {
  return "title = \"t\"\nclause = \"rfc9051 1.2\"\ncatches = [\"x\"]\n" + std::string(facts) +
         "\ndialogue = '''\n" + std::string(dialogue) + "\n'''\n";
}

struct Compiled {
  std::vector<Scenario> scenarios;
  Program program;
  std::string mistakes;
};

inline Compiled compile_text(std::string_view id, const std::string& content, const FixtureFacts& facts,
                             const Offer& offer = OfferOfAll()) {
  Compiled compiled;
  Diagnostics mistakes;
  compiled.scenarios = load_text(id, "f.toml", content, test_library(), mistakes);
  if (!compiled.scenarios.empty()) compiled.program = compile(compiled.scenarios.front(), facts, offer);
  compiled.mistakes = render(mistakes);
  return compiled;
}

// Of a dialogue of one IMAP (or other) client.
inline Compiled compile_dialogue(std::string_view id, std::string_view dialogue, std::string_view facts = "",
                                 const FixtureFacts& target = all_services(),
                                 const Offer& offer = OfferOfAll()) {
  return compile_text(id, file_of(dialogue, facts), target, offer);
}

inline Compiled imap(std::string_view dialogue, std::string_view facts = "") {
  return compile_dialogue("imap/t", dialogue, facts);
}
inline Compiled smtp(std::string_view dialogue, std::string_view facts = "") {
  return compile_dialogue("smtp/t", dialogue, facts);
}
inline Compiled pop3(std::string_view dialogue, std::string_view facts = "") {
  return compile_dialogue("pop3/t", dialogue, facts);
}

template <typename Action>
const Action& action(const Compiled& compiled, std::size_t step) {
  return std::get<Action>(compiled.program.body.at(step).action);
}

// A template with its slots by name: "A1 FETCH ${uid.1}".
inline std::string shown(const Template& value, const Program& program) {
  static constexpr const char* kKinds[] = {
      "", "", "plus:", "size:", "base64:", "quoted:", "upper:", "percent:", "stuffed:"};
  std::string text;
  for (const Piece& piece : value.pieces) {
    if (piece.kind == Piece::Kind::Text) {
      text += piece.text;
    } else {
      text += "${" + std::string(kKinds[static_cast<std::size_t>(piece.kind)]) +
              program.slots.at(piece.slot).name;
      if (piece.kind == Piece::Kind::Plus)
        text += (piece.addend < 0 ? "" : "+") + std::to_string(piece.addend);
      text += "}";
    }
  }
  return text;
}

}  // namespace mailrig::scenario
