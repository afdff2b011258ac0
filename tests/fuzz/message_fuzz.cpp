// Any octets are a message: header, envelope, part tree and decodings stay sound and bounded.
#include <cstdint>
#include <cstdlib>

#include "harness/mail/message.hpp"

namespace {

using namespace mailrig::mail;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const Part& part, std::string_view message, std::size_t depth) {
  require(depth <= kPartDepthLimit);
  require(part.header_begin <= part.body_begin && part.body_begin <= part.end && part.end <= message.size());
  require(!part.multipart() || !part.parts.empty());
  require(!part.embedded_message() || part.parts.size() == 1);
  if (part.encoding)
    (void)decode_transfer(message.substr(part.body_begin, part.end - part.body_begin), *part.encoding);
  for (const Part& child : part.parts) {
    require(child.header_begin >= part.body_begin && child.end <= part.end);
    check(child, message, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  std::size_t body = 0;
  const Header header = parse_header(message, body);
  require(body == header.raw.size() && body <= size);
  const Envelope envelope = envelope_of(header);
  if (envelope.subject) (void)decode_words(*envelope.subject);
  check(part_tree(message), message, 1);
  return 0;
}
