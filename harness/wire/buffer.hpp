// Input that has arrived and is not yet consumed. One contiguous run of octets, compacted when it
// pays. When it runs empty, a large capacity is given back and a small one kept, so that a busy
// dialogue allocates nothing; release() gives back the rest. Bounded by the framers' limits, not by
// itself: whoever appends checks size() against its own named limit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailrig::wire {

inline constexpr std::size_t kKeptCapacity = 4096;  // octets an empty buffer may hold on to

class Buffer {
 public:
  void append(std::string_view bytes);
  void consume(std::size_t octets);
  [[nodiscard]] std::string_view view() const { return std::string_view(bytes_).substr(begin_); }
  [[nodiscard]] std::size_t size() const { return bytes_.size() - begin_; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t capacity() const { return bytes_.capacity(); }
  void clear();
  void release();  // give the memory back to the allocator

 private:
  std::string bytes_;
  std::size_t begin_ = 0;
};

}  // namespace mailrig::wire
