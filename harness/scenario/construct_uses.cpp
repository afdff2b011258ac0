// The patterns and values of a compiled dialogue as constructs. Each struct is taken apart into all of its
// members: one more does not compile before it is said here what of the language it is.
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
    std::visit(
        Overloaded{[&](const Send& send) { value(send.bytes, send.tagged ? 2 : 0); },
                   [&](const Expect& expect) { group(expect); },
                   [&](const Authenticate& auth) { add("mechanism", auth.mechanism); },
                   [&](const Set& set) {
                     if (program_.slots.at(set.slot).number_of) add("set", "#n");
                     value(set.value);
                   },
                   [&](const Check& check) { comparison(check.comparison); },
                   [&](const Branch& branch) { std::visit(*this, branch.condition); },
                   // What these say is in their lines.
                   [](const Connect&) {}, [](const StartTls&) {}, [](const Close&) {},
                   [](const HalfClose&) {}, [](const Compress&) {}, [](const Reset&) {}, [](const Pause&) {},
                   [](const ExpectClosed&) {}, [](const ExpectSilence&) {}, [](const ReadSlowly&) {},
                   [](const ExpectOpen&) {}, [](const Jump&) {}, [](const AtOnce&) {}},
        step.action);
  }

  void operator()(const Comparison& one) { comparison(one); }
  void operator()(const Pattern& one) { std::visit(*this, one); }
  void operator()(const IsClosed&) {}

  void operator()(const SmtpPattern& one) {
    const auto& [codes, enhanced, with, without, text, leading, more, lines, in_any_order] = one;
    for (const std::string& code : codes) add("smtp", has_wildcard(code) ? "2xx" : "250");
    if (codes.size() > 1) add("smtp", "250|251");
    for (const std::string& code : enhanced)
      add("smtp", has_wildcard(code) ? "enhanced 5.x.x" : "enhanced 5.1.1");
    if (enhanced.size() > 1) add("smtp", "enhanced 5.1.1|5.1.2");
    for (const SmtpPattern::Keyword& each : with) keyword("with", each);
    for (const SmtpPattern::Keyword& each : without) keyword("without", each);
    if (text) add("smtp", "~/text/");
    if (text) term(*text);
    if (!leading.empty()) add("smtp", ": words");
    if (!more) add("smtp", "only");
    if (in_any_order) add("smtp", "any order");
    for (const LinePattern& each : lines) line("smtp-line", each);
    terms(leading);
  }

  void operator()(const Pop3Pattern& one) {
    const auto& [status, code, leading, more, has_block, block, in_any_order] = one;
    add("pop3", status);
    if (!code.empty()) add("pop3", "[CODE]");
    if (!leading.empty()) add("pop3", "words");
    if (!more) add("pop3", "only");
    if (has_block) add("pop3", "a block");
    if (in_any_order) add("pop3", "any order");
    for (const LinePattern& each : block) line("pop3-line", each);
    terms(leading);
  }

  void operator()(const ImapPattern& one) {
    // or_esearch follows from the run's revision: nobody writes it.
    const auto& [kind, tag, statuses, has_code, code, number, name, data, shape, or_esearch] = one;
    add("imap", construct(kind));
    if (!tag.empty()) add("imap", "explicit tag");
    for (const std::string& status : statuses) add("imap", status);
    if (statuses.size() > 1) add("imap", "NO|BAD");
    if (has_code) add("imap", "[CODE]");
    if (!name.empty() || has_code) add("imap-data", construct(shape));
    if (number) term(*number);
    terms(code);
    terms(data);
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

  static bool has_wildcard(std::string_view code) { return code.find('x') != std::string_view::npos; }

  void keyword(std::string_view list, const SmtpPattern::Keyword& one) {
    const auto& [name, parameters, set] = one;
    const std::string said = std::string(list) + " KEYWORD";
    add("smtp", parameters.empty() ? said : said + (set ? " and a set" : " and parameters"));
    terms(parameters);
  }

  void line(std::string_view family, const LinePattern& one) {
    const auto& [kind, leading, more, text, message, where] = one;
    const bool any = kind == LinePattern::Kind::Words && !text && leading.empty();
    add(family, text ? "~/expression/" : any ? "any line" : construct(kind));
    if (family == "smtp-line" && !more && !leading.empty()) add(family, "only");
    if (text) term(*text);
    terms(leading);
    value(message);
  }

  void terms(const std::vector<Term>& all) {
    for (const Term& one : all) term(one);
  }

  void term(const Term& one) {
    const auto& [kind, written, relation, slot, binds, items, regex, column] = one;
    const bool number = kind == Term::Kind::Bind && program_.slots.at(slot).number_of.has_value();
    add("term", binds ? "${=name...}" : number ? "${=#n}" : construct(kind));
    if (kind == Term::Kind::Compare) add("term", construct(relation));
    if (kind == Term::Kind::Bind || binds) return;
    value(written);
    terms(items);
  }

  void value(const Template& one, std::size_t from = 0) {
    for (std::size_t i = from; i < one.pieces.size(); ++i) {
      const Piece& piece = one.pieces[i];
      const auto& [kind, text, slot, addend] = piece;
      if (kind == Piece::Kind::Text) continue;
      const Slot& of = program_.slots.at(slot);
      add("value", of.number_of ? (kind == Piece::Kind::Plus ? "${#n+1}" : "${#n}") : construct(kind));
      variable(of.name);
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
  for (const std::string_view word : {"250", "2xx", "250|251", "enhanced 5.1.1", "enhanced 5.x.x",
                                      "enhanced 5.1.1|5.1.2", "~/text/", ": words", "only", "any order"})
    add_construct(all, "smtp", word);
  for (const std::string_view list : smtp_words()) {
    for (const std::string_view form : {"", " and parameters", " and a set"})
      add_construct(all, "smtp", std::string(list) + " KEYWORD" + std::string(form));
  }
  for (const std::string_view word : {"words", "only", "any line", "...", "~/expression/"})
    add_construct(all, "smtp-line", word);
  for (const std::string_view status : pop3_statuses()) add_construct(all, "pop3", status);
  for (const std::string_view word : {"[CODE]", "words", "only", "a block", "any order"})
    add_construct(all, "pop3", word);
  add_alternatives<LinePattern::Kind>(all, "pop3-line");
  add_alternatives<ImapPattern::Kind>(all, "imap");
  for (const std::string_view status : imap_statuses()) add_construct(all, "imap", status);
  for (const std::string_view word : {"explicit tag", "NO|BAD", "[CODE]"}) add_construct(all, "imap", word);
  add_alternatives<DataShape>(all, "imap-data");
  add_alternatives<Term::Kind>(all, "term");
  add_alternatives<Relation>(all, "term");
  for (const std::string_view word : {"${=name...}", "${=#n}"}) add_construct(all, "term", word);
  for (const std::string_view word : {"${#n}", "${#n+1}"}) add_construct(all, "value", word);
  add_construct(all, "set", "#n");
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
