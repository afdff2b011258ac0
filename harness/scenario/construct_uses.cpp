// The patterns and values of a compiled dialogue as constructs.
#include <algorithm>
#include <variant>

#include "harness/scenario/construct_names.hpp"
#include "harness/scenario/names.hpp"
#include "harness/scenario/pattern.hpp"

namespace mailrig::scenario {

namespace {

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

class Uses {
 public:
  Uses(const Program& program, const Scenario& scenario, Constructs& used)
      : program_(program), scenario_(scenario), used_(used) {}

  void step(const Step& step) {
    // Each kind of step is named: one more does not compile.
    std::visit(Overloaded{[&](const Send& send) { value(send.bytes, send.tagged ? 2 : 0); },
                          [&](const Expect& expect) { group(expect); },
                          [&](const Authenticate& auth) { add("mechanism", auth.mechanism); },
                          [&](const Set& set) { value(set.value); },
                          [&](const Check& check) { comparison(check.comparison); },
                          [&](const Branch& branch) { std::visit(*this, branch.condition); },
                          // What these say is in their lines.
                          [](const Connect&) {}, [](const StartTls&) {}, [](const Close&) {},
                          [](const HalfClose&) {}, [](const Reset&) {}, [](const Pause&) {},
                          [](const ExpectClosed&) {}, [](const ExpectSilence&) {}, [](const ReadSlowly&) {},
                          [](const ExpectOpen&) {}, [](const Jump&) {}, [](const AtOnce&) {}},
               step.action);
  }

  void operator()(const Comparison& one) { comparison(one); }
  void operator()(const Pattern& one) { std::visit(*this, one); }
  void operator()(const IsClosed&) {}

  void operator()(const SmtpPattern& one) {
    for (const std::string& code : one.codes)
      add("smtp", code.find('x') == std::string::npos ? "250" : "2xx");
    if (one.codes.size() > 1) add("smtp", "250|251");
    for (const std::string& code : one.enhanced)
      add("smtp", code.find('x') == std::string::npos ? "enhanced 5.1.1" : "enhanced 5.x.x");
    if (one.enhanced.size() > 1) add("smtp", "enhanced 5.1.1|5.1.2");
    for (const SmtpPattern::Keyword& keyword : one.with) {
      add("smtp", keyword.parameters.empty() ? "with KEYWORD"
                  : keyword.set              ? "with KEYWORD and a set"
                                             : "with KEYWORD and parameters");
      terms(keyword.parameters);
    }
    if (!one.without.empty()) add("smtp", "without KEYWORD");
    if (one.text) {
      add("smtp", "~/text/");
      term(*one.text);
    }
    if (!one.words.empty()) add("smtp", ": words");
    if (!one.more) add("smtp", "only");
    if (one.in_any_order) add("smtp", "any order");
    for (const LinePattern& each : one.lines) line("smtp-line", each);
    terms(one.words);
  }

  void operator()(const Pop3Pattern& one) {
    add("pop3", one.status);
    if (!one.code.empty()) add("pop3", "[CODE]");
    if (!one.words.empty()) add("pop3", "words");
    if (!one.more) add("pop3", "only");
    if (one.block_in_any_order) add("pop3", "any order");
    for (const LinePattern& each : one.block) line("pop3-line", each);
    terms(one.words);
  }

  void operator()(const ImapPattern& one) {
    add("imap", construct(one.kind));
    if (!one.tag.empty()) add("imap", "explicit tag");
    for (const std::string& status : one.statuses) add("imap", status);
    if (one.statuses.size() > 1) add("imap", "NO|BAD");
    if (one.has_code) add("imap", "[CODE]");
    if (one.kind == ImapPattern::Kind::Data || one.has_code) add("imap-data", construct(one.shape));
    if (one.number) term(*one.number);
    terms(one.code);
    terms(one.data);
  }

 private:
  void add(std::string_view family, std::string_view word) { add_construct(used_, family, word); }

  void group(const Expect& group) {
    for (const Expectation& expectation : group.expectations) {
      for (const Pattern& pattern : expectation.any_of) std::visit(*this, pattern);
    }
  }

  void comparison(const Comparison& one) {
    add("sign", construct(one.is));
    value(one.left);
    value(one.right);
  }

  void line(std::string_view family, const LinePattern& one) {
    add(family, one.text ? "~/expression/" : construct(one.kind));
    if (one.text) term(*one.text);
    terms(one.words);
    value(one.message);
  }

  void terms(const std::vector<Term>& all) {
    for (const Term& one : all) term(one);
  }

  void term(const Term& one) {
    add("term", one.binds ? "${=name...}" : construct(one.kind));
    if (one.kind == Term::Kind::Compare) add("term", construct(one.relation));
    if (one.kind == Term::Kind::Bind || one.binds) return;
    value(one.value);
    terms(one.items);
  }

  void value(const Template& one, std::size_t from = 0) {
    for (std::size_t i = from; i < one.pieces.size(); ++i) {
      const Piece& piece = one.pieces[i];
      add("value", construct(piece.kind));
      if (piece.kind != Piece::Kind::Text) variable(program_.slots.at(piece.slot).name);
    }
  }

  void variable(std::string_view name) {
    for (const Mailbox& mailbox : scenario_.mailboxes) {
      if (name == mailbox.name) return add("variable", "of mailboxes");
      if (!name.starts_with(mailbox.name + ".")) continue;
      add("variable", "of a mailbox's messages");
      name.remove_prefix(mailbox.name.size() + 1);
      break;
    }
    const std::size_t dot = std::min(name.find('.'), name.size());
    const std::string_view first = name.substr(0, dot);
    const auto known = given_names();
    if (std::find(known.begin(), known.end(), first) == known.end()) return;
    add("variable", first);
    if (is_of_account(first) && dot < name.size()) add("variable", "of another account");
  }

  const Program& program_;
  const Scenario& scenario_;
  Constructs& used_;
};

}  // namespace

void add_pattern_constructs(Constructs& all) {
  for (const std::string_view word :
       {"250", "2xx", "250|251", "enhanced 5.1.1", "enhanced 5.x.x", "enhanced 5.1.1|5.1.2", "with KEYWORD",
        "with KEYWORD and parameters", "with KEYWORD and a set", "without KEYWORD", "~/text/", ": words",
        "only", "any order"})
    add_construct(all, "smtp", word);
  for (const std::string_view word : {"words", "...", "~/expression/"}) add_construct(all, "smtp-line", word);
  for (const std::string_view status : pop3_statuses()) add_construct(all, "pop3", status);
  for (const std::string_view word : {"[CODE]", "words", "only", "any order"})
    add_construct(all, "pop3", word);
  add_alternatives<LinePattern::Kind>(all, "pop3-line");
  add_alternatives<ImapPattern::Kind>(all, "imap");
  for (const std::string_view status : imap_statuses()) add_construct(all, "imap", status);
  for (const std::string_view word : {"explicit tag", "NO|BAD", "[CODE]"}) add_construct(all, "imap", word);
  add_alternatives<DataShape>(all, "imap-data");
  add_alternatives<Term::Kind>(all, "term");
  add_alternatives<Relation>(all, "term");
  add_construct(all, "term", "${=name...}");
  add_alternatives<Piece::Kind>(all, "value");
  add_alternatives<Comparison::Operator>(all, "sign");
  for (const std::string_view name : given_names()) {
    if (name != "tag") add_construct(all, "variable", name);
  }
  for (const std::string_view word : {"of mailboxes", "of a mailbox's messages", "of another account"})
    add_construct(all, "variable", word);
}

void add_uses(const Program& program, const Scenario& scenario, Constructs& used) {
  Uses uses(program, scenario, used);
  for (const Step& step : program.body) uses.step(step);
}

}  // namespace mailrig::scenario
