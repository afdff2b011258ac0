// Limits of parse_address_list(); its contract is in message.hpp.
#pragma once

#include <cstddef>

namespace mailrig::mail {

// More addresses than this in one field are left out.
inline constexpr std::size_t kAddressLimit = 10'000;

}  // namespace mailrig::mail
