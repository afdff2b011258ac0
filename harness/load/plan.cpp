#include "harness/load/plan.hpp"

#include <algorithm>
#include <numeric>

namespace mailrig::load {

std::size_t choose(const std::vector<double>& shares, double unit) {
  double left = unit * std::accumulate(shares.begin(), shares.end(), 0.0);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (left < shares[i]) return i;
    left -= shares[i];
  }
  return shares.empty() ? 0 : shares.size() - 1;
}

// Each session goes to whoever is furthest behind its share.
std::vector<std::uint32_t> deal(const std::vector<double>& shares, std::uint32_t count) {
  std::vector<std::uint32_t> dealt;
  std::vector<double> had(shares.size(), 0);
  for (std::uint32_t i = 0; i < count && !shares.empty(); ++i) {
    std::size_t next = 0;
    for (std::size_t s = 1; s < shares.size(); ++s) {
      if ((had[s] + 1) / shares[s] < (had[next] + 1) / shares[next]) next = s;
    }
    ++had[next];
    dealt.push_back(static_cast<std::uint32_t>(next));
  }
  return dealt;
}

std::vector<double> shares_of(const std::vector<Script>& scripts) {
  std::vector<double> shares;
  for (const Script& script : scripts) shares.push_back(script.share);
  return shares;
}

}  // namespace mailrig::load
