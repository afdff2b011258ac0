#include "harness/play/match_set.hpp"

#include "harness/play/render.hpp"

namespace mailrig::play {

using scenario::Term;

Choice choice_of(const Term& term, const Bindings& bindings) {
  switch (term.kind) {
    case Term::Kind::Word:
    case Term::Kind::String:
      return complete(term.value, bindings) ? Choice::None : Choice::Any;
    case Term::Kind::Compare:
      return complete(term.value, bindings) ? Choice::Some : Choice::Any;
    case Term::Kind::Bind:
      return bindings.bound(term.slot) ? Choice::None : Choice::Any;
    case Term::Kind::Nil:
      return Choice::None;
    case Term::Kind::Any:
    case Term::Kind::Rest:
      return Choice::Any;
    case Term::Kind::List:
    case Term::Kind::Regex:
      break;
  }
  return Choice::Some;
}

bool SetPattern::match(std::size_t terms, std::size_t members, bool open, Match& match) {
  terms_ = terms;
  members_ = members;
  if (!pair(match)) return false;
  if (match.work != nullptr) match.work->steps += members + pairing_.steps();
  return bind(match) && (open || nothing_left(match));
}

bool SetPattern::pair(Match& match) {
  pairing_.begin(terms_, members_);
  for (const Choice now : {Choice::None, Choice::Some, Choice::Any}) {
    for (std::size_t i = 0; i < terms_; ++i) {
      if (skips(i) || choice(i, match.bindings) != now) continue;
      if (!pairing_.add(i, fitting(i, now, match)))
        return match.why != nullptr && match.no("there is no", shown_term(i, match.bindings));
    }
  }
  return true;
}

std::vector<std::uint32_t> SetPattern::fitting(std::size_t term, Choice how, Match& match) const {
  std::vector<std::uint32_t> found;
  Match quiet{match.bindings, match.scratch, nullptr, match.trial, match.work};
  for (std::size_t i = 0; i < members_ && found.size() < terms_; ++i) {
    if (spoken_for(i) || (how != Choice::None && put_aside(i))) continue;
    const std::size_t mark = match.bindings.mark();
    if (how == Choice::Any || fits(term, i, quiet)) found.push_back(static_cast<std::uint32_t>(i));
    match.bindings.undo(mark);
  }
  return found;
}

bool SetPattern::bind(Match& match) const {
  for (std::size_t i = 0; i < terms_; ++i) {
    if (!skips(i) && !fits(i, pairing_.member_of(i), match)) return false;
  }
  return true;
}

// What comes twice is in a set once.
bool SetPattern::repeats(std::size_t member) const {
  for (std::size_t i = 0; i < terms_; ++i) {
    if (!skips(i) && same_letters(text(pairing_.member_of(i)), text(member))) return true;
  }
  return false;
}

bool SetPattern::nothing_left(Match& match) const {
  for (std::size_t i = 0; i < members_; ++i) {
    if (spoken_for(i) || pairing_.is_taken(i) || put_aside(i) || repeats(i)) continue;
    return match.no("there is more than was wanted:", text(i));
  }
  return true;
}

namespace {

class WordSet final : public SetPattern {
 public:
  WordSet(const std::vector<Term>& terms, std::string_view text) : terms_(terms) {
    for (std::string_view word = next_word(text); !word.empty(); word = next_word(text))
      words_.push_back(word);
  }
  bool run(Match& match) {
    const bool open = !terms_.empty() && terms_.back().kind == Term::Kind::Rest;
    return SetPattern::match(terms_.size(), words_.size(), open, match);
  }

 private:
  Choice choice(std::size_t term, const Bindings& bindings) const override {
    return choice_of(terms_[term], bindings);
  }
  bool fits(std::size_t term, std::size_t member, Match& match) const override {
    return match_value(terms_[term], Value{.text = words_[member], .key = {}}, match);
  }
  std::string shown_term(std::size_t term, const Bindings& bindings) const override {
    return shown(terms_[term], bindings);
  }
  std::string_view text(std::size_t member) const override { return words_[member]; }
  bool skips(std::size_t term) const override { return terms_[term].kind == Term::Kind::Rest; }

  const std::vector<Term>& terms_;
  std::vector<std::string_view> words_;
};

}  // namespace

bool match_word_set(const std::vector<Term>& terms, std::string_view text, Match& match) {
  return WordSet(terms, text).run(match);
}

}  // namespace mailrig::play
