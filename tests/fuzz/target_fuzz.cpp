// Any text as a target file, and as an endpoint.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "harness/conformance/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailrig::conformance;
  if (size > 4096) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  TargetSpec spec;
  TargetFile accounts;
  mailrig::scenario::Diagnostics mistakes;
  read_target_file("target.toml", text, spec, accounts, mistakes);
  for (const auto& mistake : mistakes) {
    if (mistake.message.empty()) std::abort();
  }
  (void)parse_tls_mode(text);
  return 0;
}
