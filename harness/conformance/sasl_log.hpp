// SASL exchanges in records. What a client makes up for one (a nonce) can't be made up again, nor can a
// server's proof be checked without the password: how each step came out is kept, and taken from there.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/record/event.hpp"
#include "harness/sasl/sasl.hpp"

namespace mailrig::conformance {

// What one client wrote and did in one phase, and how its SASL exchanges went.
struct Ours {
  std::vector<const record::Wire*> all;
  std::size_t done = 0;    // by today's dialogue
  std::size_t passed = 0;  // in the record, as far as it is read
  [[nodiscard]] const record::Wire* next() const { return done < all.size() ? all[done] : nullptr; }
};

// `log` hears of each step, before its line is sent: "continue", "done", "failed, why"; of a client that
// is not to be had "none, why".
using SaslLog = std::function<void(const std::string& text)>;
[[nodiscard]] std::unique_ptr<sasl::Client> logged(std::unique_ptr<sasl::Client> client,
                                                   const std::string& why, SaslLog log);
// The client of then. `ours` outlives it.
[[nodiscard]] std::unique_ptr<sasl::Client> recorded(Ours& ours, std::string& why);

}  // namespace mailrig::conformance
