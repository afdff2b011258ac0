// Any text as the dialogue of a scenario: mistakes are told, nothing else happens.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "harness/scenario/load_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailrig::scenario;
  static const LibraryPtr library = [] {
    auto made = std::make_shared<Library>();
    made->corpus.emplace("plain", "A: b\r\n\r\nc\r\n");
    made->fixtures["two"].resize(2, StartMessage{"plain", "", {}});
    return made;
  }();
  static constexpr const char* kIds[] = {"imap/t", "smtp/t", "pop3/t"};
  if (size == 0 || size > 4096) return 0;
  const std::string content =
      "title = 't'\nclause = 'rfc9051 1'\ncatches = ['x']\nstart = { messages = ['plain'] }\ndialogue = "
      "'''\n" +
      std::string(reinterpret_cast<const char*>(data + 1), size - 1) + "\n'''\n";
  Diagnostics mistakes;
  (void)load_text(kIds[data[0] % 3], "f.toml", content, library, mistakes);
  return 0;
}
