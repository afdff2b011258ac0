#include "harness/record/memory.hpp"

namespace mailrig::record {

void Memory::put(const Event& event) {
  const std::lock_guard lock(mutex_);
  events_.push_back(event);
}

void Tee::put(const Event& event) {
  for (Sink& sink : sinks_) sink.put(event);
}

}  // namespace mailrig::record
