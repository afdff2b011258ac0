// Any octets are commands: framed the same whole or octet by octet within limits, parsed or refused.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "harness/imap/command.hpp"
#include "harness/imap/mutf7.hpp"

namespace {

using namespace mailrig::imap;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_values(const Command& command) {
  require(!command.tag.empty() && command.verb != Verb::Unknown);
  if (command.verb == Verb::Fetch) {
    require(!command.fetch.items.empty() && !command.fetch.set.empty());
    std::string names;
    for (const FetchItem& item : command.fetch.items) append_item_name(names, command.fetch, item);
  }
  if (command.verb == Verb::Search) {
    const auto& keys = command.search.keys;
    require(!keys.empty() && keys[0].next == keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) require(keys[i].next > i && keys[i].next <= keys.size());
  }
  if (command.verb == Verb::Create) (void)mailbox_from_wire(command.mailbox.mailbox);
}

// Steps and commands as text; what is dropped in between may be cut differently.
std::string run(std::string_view input, std::size_t step) {
  static Command command;
  CommandLimits limits;
  limits.line = 200;
  limits.literal = 60;
  limits.non_synchronizing = 40;
  limits.unit = 400;
  limits.skip = 1000;
  CommandFramer framer(limits);
  std::string buffer;
  std::string out;
  while (!input.empty()) {
    buffer.append(input.substr(0, step));
    input.remove_prefix(std::min(step, input.size()));
    for (;;) {
      const CommandFrame frame = framer.feed(buffer);
      if (frame.step == CommandStep::NeedMore) break;
      if (frame.step == CommandStep::Continue) {
        out += "+";
        continue;
      }
      require(frame.size > 0 && frame.size <= buffer.size());
      if (frame.step == CommandStep::Complete) {
        require(frame.size <= limits.unit + limits.line);
        const auto refusal = parse_command(std::string_view(buffer).substr(0, frame.size), command);
        if (!refusal) check_values(command);
        out += refusal ? "bad " : "ok ";
        out += buffer.substr(0, frame.size);
      }
      if (frame.step == CommandStep::Refused) {
        out += "refused " + std::string(frame.tag) + std::string(frame.reason);
        if (frame.close) return out;
      }
      buffer.erase(0, frame.size);
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string whole = run(input, size + 1);
  const std::string octets = run(input, 1);
  require(whole == octets);
  static Command command;
  (void)parse_command(input, command);
  (void)parse_command(input, command, {.utf8 = true});
  (void)utf8_from_mutf7(input);
  std::string wire;
  append_mutf7(wire, input);
  require(size == 0 || utf8_from_mutf7(wire).has_value() || input.find('\0') != std::string_view::npos);
  return 0;
}
