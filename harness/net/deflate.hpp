// Raw DEFLATE (RFC 1951) both ways, as IMAP's COMPRESS puts it between the talk and TLS (RFC 4978 3): no
// zlib header, no checksum, one stream each way for as long as the connection lasts. Pure: octets in,
// octets out.
//
//   deflater.append(talk, out);            // ends with a flush: the peer can read all of it now
//   inflater.feed(received);
//   for (;;) switch (inflater.step(scratch)) { … Idle: all that was fed has been used up }
//
// A few octets can inflate to a thousand times as many (RFC 4978 6): no step gives more than its scratch
// holds, and whoever steps can stop at any time and go on later with what rest() says is left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mailrig::net {

// What we compress with. An IMAP server keeps thousands of connections that are idle: a window of 4 KiB
// remembers some dozens of responses, and costs 32 KiB a connection where zlib's defaults take 256. Level 1
// takes IMAP's talk to a third already (RFC 4978 4).
inline constexpr int kDeflateWindowBits = 12;
inline constexpr int kDeflateMemoryLevel = 5;
inline constexpr int kDeflateLevel = 1;
inline constexpr int kInflateWindowBits = 15;  // the peer chooses its window: the largest there is
// What zlib holds for the two, about: (1 << (bits + 2)) + (1 << (level + 9)), 32 KiB of window, its states.
inline constexpr std::size_t kDeflateOctets = (1U << (kDeflateWindowBits + 2)) +
                                              (1U << (kDeflateMemoryLevel + 9)) + (1U << kInflateWindowBits) +
                                              16 * 1024;

struct ZlibState;

enum class DeflateForm : std::uint8_t {
  Raw,   // what RFC 4978 4 asks for
  Zlib,  // with RFC 1950's header before the first octets: a wrong turn that a peer must tell
};

class Deflater {
 public:
  explicit Deflater(DeflateForm form = DeflateForm::Raw);
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater();

  // With Z_SYNC_FLUSH: nothing of it waits for what comes next.
  void append(std::string_view bytes, std::string& out);

 private:
  std::unique_ptr<ZlibState> state_;
};

class Inflater {
 public:
  enum class Step : std::uint8_t {
    Idle,    // wants more input
    Data,    // see data(): never empty
    Failed,  // see failure(); nothing comes any more
  };

  Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater();

  // Stays valid until a step says Idle, or as long as rest() is asked for.
  void feed(std::string_view bytes) { in_ = bytes; }
  [[nodiscard]] Step step(std::span<char> scratch);
  [[nodiscard]] std::string_view data() const { return data_; }
  [[nodiscard]] std::string_view rest() const { return in_; }  // fed and not yet used
  // The last step filled its scratch: more may come out without anything more going in.
  [[nodiscard]] bool owes() const { return owes_; }
  [[nodiscard]] const std::string& failure() const { return failure_; }  // one line for people

 private:
  Step fail(std::string why);

  std::unique_ptr<ZlibState> state_;
  std::string_view in_, data_;
  bool owes_ = false, ended_ = false, failed_ = false;
  std::string failure_;
};

}  // namespace mailrig::net
