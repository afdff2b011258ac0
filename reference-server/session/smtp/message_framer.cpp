#include "reference-server/session/smtp/message_framer.hpp"

#include <algorithm>

#include "reference-server/deviation/smtp.hpp"

namespace mailrig::server::smtpd {
namespace {

using wire::Frame;
using wire::FrameStatus;

constexpr std::string_view kEnd = "\r\n.\r\n";
constexpr std::size_t kLongestEnd = kEnd.size();

}  // namespace

void MessageFramer::begin(Deviations* deviations) {
  strict_.reset();
  ends_.clear();
  scanned_ = 0;
  one_read_ = false;
  if (deviations == nullptr) return;
  if (deviations->hit(kDataEndLfLf)) ends_.emplace_back("\n.\n");
  if (deviations->hit(kDataEndLfCrlf)) ends_.emplace_back("\n.\r\n");
  if (deviations->hit(kDataEndCrlfLf)) ends_.emplace_back("\r\n.\n");
  if (deviations->hit(kDataEndCrCr)) ends_.emplace_back("\r.\r");
  one_read_ = deviations->hit(kDataEndOnlyInOneRead);
  if (!ends_.empty() || one_read_) ends_.emplace_back(kEnd);
}

Frame MessageFramer::feed(std::string_view buffered) {
  return ends_.empty() ? strict_.feed(buffered) : feed_lax(buffered);
}

Frame MessageFramer::feed_lax(std::string_view buffered) {
  const std::size_t begin = one_read_ ? scanned_ : 0;
  for (std::size_t at = scanned_; at < buffered.size(); ++at) {
    const std::string_view head = buffered.substr(begin, at + 1 - begin);
    const bool found =
        (begin == 0 && head == kEnd.substr(2)) ||
        std::any_of(ends_.begin(), ends_.end(), [&](std::string_view end) { return head.ends_with(end); });
    if (found) return {FrameStatus::Complete, at + 1};
  }
  scanned_ = buffered.size();
  if (buffered.size() < limit_) return {};
  const std::size_t dropped = buffered.size() - std::min(buffered.size(), kLongestEnd);
  scanned_ -= dropped;
  return {FrameStatus::TooLong, dropped};
}

}  // namespace mailrig::server::smtpd
