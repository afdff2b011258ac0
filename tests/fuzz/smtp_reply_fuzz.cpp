// The client's side: a dialogue whose commands are the input up to a NUL, its replies the rest. The units
// found must not depend on how the octets were cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "harness/smtp/dialogue.hpp"
#include "harness/smtp/ehlo.hpp"

namespace {

using mailrig::smtp::Dialogue;

std::vector<std::string> units(std::string_view commands, std::string_view replies, std::size_t step) {
  Dialogue dialogue;
  for (std::size_t at = 0; at < commands.size(); at += step) dialogue.sent(commands.substr(at, step));
  mailrig::smtp::Reply reply;
  mailrig::smtp::Ehlo ehlo;
  std::vector<std::string> found;
  std::string buffered;
  for (std::size_t at = 0; at < replies.size(); at += step) {
    buffered += replies.substr(at, step);
    std::size_t size = 0;
    while (dialogue.next(buffered, reply, size) == Dialogue::Next::Unit) {
      if (size == 0 || size > buffered.size()) std::abort();
      for (const auto& flaw : reply.flaws.items()) {
        if (flaw.offset > size) std::abort();
      }
      mailrig::smtp::parse_ehlo(reply, ehlo);
      found.push_back(std::string(dialogue.verb_answered()) + std::to_string(size));
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
  const std::string_view replies = cut == std::string_view::npos ? "" : input.substr(cut + 1);
  if (units(commands, replies, input.size() + 1) != units(commands, replies, 3)) std::abort();
  return 0;
}
