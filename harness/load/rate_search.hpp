// The highest rate that keeps the objectives: doubled until one is missed, then between the two.
//   RateSearch search(10, 2000);
//   while (const auto rate = search.next()) search.told(*rate, keeps_them(*rate));
#pragma once

#include <optional>
#include <string_view>

namespace mailrig::load {

class RateSearch {
 public:
  static constexpr double kWithin = 0.05;  // as near to each other the two are in the end

  RateSearch(double lowest, double highest) : lowest_(lowest), highest_(highest) {}
  [[nodiscard]] std::optional<double> next() const;  // nothing: it is found
  void told(double rate, bool kept);
  [[nodiscard]] std::optional<double> kept() const { return kept_; }      // the highest
  [[nodiscard]] std::optional<double> missed() const { return missed_; }  // the lowest above it

 private:
  double lowest_, highest_;
  std::optional<double> kept_, missed_;
};

// "10..2000"
[[nodiscard]] std::optional<RateSearch> parse_rate_search(std::string_view text);

}  // namespace mailrig::load
