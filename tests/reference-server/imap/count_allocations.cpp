#include "tests/reference-server/imap/count_allocations.hpp"

#include <cstdlib>
#include <new>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MAILRIG_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MAILRIG_SANITIZED
#endif

namespace {
std::size_t count = 0;  // NOLINT: operator new has nowhere else to put it
}

namespace mailrig::server {
std::size_t allocations() {
  return count;
}
}  // namespace mailrig::server

#ifndef MAILRIG_SANITIZED
void* operator new(std::size_t size) {
  ++count;
  if (void* memory = std::malloc(size)) return memory;  // NOLINT: this is operator new
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);  // NOLINT: this is operator delete
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);  // NOLINT: this is operator delete
}
#endif
