// The client's side: a dialogue whose commands are the input's first line, its responses the rest. The
// units found must not depend on how the octets were cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "harness/pop3/dialogue.hpp"
#include "harness/pop3/listing.hpp"

namespace {

using mailrig::pop3::Dialogue;

std::vector<std::size_t> sizes(std::string_view commands, std::string_view responses, std::size_t step) {
  Dialogue dialogue;
  dialogue.sent(commands);
  mailrig::pop3::Reply reply;
  std::vector<std::size_t> found;
  std::string buffered;
  for (std::size_t at = 0; at < responses.size(); at += step) {
    buffered += responses.substr(at, step);
    std::size_t size = 0;
    while (dialogue.next(buffered, reply, size) == Dialogue::Next::Unit) {
      if (size == 0 || size > buffered.size()) std::abort();
      found.push_back(size);
      std::string_view line;
      for (mailrig::pop3::BlockLines lines(reply.block); lines.next(line);) {
        (void)mailrig::pop3::parse_size_listing(line);
        (void)mailrig::pop3::parse_unique_id_listing(line);
      }
      buffered.erase(0, size);
    }
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = input.find('\0');
  const std::string_view commands = input.substr(0, cut);
  const std::string_view responses = cut == std::string_view::npos ? "" : input.substr(cut + 1);
  if (sizes(commands, responses, responses.size() + 1) != sizes(commands, responses, 3)) std::abort();
  return 0;
}
