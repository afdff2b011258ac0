// Responses as the server writes them (RFC 3501 7, 9): the frame of each line. What stands in it is
// appended to `out` between begin() and end().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reference-server/deviation/imap.hpp"
#include "reference-server/session/session.hpp"

namespace mailrig::server::imapd {

[[nodiscard]] inline bool broken(World& world, const Deviation& deviation) {
  return world.deviations != nullptr && world.deviations->hit(deviation);
}

class Replies {
 public:
  Replies(std::string& output, World& world) : out(output), world_(world) {}

  void begin() { out += "* "; }
  void end();                                                // of data
  void data(std::string_view text);                          // "* " text
  void number(std::uint64_t number, std::string_view name);  // "* 3 EXISTS"
  void status(std::string_view status, std::string_view code, std::string_view text);
  // Without a tag that could be read: "*".
  void tagged(std::string_view tag, std::string_view status, std::string_view code, std::string_view text);
  void go_on(std::string_view text);  // "+ text"

  std::string& out;  // NOLINT: the point of it

 private:
  void end_line();
  void rest_of_status(std::string_view status, std::string_view code, std::string_view text);
  World& world_;
};

}  // namespace mailrig::server::imapd
