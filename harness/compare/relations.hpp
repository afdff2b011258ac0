// Values that each server chooses for itself, paired as they are met: from then on the one stands for the
// other, both ways, within its scope.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace mailrig::compare {

class Relations {
 public:
  enum class Match : std::uint8_t {
    Fits,       // new on both sides, or paired before
    OnlyASaid,  // a says the same as once before, b does not
    OnlyBSaid,
    Swapped,  // both were met before, and not together
    Order     // new on both sides, and not in the same order among those of its scope
  };

  Match pair(std::string_view scope, std::string_view a, std::string_view b);
  // As pair(), and greater values of a stand for greater values of b.
  Match pair_in_order(std::string_view scope, std::uint64_t a, std::uint64_t b);

 private:
  template <typename T>
  struct Pairs {
    std::map<T, T> forth, back;
    // Fits if there is no such pair yet and may be one.
    [[nodiscard]] Match look(const T& a, const T& b, bool& is_new) const;
    void add(const T& a, const T& b) {
      forth.emplace(a, b);
      back.emplace(b, a);
    }
  };
  std::map<std::string, Pairs<std::string>, std::less<>> words_;
  std::map<std::string, Pairs<std::uint64_t>, std::less<>> numbers_;
};

}  // namespace mailrig::compare
