// The record on disk: JSON Lines, UTF-8, one event a line, the first a RunStarted. Octets that came
// over the wire are strings with the escapes of wire/visible.hpp, which lose nothing. A line is
// {"event": "wire", …}; its keys are the members of the struct, times in nanoseconds.
#pragma once

#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

#include "harness/record/event.hpp"

namespace mailrig::record {

// One line, without its line end.
void append_line(std::string& out, const Event& event);

class Writer : public Sink {
 public:
  // Nothing if the file can't be made: errno says why.
  static std::unique_ptr<Writer> open(const std::string& path);
  ~Writer() override;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void put(const Event& event) override;  // from any thread
  [[nodiscard]] bool failed();            // an event could not be written

 private:
  explicit Writer(std::FILE* file) : file_(file) {}

  std::mutex mutex_;
  std::FILE* file_;
  std::string line_;
  bool failed_ = false;
};

}  // namespace mailrig::record
