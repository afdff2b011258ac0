// The server's log: one JSON object a line and an event, {"time":"…","event":"login","connection":7,…}.
// Who writes passes facts of our own and names of accounts, never what a client sent: no secret can get in.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace mailrig::server {

using FieldValue = std::variant<std::string_view, std::uint64_t>;
using Field = std::pair<std::string_view, FieldValue>;

class EventLog {
 public:
  using Clock = std::function<std::int64_t()>;  // milliseconds since 1970, UTC
  // "-": standard error. Throws std::runtime_error with one readable line.
  EventLog(std::string file, Clock clock);
  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  void write(std::string_view event, std::initializer_list<Field> fields);
  void reopen();  // the file was moved away: goes on in a new one

 private:
  struct Impl;
  std::string file_;
  Clock clock_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailrig::server
