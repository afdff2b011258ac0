#include "harness/imap/capability.hpp"

#include "harness/imap/ascii.hpp"

namespace mailrig::imap {
namespace {

struct Range {
  std::uint32_t begin = 0, end = 0;
};

Range range_of(const Response& response) {
  if (same(response.name, "CAPABILITY")) return {response.data_begin, response.data_end};
  if (response.has_code && same(response.code, "CAPABILITY")) return {response.code_begin, response.code_end};
  return {};
}

}  // namespace

bool read_capabilities(const Response& response, std::vector<std::string_view>& capabilities) {
  const Range range = range_of(response);
  for (std::uint32_t i = range.begin; i < range.end; i = response.tape.nodes[i].next) {
    capabilities.push_back(response.tape.nodes[i].text);
  }
  return range.begin < range.end;
}

bool has_capability(const Response& response, std::string_view capability) {
  const Range range = range_of(response);
  for (std::uint32_t i = range.begin; i < range.end; i = response.tape.nodes[i].next) {
    if (same(response.tape.nodes[i].text, capability)) return true;
  }
  return false;
}

}  // namespace mailrig::imap
