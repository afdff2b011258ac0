// Any talk as `mailrig record` hears it, of both sides: TOML comes of it, the same however the octets were
// cut. The first octet chooses the protocol; 1 to 5 begin a piece of the talk each.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "harness/transcribe/transcribe.hpp"
#include "harness/transcribe/upgrade.hpp"

namespace {

using namespace mailrig;
using transcribe::Piece;
using transcribe::Session;

constexpr std::size_t kMost = 4096;

Session session_of(std::string_view bytes) {
  struct Service {
    const char* name;
    transcribe::Protocol protocol;
  };
  static constexpr Service kServices[] = {{"smtp", transcribe::Protocol::Smtp},
                                          {"lmtp", transcribe::Protocol::Lmtp},
                                          {"imap", transcribe::Protocol::Imap},
                                          {"pop3", transcribe::Protocol::Pop3}};
  const auto chosen = static_cast<unsigned char>(bytes.front());
  Session session;
  session.service = kServices[chosen % 4].name;
  session.protocol = kServices[chosen % 4].protocol;
  session.implicit_tls = (chosen & 4U) != 0;
  session.cut = (chosen & 8U) != 0;
  for (const char octet : bytes.substr(1)) {
    if (octet >= 1 && octet <= 5) {
      session.pieces.push_back({static_cast<Piece::Kind>(octet - 1), {}});
    } else if (!session.pieces.empty() && session.pieces.back().kind <= Piece::Kind::Server) {
      session.pieces.back().bytes += octet;
    }
  }
  return session;
}

// The same, an octet at a time.
Session cut(const Session& whole) {
  Session session = whole;
  session.pieces.clear();
  for (const Piece& piece : whole.pieces) {
    if (piece.kind != Piece::Kind::Client && piece.kind != Piece::Kind::Server)
      session.pieces.push_back(piece);
    for (const char octet : piece.bytes) session.pieces.push_back({piece.kind, std::string(1, octet)});
  }
  return session;
}

void watch_for_tls(const Session& session) {
  transcribe::Upgrade upgrade(session.protocol);
  for (const Piece& piece : session.pieces) {
    if (piece.kind == Piece::Kind::Client) upgrade.client(piece.bytes);
    if (piece.kind == Piece::Kind::Server) (void)upgrade.server(piece.bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > kMost) return 0;
  const Session session = session_of({reinterpret_cast<const char*>(data), size});
  watch_for_tls(session);
  const transcribe::Draft draft = transcribe::transcribe(session, "recorded-1");
  const std::string text = transcribe::to_toml(draft);
  if (transcribe::to_toml(transcribe::transcribe(cut(session), "recorded-1")) != text) std::abort();
  (void)toml::parse(text);  // throws where it is none
  return 0;
}
