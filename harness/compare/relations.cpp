#include "harness/compare/relations.hpp"

#include <iterator>

namespace mailrig::compare {

template <typename T>
Relations::Match Relations::Pairs<T>::look(const T& a, const T& b, bool& is_new) const {
  const auto known_a = forth.find(a);
  const auto known_b = back.find(b);
  is_new = known_a == forth.end() && known_b == back.end();
  if (is_new) return Match::Fits;
  if (known_a != forth.end() && known_a->second == b) return Match::Fits;
  if (known_a != forth.end() && known_b != back.end()) return Match::Swapped;
  return known_a != forth.end() ? Match::OnlyASaid : Match::OnlyBSaid;
}

Relations::Match Relations::pair(std::string_view scope, std::string_view a, std::string_view b) {
  Pairs<std::string>& pairs = words_[std::string(scope)];
  bool is_new = false;
  const Match match = pairs.look(std::string(a), std::string(b), is_new);
  if (is_new) pairs.add(std::string(a), std::string(b));
  return match;
}

Relations::Match Relations::pair_in_order(std::string_view scope, std::uint64_t a, std::uint64_t b) {
  Pairs<std::uint64_t>& pairs = numbers_[std::string(scope)];
  bool is_new = false;
  const Match match = pairs.look(a, b, is_new);
  if (!is_new) return match;
  const auto above = pairs.forth.upper_bound(a);
  const bool below_fits = above == pairs.forth.begin() || std::prev(above)->second < b;
  const bool above_fits = above == pairs.forth.end() || above->second > b;
  pairs.add(a, b);
  return below_fits && above_fits ? Match::Fits : Match::Order;
}

}  // namespace mailrig::compare
