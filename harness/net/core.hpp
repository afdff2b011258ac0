// A connection's inside. It is kept alive by the operations that are under way, so that the outer
// Connection may be destroyed at any time, also inside its own callbacks; after that the core
// tells nobody anything, and goes when its last operation has ended.
//
// Reading: one async_receive into a small buffer of its own, which costs two system calls a
// message (the wait and the receive; async_wait would add an epoll_ctl each); what did not fit is
// fetched with one recv() into the loop's scratch buffer.
#pragma once

#include <array>
#include <optional>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include "harness/net/compression.hpp"
#include "harness/net/loop_impl.hpp"
#include "harness/net/tls_stream.hpp"

namespace mailrig::net {

inline constexpr std::size_t kOwnBuffer = 1024;  // most replies fit
inline constexpr std::size_t kNoBudget = static_cast<std::size_t>(-1);
inline constexpr std::size_t kKeptCapacity = 16'384;   // of a drained output queue
inline constexpr std::size_t kLingerOctets = 1 << 20;  // thrown away while the peer finds our FIN
inline constexpr std::chrono::seconds kLingerTime{2};  // from close() until the socket is gone

class Core final : public boost::intrusive_ref_counter<Core, boost::thread_unsafe_counter> {
 public:
  using Ptr = boost::intrusive_ptr<Core>;

  Core(Loop::Impl& loop, Handler* handler, std::size_t write_limit);
  ~Core();

  // Ways to begin.
  void connect(const ConnectOptions& options);
  void adopt(Socket socket, std::shared_ptr<TlsContext> tls);

  // What a Connection can be asked.
  void write(std::string_view bytes);
  void start_tls(std::shared_ptr<TlsContext> context);
  void compress(std::string_view received, DeflateForm form);
  void half_close();
  void close();
  void reset();
  void pause_reading(bool paused);
  void read_some(std::size_t octets);
  void set_handler(Handler* handler) { handler_ = handler; }
  void abandon();  // the Connection is gone
  [[nodiscard]] std::size_t unsent() const { return out_.size() - taken_ + early_.size(); }
  [[nodiscard]] bool secure() const { return tls_ && tls_->handshaken(); }
  [[nodiscard]] const TlsInfo& tls() const;
  [[nodiscard]] std::string address(bool remote) const;
  [[nodiscard]] std::size_t octets() const;

 private:
  friend struct Connecting;
  enum class State : std::uint8_t {
    Connecting,
    Open,
    Closing,  // close() was called, or the peer is gone: what is left is sent, nothing is delivered
    Closed,
  };
  struct Dialling;  // what is needed until connected

  // connecting (connecting.cpp)
  void resolved(const ErrorCode& error, const asio::ip::tcp::resolver::results_type& found);
  void dial();
  void dialled(const ErrorCode& error);
  void opened();
  void start_deadline(std::chrono::milliseconds time);
  void begin_tls(std::shared_ptr<TlsContext> context, bool implicit);

  // reading (reading.cpp)
  void read();
  void on_read(const ErrorCode& error, std::size_t size);
  void take(const ErrorCode& error, std::size_t from, std::size_t size);
  void hold(const ErrorCode& error, std::size_t from, std::size_t size);
  void go_on_reading();
  [[nodiscard]] bool held_up() const { return paused_ || budget_ == 0; }
  [[nodiscard]] bool stopped() const { return held_up() || (compression_ && compression_->waits); }
  void take_rest();
  void deliver(std::string_view bytes);
  void decrypt(std::string_view bytes);
  void on_handshaken();
  void take_plain(std::string_view bytes);
  void read_ended(const ErrorCode& error);

  // inflating (compressing.cpp)
  void inflate(std::string_view bytes);
  void inflate_some();
  void inflate_later();
  void inflate_on();

  // writing (writing.cpp)
  void send(std::string_view bytes);
  void send_cipher();
  void pass_down(std::string_view bytes);
  void encrypt(std::string_view bytes);
  void flush_early();
  void wait_writable();
  void on_writable(const ErrorCode& error);
  void queue_empty();
  void write_failed(int error);

  // ending (ending.cpp)
  void end(const Closing& closing);  // from the loop
  void end_soon(Closing closing);    // from a call of the user's
  void tell(const Closing& closing);
  void finish_close();
  void shut_write();
  void linger();
  void drop();

  template <class Work>
  void later(Work work);

  Loop::Impl& loop_;
  Handler* handler_;
  Socket socket_;
  State state_ = State::Connecting;
  bool accepted_ = false;
  bool reading_ = false;           // an async_receive is under way
  bool waiting_writable_ = false;  // an async_wait is under way
  bool paused_ = false;
  bool implicit_ = false;     // connected() follows the handshake
  bool half_closed_ = false;  // our FIN is asked for
  bool write_failed_ = false;
  bool peer_reset_ = false;     // a send saw it first; recv() then shows an end only
  bool end_told_ = false;       // closed() is on its way or was called
  bool lingering_ = false;      // our FIN is out, the peer's is awaited
  bool waiting_close_ = false;  // close() waits for the queue
  std::size_t write_limit_;
  std::size_t taken_ = 0;        // octets of out_ that the kernel has
  std::size_t thrown_away_ = 0;  // while lingering
  std::string out_;              // octets for the kernel
  std::string early_;            // octets to write once the connection (or its TLS) is there
  std::unique_ptr<TlsStream> tls_;
  std::unique_ptr<Compression> compression_;
  std::unique_ptr<Dialling> dialling_;
  std::optional<SteadyTimer> deadline_;  // connecting; lingering
  std::size_t budget_ = kNoBudget;       // octets still to be read, then reading pauses
  // Held back while reading is paused.
  bool held_ = false;
  ErrorCode held_error_;
  std::size_t held_from_ = 0, held_size_ = 0;
  std::array<char, kOwnBuffer> own_;
};

}  // namespace mailrig::net
