#include "harness/wire/buffer.hpp"

#include <algorithm>

namespace mailrig::wire {

void Buffer::append(std::string_view bytes) {
  // Moving the rest to the front costs no more than what was consumed since the last time.
  if (begin_ > 0 && begin_ >= size()) {
    bytes_.erase(0, begin_);
    begin_ = 0;
  }
  bytes_.append(bytes);
}

void Buffer::consume(std::size_t octets) {
  begin_ += std::min(octets, size());
  if (empty()) clear();
}

void Buffer::clear() {
  if (bytes_.capacity() > kKeptCapacity) {
    release();
    return;
  }
  bytes_.clear();
  begin_ = 0;
}

void Buffer::release() {
  std::string().swap(bytes_);
  begin_ = 0;
}

}  // namespace mailrig::wire
