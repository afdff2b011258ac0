// One connection as a scenario that passes again: tags and credentials left to the player, what differs from
// run to run bound or left open, mailboxes and messages made the scenario's own, text for people dropped.
#pragma once

#include <string_view>

#include "harness/transcribe/draft.hpp"
#include "harness/transcribe/session.hpp"

namespace mailrig::transcribe {

// `name` is the scenario's: "imap-1". No lines: nothing was said that could be played.
[[nodiscard]] Draft transcribe(const Session& session, std::string_view name);

// A scribe hears the talk in order.
template <typename Scribe>
void hear(const Session& session, Scribe& scribe) {
  for (const Piece& piece : session.pieces) {
    if (piece.kind == Piece::Kind::Client) scribe.client(piece.bytes);
    if (piece.kind == Piece::Kind::Server) scribe.server(piece.bytes);
    if (piece.kind == Piece::Kind::Secured) scribe.secured();
    if constexpr (requires { scribe.compressed(); }) {
      if (piece.kind == Piece::Kind::Compressed) scribe.compressed();
    }
  }
}

// What each protocol's scribe does.
void transcribe_smtp(const Session& session, Draft& draft);
void transcribe_imap(const Session& session, Draft& draft);
void transcribe_pop3(const Session& session, Draft& draft);

}  // namespace mailrig::transcribe
