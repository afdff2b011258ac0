// What the reader takes, the writer writes so that it is read the same again.
#include <cstdint>
#include <cstdlib>

#include "harness/record/reader.hpp"
#include "harness/record/writer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailrig::record;
  const Events read = parse_lines({reinterpret_cast<const char*>(data), size});
  for (const Event& event : read.events) {
    std::string once, twice;
    append_line(once, event);
    const auto again = parse_line(once);
    if (!std::holds_alternative<Event>(again)) std::abort();
    append_line(twice, std::get<Event>(again));
    if (once != twice) std::abort();
  }
  return 0;
}
