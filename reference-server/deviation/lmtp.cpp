#include "reference-server/deviation/lmtp.hpp"

#include <array>

namespace mailrig::server {
namespace {

using namespace lmtpd;

constexpr std::array kTable{
    &kHelloTaken,   &kHelloNoPipelining,   &kHelloNoEnhanced,     &kHelloNo8bitmime, &kDataWithoutRcpt554,
    &kDataOneReply, &kDataReplyPerMailbox, &kDataReplyForRefused, &kDataSecondLost,  &kDataCountsOn};

}  // namespace

std::span<const Deviation* const> lmtp_deviations() {
  return kTable;
}

}  // namespace mailrig::server
