// Input that has arrived and is not yet consumed. One contiguous run of octets, compacted when it
// pays, given back when empty: an idle connection holds none. Bounded by the framers' limits, not
// by itself: whoever appends checks size() against its own named limit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailrig::wire {

class Buffer {
 public:
  void append(std::string_view bytes);
  void consume(std::size_t octets);
  [[nodiscard]] std::string_view view() const { return std::string_view(bytes_).substr(begin_); }
  [[nodiscard]] std::size_t size() const { return bytes_.size() - begin_; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  void clear();
  void release();  // give the memory back to the allocator

 private:
  std::string bytes_;
  std::size_t begin_ = 0;
};

}  // namespace mailrig::wire
