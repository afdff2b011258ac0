#include "harness/compare/difference.hpp"

namespace mailrig::compare {

std::string Difference::line() const {
  std::string text = protocol + " " + verb + ": ";
  if (!unit.empty()) text += unit + ": ";
  if (!path.empty()) text += path + ": ";
  return text + a.value_or("-") + " | " + b.value_or("-");
}

}  // namespace mailrig::compare
