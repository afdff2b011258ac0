#include "reports/json_values.hpp"

#include "harness/record/utf8.hpp"
#include "reports/show.hpp"

namespace mailrig::reports::as_json {

boost::json::string text(std::string_view bytes) {
  const std::string clean = record::clean_utf8(bytes);
  return boost::json::string(clean.data(), clean.size());
}

boost::json::string_view key(std::string_view name) {
  return {name.data(), name.size()};
}

boost::json::object verdicts(const Counts& counts) {
  boost::json::object object;
  for (const Verdict verdict : kVerdicts) object[key(name(verdict))] = counts.of(verdict);
  object["known"] = counts.known();
  object["total"] = counts.total();
  return object;
}

}  // namespace mailrig::reports::as_json
