// The server's side: what parse_command takes, append_command writes so that it is read the same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "harness/smtp/command.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailrig::smtp;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  Command command;
  if (const auto refused = parse_command(line, command)) {
    if (refused->offset > line.size() || refused->reason.empty() || refused->code / 100 != 5) std::abort();
    return 0;
  }
  std::string once;
  append_command(once, command);
  Command again;
  if (parse_command(once, again)) std::abort();
  std::string twice;
  append_command(twice, again);
  if (once != twice) std::abort();
  if (local_value(command.path.mailbox) != local_value(again.path.mailbox)) std::abort();
  return 0;
}
