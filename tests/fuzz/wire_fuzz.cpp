// Framers give the same frames however the octets are cut; stuffing and unstuffing are inverse.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "harness/wire/dot.hpp"
#include "harness/wire/framer.hpp"
#include "harness/wire/line.hpp"
#include "harness/wire/visible.hpp"

namespace {

using namespace mailrig::wire;

template <typename Framer>
std::vector<std::size_t> frames(Framer framer, std::string_view bytes, std::size_t step) {
  std::vector<std::size_t> found;
  std::string buffered;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    buffered += bytes.substr(at, step);
    for (Frame frame = framer.feed(buffered); frame.status != FrameStatus::NeedMore;
         frame = framer.feed(buffered)) {
      if (frame.size == 0 || frame.size > buffered.size()) std::abort();
      found.push_back(frame.size);
      buffered.erase(0, frame.size);
    }
  }
  return found;
}

template <typename Framer>
void check(const Framer& framer, std::string_view bytes) {
  const auto whole = frames(framer, bytes, bytes.size() + 1);
  if (whole != frames(framer, bytes, 1) || whole != frames(framer, bytes, 7)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(LineFramer(20), bytes);
  check(DotBlockFramer(20), bytes);
  check(DotBlockFramer(1000), bytes);
  std::string block, body;
  append_dot_block(block, bytes);
  DotBlockFramer framer(block.size());
  if (framer.feed(block).size != block.size()) std::abort();
  append_unstuffed(body, block);
  if (!std::string_view(body).starts_with(bytes)) std::abort();
  Flaws flaws;
  check_line(bytes, 0, flaws);
  (void)visible(bytes, 100);
  return 0;
}
