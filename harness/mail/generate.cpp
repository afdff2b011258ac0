// Messages from a seed: the same spec gives the same octets, everywhere and for ever. Lines are
// slices of one pool of words, so a message of many MiB costs little more than copying it.
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {

namespace {

constexpr std::size_t kLineLimit = 76;  // without CRLF
constexpr std::size_t kPoolSize = 4096;
constexpr unsigned kDotEvery = 16;  // one line in so many begins with a dot

constexpr std::array<std::string_view, 16> kWords{"post",  "letter", "stamp", "parcel", "address", "reply",
                                                  "queue", "relay",  "inbox", "sender", "bounce",  "route",
                                                  "quota", "header", "delay", "folder"};

// splitmix64: small, fast, and defined by its constants rather than by a library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

std::string word_pool(Random& random) {
  std::string pool;
  pool.reserve(kPoolSize + 16);
  while (pool.size() < kPoolSize) {
    pool += kWords[random.next() % kWords.size()];
    pool.push_back(' ');
  }
  return pool;
}

// One line of `size` octets before its CRLF, no white space at either end.
void append_line(std::string& out, const std::string& pool, Random& random, std::size_t size) {
  const std::uint64_t chance = random.next();
  const std::size_t begin = out.size();
  out.append(pool, (chance >> 8) % (kPoolSize - kLineLimit), size);
  if (size > 0 && chance % kDotEvery == 0) {
    out[begin] = '.';
    if (size > 1 && chance / kDotEvery % 4 == 0) out[begin + 1] = '.';
  }
  if (size > 0 && out[begin] == ' ') out[begin] = 'a';
  if (size > 0 && out.back() == ' ') out.back() = 'o';
  out += "\r\n";
}

void append_body(std::string& out, Random& random, std::size_t size) {
  const std::string pool = word_pool(random);
  const std::size_t end = out.size() + size;
  if (size >= 64) {  // what dot-stuffing has to keep: a dot alone, and two
    out += ".\r\n..\r\n";
  }
  while (out.size() + 2 <= end) {
    const std::size_t left = end - out.size() - 2;
    std::size_t line = left < kLineLimit ? left : kLineLimit - random.next() % 24;
    if (line > left) line = left;
    if (left - line == 1) --line;  // never one octet that no line could fill
    append_line(out, pool, random, line);
  }
}

}  // namespace

std::string generate(const MessageSpec& spec) {
  Random random(spec.seed);
  std::string out;
  out.reserve(spec.size + 256);
  fmt::format_to(
      std::back_inserter(out),
      "From: <{}>\r\nTo: <{}>\r\nDate: {}\r\nMessage-ID: <{:016x}@generated.example>\r\nSubject: {} "
      "{}\r\n\r\n",
      spec.from, spec.to, rfc5322_date(spec.unix_seconds), random.next(),
      kWords[random.next() % kWords.size()], spec.seed);
  if (out.size() < spec.size) append_body(out, random, spec.size - out.size());
  return out;
}

}  // namespace mailrig::mail
