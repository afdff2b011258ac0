// Any text as a scenario file, facts and dialogue: mistakes are told, nothing else happens. The first octet
// chooses the folder.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "harness/scenario/load_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailrig::scenario;
  static const LibraryPtr library = [] {
    auto made = std::make_shared<Library>();
    made->corpus.emplace("plain", "A: b\r\n\r\nc\r\n");
    made->fixtures["two"].resize(2, StartMessage{"plain", "", {}});
    return made;
  }();
  static constexpr const char* kIds[] = {"imap/t", "smtp/t", "pop3/t", "together/t", "security/t"};
  if (size == 0 || size > 4096) return 0;
  const std::string_view content(reinterpret_cast<const char*>(data + 1), size - 1);
  Diagnostics mistakes;
  const auto scenarios = load_text(kIds[data[0] % 5], "f.toml", content, library, mistakes);
  if (scenarios.empty() && mistakes.empty()) std::abort();
  for (const Diagnostic& mistake : mistakes) {
    if (mistake.where.file != "f.toml" || mistake.message.empty()) std::abort();
  }
  return 0;
}
