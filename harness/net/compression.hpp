// The compression layer of one connection: the streams, and what came and is not inflated yet. Inflating
// stops where reading pauses, and when one turn of the loop gave kInflateTurn octets: what is kept then is
// the compressed form, no more than was read from the socket in one go, and nothing more is read meanwhile.
#pragma once

#include <string>

#include "harness/net/deflate.hpp"

namespace mailrig::net {

struct Compression {
  explicit Compression(DeflateForm form) : deflater(form) {}

  Deflater deflater;
  Inflater inflater;
  std::string kept;     // compressed octets that wait
  bool waits = false;   // there are some, or the inflater owes some
  bool posted = false;  // going on with them is posted

  [[nodiscard]] std::size_t octets() const { return sizeof(*this) + kDeflateOctets + kept.capacity(); }
};

}  // namespace mailrig::net
