// What the writers of JSON share: values of Boost.JSON from octets of any kind, and from the fold.
#pragma once

#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include "reports/run.hpp"

namespace mailrig::reports::as_json {

// What is no UTF-8 becomes U+FFFD.
[[nodiscard]] boost::json::string text(std::string_view bytes);
[[nodiscard]] boost::json::string_view key(std::string_view name);
[[nodiscard]] boost::json::object verdicts(const Counts& counts);

}  // namespace mailrig::reports::as_json
