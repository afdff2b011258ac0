#include "harness/wire/line.hpp"

#include "harness/wire/framer.hpp"

namespace mailrig::wire {

void check_line(std::string_view line, std::size_t offset, Flaws& flaws) {
  if (line.ends_with("\r\n")) {
    line.remove_suffix(2);
  } else if (line.ends_with('\n')) {
    flaws.add(kBareLf, offset + line.size() - 1);
    line.remove_suffix(1);
  }
  if (const std::size_t lf = line.find('\n'); lf != std::string_view::npos) flaws.add(kBareLf, offset + lf);
  if (const std::size_t cr = line.find('\r'); cr != std::string_view::npos) flaws.add(kBareCr, offset + cr);
  if (const std::size_t nul = line.find('\0'); nul != std::string_view::npos) flaws.add(kNul, offset + nul);
}

}  // namespace mailrig::wire
