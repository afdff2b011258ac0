// What a peer's compressed stream makes of us: the same octets come out however it is cut and stepped
// through, never more of them at a time than there is room for, and what we deflate ourselves comes back.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include "harness/net/deflate.hpp"

namespace {

using mailrig::net::Deflater;
using mailrig::net::Inflater;

constexpr std::size_t kMost = 1024 * 1024;  // inflated octets looked at
constexpr std::size_t kScratch = 4096;

struct Outcome {
  std::string out, failure;
};

Outcome inflated(std::string_view bytes, std::size_t piece, std::size_t room) {
  Inflater inflater;
  Outcome outcome;
  std::array<char, kScratch> scratch{};
  while (!bytes.empty() && outcome.out.size() < kMost) {
    inflater.feed(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
    while (outcome.out.size() < kMost &&
           inflater.step(std::span(scratch).first(room)) == Inflater::Step::Data) {
      if (inflater.data().empty() || inflater.data().size() > room) std::abort();
      outcome.out += inflater.data();
    }
  }
  outcome.failure = inflater.failure();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Outcome whole = inflated(bytes, std::max<std::size_t>(size, 1), kScratch);
  const Outcome cut = inflated(bytes, 3, kScratch);
  if (whole.out.size() < kMost && (cut.out != whole.out || cut.failure.empty() != whole.failure.empty()))
    std::abort();
  Deflater deflater;
  std::string packed;
  deflater.append(bytes, packed);
  if (inflated(packed, std::max<std::size_t>(packed.size(), 1), 7 + size % 97).out != bytes.substr(0, kMost))
    std::abort();
  return 0;
}
