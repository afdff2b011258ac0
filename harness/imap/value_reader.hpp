// Reads the data of a response into a tape, leniently: atoms, numbers, strings, literals, lists.
// Without recursion, in linear time; what is wrong is named and gone on from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "harness/imap/response.hpp"

namespace mailrig::imap {

inline constexpr std::size_t kNodeLimit = 2'000'000;  // ours: nodes of one response

class ValueReader {
 public:
  enum class Until : std::uint8_t { End, Bracket };

  // Reads [position, end) of `unit`.
  ValueReader(std::string_view unit, std::size_t position, std::size_t end, bool utf8, Response& response)
      : unit_(unit),
        position_(position),
        end_(end),
        utf8_(utf8),
        tape_(response.tape),
        flaws_(response.flaws) {}

  // Values up to the end, or up to a "]" that is in no list and no string. Returns where it stopped: at
  // the "]" or at the end.
  std::size_t read(Until until);

 private:
  enum class Last : std::uint8_t { Start, Open, Space, Value, Close };

  void step(char octet);
  void space();
  void open();
  void close();
  void close_all();
  void read_quoted();
  void read_quoted_with_escapes(std::size_t begin);
  void add_quoted(std::size_t begin, std::string_view text);
  bool read_literal(std::size_t brace, NodeKind kind);
  void read_atom();
  void skip_section();
  void stray();
  [[nodiscard]] bool atom_ends(char octet) const;
  void begin_value();
  Node& add(NodeKind kind, std::size_t offset, std::string_view text);
  void add_atom(std::size_t begin);
  void check_octet(char octet);

  std::string_view unit_;
  std::size_t position_;
  std::size_t end_;
  bool utf8_;
  Tape& tape_;
  wire::Flaws& flaws_;
  bool bracket_ends_ = false;
  Last last_ = Last::Start;
  std::array<std::uint32_t, kNestingLimit> open_{};  // indices of the lists we are in
  std::size_t depth_ = 0;
  std::size_t flattened_ = 0;  // parentheses open beyond kNestingLimit
};

}  // namespace mailrig::imap
