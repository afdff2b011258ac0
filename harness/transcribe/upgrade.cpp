#include "harness/transcribe/upgrade.hpp"

#include "harness/wire/ascii.hpp"

namespace mailrig::transcribe {

namespace {

constexpr std::size_t kLineKept = 512;  // a longer line is neither the command nor its answer

// Calls `take` with each line that is whole now, without its end.
template <class Take>
void each_line(std::string& kept, std::string_view bytes, Take take) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end);
    if (kept.size() < kLineKept) kept += part.substr(0, kLineKept - kept.size());
    if (end == std::string_view::npos) return;
    if (kept.ends_with('\r')) kept.pop_back();
    take(std::string_view(kept));
    kept.clear();
    bytes.remove_prefix(end + 1);
  }
}

}  // namespace

void Upgrade::client(std::string_view bytes) {
  each_line(said_, bytes, [&](std::string_view line) {
    if (protocol_ == Protocol::Imap) {
      const std::size_t space = line.find(' ');
      asked_ = space != std::string_view::npos && wire::iequals(line.substr(space + 1), "STARTTLS");
      if (asked_) tag_ = line.substr(0, space);
    } else {
      asked_ = wire::iequals(line, protocol_ == Protocol::Pop3 ? "STLS" : "STARTTLS");
    }
  });
}

bool Upgrade::server(std::string_view bytes) {
  bool agreed = false;
  each_line(answered_, bytes, [&](std::string_view line) {
    if (!asked_) return;
    if (protocol_ == Protocol::Imap) {
      agreed = agreed || wire::istarts_with(line, tag_ + " OK");
      if (line.starts_with(tag_ + " ")) asked_ = false;
    } else {
      agreed = agreed || line.starts_with(protocol_ == Protocol::Pop3 ? "+OK" : "220 ");
      asked_ = false;
    }
  });
  if (agreed) {
    said_.clear();
    answered_.clear();
  }
  return agreed;
}

}  // namespace mailrig::transcribe
