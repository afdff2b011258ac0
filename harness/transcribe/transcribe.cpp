#include "harness/transcribe/transcribe.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace mailrig::transcribe {

namespace {

std::string tls_of(const Session& session) {
  if (session.implicit_tls) return "implicit";
  return "none";
}

// How the connection ended, where it was the dialogue that ended it.
void end(const Session& session, Draft& draft) {
  const auto first = std::find_if(session.pieces.begin(), session.pieces.end(), [](const Piece& piece) {
    return piece.kind == Piece::Kind::ClientClosed || piece.kind == Piece::Kind::ServerClosed;
  });
  if (first == session.pieces.end() || draft.lines.empty() || session.cut) return;
  if (first->kind == Piece::Kind::ClientClosed) return draft.say("close");
  if (draft.lines.back().starts_with("S:")) draft.say("closed");
}

std::size_t times(const Draft& draft, const std::string& text) {
  std::size_t count = 0;
  for (const std::string& line : draft.lines) {
    for (std::size_t at = line.find(text); at != std::string::npos; at = line.find(text, at + 1)) ++count;
  }
  return count;
}

// What is bound and never said again need not be bound.
void forget_unused(Draft& draft) {
  for (std::string& line : draft.lines) {
    const std::size_t begin = line.find("${=");
    const std::size_t end = line.find('}', std::min(begin, line.size()));
    if (end == std::string::npos) continue;
    const std::string name = line.substr(begin + 3, end - begin - 3);
    const std::size_t uses =
        times(draft, "${" + name + "}") + times(draft, "${=" + name + "}") + times(draft, "${" + name + "+");
    if (uses == 1) line.replace(begin, end - begin + 1, "${_}");
  }
}

}  // namespace

Draft transcribe(const Session& session, std::string_view name) {
  Draft draft;
  draft.name = name;
  draft.protocol = session.service;
  draft.title = fmt::format("What a client and a server said to each other goes so again ({})", name);
  draft.tls = tls_of(session);
  draft.remarks.emplace_back(
      "Recorded by mailrig record. What it claims: title, clause and why are to be written by hand.");
  if (session.cut)
    draft.remarks.emplace_back("The session was longer than what is kept of one; this is how it began.");
  switch (session.protocol) {
    case Protocol::Smtp:
    case Protocol::Lmtp:
      transcribe_smtp(session, draft);
      break;
    case Protocol::Imap:
      transcribe_imap(session, draft);
      break;
    case Protocol::Pop3:
      transcribe_pop3(session, draft);
      break;
  }
  end(session, draft);
  forget_unused(draft);
  return draft;
}

}  // namespace mailrig::transcribe
