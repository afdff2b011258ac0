#include "harness/transcribe/upgrade.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::transcribe {

namespace {

constexpr std::size_t kLineKept = 512;  // a longer line is neither the command nor its answer

// Calls `take` with each line that is whole now, without its end, and how many octets are behind it; until
// it says that this was the last.
template <class Take>
void each_line(std::string& kept, std::string_view bytes, Take take) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end);
    if (kept.size() < kLineKept) kept += part.substr(0, kLineKept - kept.size());
    if (end == std::string_view::npos) return;
    if (kept.ends_with('\r')) kept.pop_back();
    bytes.remove_prefix(end + 1);
    const bool last = take(std::string_view(kept), bytes.size());
    kept.clear();
    if (last) return;
  }
}

}  // namespace

void Upgrade::client(std::string_view bytes) {
  each_line(said_, bytes, [&](std::string_view line, std::size_t) {
    asked_ = asked_by(line);
    return false;
  });
}

Upgrade::To Upgrade::asked_by(std::string_view line) {
  const auto tls = [&](std::string_view command, std::string_view said) {
    return wire::iequals(said, command) ? To::Tls : To::Nothing;
  };
  if (protocol_ != Protocol::Imap) return tls(protocol_ == Protocol::Pop3 ? "STLS" : "STARTTLS", line);
  const std::size_t space = std::min(line.find(' '), line.size());
  const std::string_view said = line.substr(std::min(space + 1, line.size()));
  const To to = wire::iequals(said, "COMPRESS DEFLATE") ? To::Compression : tls("STARTTLS", said);
  if (to != To::Nothing) tag_ = line.substr(0, space);
  return to;
}

bool Upgrade::agrees(std::string_view line) const {
  if (protocol_ == Protocol::Imap) return wire::istarts_with(line, tag_ + " OK");
  return line.starts_with(protocol_ == Protocol::Pop3 ? "+OK" : "220 ");
}

Upgrade::To Upgrade::server(std::string_view bytes) {
  To agreed = To::Nothing;
  each_line(answered_, bytes, [&](std::string_view line, std::size_t behind) {
    if (asked_ == To::Nothing) return false;
    const bool answers = protocol_ != Protocol::Imap || line.starts_with(tag_ + " ");
    if (!answers) return false;
    if (agrees(line)) agreed = asked_;
    behind_ = behind;
    asked_ = To::Nothing;
    return agreed != To::Nothing;
  });
  if (agreed != To::Nothing) {
    said_.clear();
    answered_.clear();
  }
  return agreed;
}

}  // namespace mailrig::transcribe
