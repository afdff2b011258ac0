#include "harness/play/number_terms.hpp"

#include <vector>

namespace mailrig::play {
namespace {

using scenario::Term;
using State = MessageNumbers::State;
using Found = std::optional<SlotIndex>;

void look(SlotIndex slot, const Bindings& bindings, Found& found) {
  const State state = bindings.number_state(slot);
  if (state != State::Here && (!found || bindings.number_state(*found) == State::Gone)) found = slot;
}

void look(const Term& term, const Bindings& bindings, Found& found) {
  if (term.kind == Term::Kind::Bind) look(term.slot, bindings, found);
  for (const scenario::Piece& piece : term.value.pieces) {
    if (piece.kind != scenario::Piece::Kind::Text) look(piece.slot, bindings, found);
  }
  for (const Term& item : term.items) look(item, bindings, found);
}

void look(const std::vector<Term>& terms, const Bindings& bindings, Found& found) {
  for (const Term& term : terms) look(term, bindings, found);
}

}  // namespace

Found number_without(const Term& term, const Bindings& bindings) {
  Found found;
  look(term, bindings, found);
  return found;
}

Found number_without(const scenario::Expectation& expectation, const Bindings& bindings) {
  Found found;
  for (const scenario::Pattern& pattern : expectation.any_of) {
    const auto* imap = std::get_if<scenario::ImapPattern>(&pattern);
    if (imap == nullptr) continue;
    if (imap->number) look(*imap->number, bindings, found);
    look(imap->data, bindings, found);
    look(imap->code, bindings, found);
  }
  return found;
}

}  // namespace mailrig::play
