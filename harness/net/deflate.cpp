#include "harness/net/deflate.hpp"

#include <array>
#include <new>
#include <utility>

#define ZLIB_CONST  // what goes in is not changed
#include <zlib.h>

namespace mailrig::net {

struct ZlibState {
  z_stream stream{};
};

namespace {

constexpr std::size_t kOutputStep = 4096;

void set_input(z_stream& stream, std::string_view bytes) {
  stream.next_in = reinterpret_cast<const Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
}

}  // namespace

Deflater::Deflater(DeflateForm form) : state_(std::make_unique<ZlibState>()) {
  // Negative: raw, without a header.
  const int window_bits = form == DeflateForm::Raw ? -kDeflateWindowBits : kDeflateWindowBits;
  if (deflateInit2(&state_->stream, kDeflateLevel, Z_DEFLATED, window_bits, kDeflateMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
}

Deflater::~Deflater() {
  deflateEnd(&state_->stream);
}

void Deflater::append(std::string_view bytes, std::string& out) {
  if (bytes.empty()) return;
  z_stream& stream = state_->stream;
  set_input(stream, bytes);
  std::array<char, kOutputStep> made;
  do {
    stream.next_out = reinterpret_cast<Bytef*>(made.data());
    stream.avail_out = static_cast<uInt>(made.size());
    (void)deflate(&stream, Z_SYNC_FLUSH);  // no error is left: there is output space, and the state is ours
    out.append(made.data(), made.size() - stream.avail_out);
  } while (stream.avail_out == 0);
}

Inflater::Inflater() : state_(std::make_unique<ZlibState>()) {
  if (inflateInit2(&state_->stream, -kInflateWindowBits) != Z_OK) throw std::bad_alloc();
}

Inflater::~Inflater() {
  inflateEnd(&state_->stream);
}

Inflater::Step Inflater::step(std::span<char> scratch) {
  if (failed_ || (in_.empty() && !owes_)) return Step::Idle;
  if (ended_) return fail("octets behind the end of the deflate stream");
  z_stream& stream = state_->stream;
  set_input(stream, in_);
  stream.next_out = reinterpret_cast<Bytef*>(scratch.data());
  stream.avail_out = static_cast<uInt>(scratch.size());
  const int result = inflate(&stream, Z_SYNC_FLUSH);
  in_.remove_prefix(in_.size() - stream.avail_in);
  data_ = {scratch.data(), scratch.size() - stream.avail_out};
  ended_ = result == Z_STREAM_END;
  if (result == Z_MEM_ERROR) throw std::bad_alloc();
  const bool wrong = result != Z_OK && result != Z_BUF_ERROR && !ended_;
  owes_ = wrong || (stream.avail_out == 0 && !ended_);
  if (!data_.empty()) return Step::Data;  // what was right before what is wrong: zlib says so again
  if (wrong) return fail(stream.msg != nullptr ? stream.msg : "no deflate stream");
  return ended_ && !in_.empty() ? step(scratch) : Step::Idle;
}

Inflater::Step Inflater::fail(std::string why) {
  failed_ = true;
  owes_ = false;
  in_ = {};
  failure_ = std::move(why);
  return Step::Failed;
}

}  // namespace mailrig::net
