#include "reference-server/deviation/compress.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kCompressInTheClear,    &kCompressOkToo, &kCompressZlibHeader,
                            &kCompressNotFlushed,    &kCompressCase,  &kCompressUnknownOk,
                            &kCompressThoughRefused, &kCompressTwice, &kCompressActiveNoCode};

}  // namespace

std::span<const Deviation* const> compress_deviations() {
  return kTable;
}

}  // namespace mailrig::server
