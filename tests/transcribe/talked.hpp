// A session from lines of talk, and the dialogue that comes of it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/transcribe/transcribe.hpp"

namespace mailrig::transcribe {

// "C: text", "S: text" are lines and get their CRLF; "tls", "compress", "client closes", "server closes"
// stand for themselves.
inline Session talked(Protocol protocol, std::initializer_list<std::string_view> lines) {
  Session session;
  session.protocol = protocol;
  session.service = protocol == Protocol::Imap ? "imap" : protocol == Protocol::Pop3 ? "pop3" : "submission";
  if (protocol == Protocol::Lmtp) session.service = "lmtp";
  for (const std::string_view line : lines) {
    Piece piece;
    if (line == "tls") {
      piece.kind = Piece::Kind::Secured;
    } else if (line == "compress") {
      piece.kind = Piece::Kind::Compressed;
    } else if (line == "client closes") {
      piece.kind = Piece::Kind::ClientClosed;
    } else if (line == "server closes") {
      piece.kind = Piece::Kind::ServerClosed;
    } else {
      piece.kind = line.starts_with("C:") ? Piece::Kind::Client : Piece::Kind::Server;
      piece.bytes = std::string(line.substr(3)) + "\r\n";
    }
    session.pieces.push_back(std::move(piece));
  }
  return session;
}

// The same, octet for octet in a piece of its own.
inline Session cut_everywhere(const Session& session) {
  Session cut = session;
  cut.pieces.clear();
  for (const Piece& piece : session.pieces) {
    if (piece.bytes.empty()) cut.pieces.push_back(piece);
    for (const char octet : piece.bytes) cut.pieces.push_back({piece.kind, std::string{octet}});
  }
  return cut;
}

inline Draft draft_of(Protocol protocol, std::initializer_list<std::string_view> lines) {
  return transcribe(talked(protocol, lines), "one");
}

using Lines = std::vector<std::string>;

}  // namespace mailrig::transcribe
