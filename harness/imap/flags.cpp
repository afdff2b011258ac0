#include "harness/imap/flags.hpp"

#include "harness/imap/ascii.hpp"

namespace mailrig::imap {

bool has_flag(const Tape& tape, std::uint32_t list, std::string_view flag) {
  for (std::uint32_t i = list + 1; i < tape.nodes[list].next; i = tape.nodes[i].next) {
    if (same(tape.nodes[i].text, flag)) return true;
  }
  return false;
}

void read_flags(const Tape& tape, std::uint32_t list, std::vector<std::string_view>& flags) {
  for (std::uint32_t i = list + 1; i < tape.nodes[list].next; i = tape.nodes[i].next) {
    flags.push_back(tape.nodes[i].text);
  }
}

std::optional<std::uint32_t> flags_of(const Response& response) {
  const bool code = response.has_code && same(response.code, "PERMANENTFLAGS");
  if (!code && !same(response.name, "FLAGS")) return std::nullopt;
  const std::uint32_t begin = code ? response.code_begin : response.data_begin;
  const std::uint32_t end = code ? response.code_end : response.data_end;
  if (begin >= end || !response.tape.is_list(begin)) return std::nullopt;
  return begin;
}

}  // namespace mailrig::imap
