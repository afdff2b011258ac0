// Address lists, dates and encoded words out of any octets.
#include <cstdint>
#include <cstdlib>

#include "harness/mail/message.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailrig::mail;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  int open_groups = 0;
  for (const Address& address : parse_address_list(text)) {
    if (address.host) continue;
    open_groups += address.mailbox ? 1 : -1;
    if (open_groups < 0 || open_groups > 1) std::abort();
  }
  if (open_groups != 0) std::abort();
  if (const auto date = parse_rfc5322_date(text)) {
    if (date->year >= 1 && !parse_rfc5322_date(rfc5322_date(date->unix_seconds))) std::abort();
  }
  if (const auto date = parse_internal_date(text))
    (void)internal_date(date->unix_seconds, date->zone_minutes);
  (void)decode_words(text);
  return 0;
}
