// A connection that asks one thing at a time and waits for the answer, by running the loop: for the probe.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "harness/net/loop.hpp"

namespace mailrig::conformance {

inline constexpr std::size_t kTalkLimit = 256 * 1024;  // octets of one answer

class Talk final : public net::Handler {
 public:
  Talk(net::Loop& loop, std::chrono::milliseconds timeout) : loop_(loop), timeout_(timeout) {}

  void begin(const net::Endpoint& endpoint, std::shared_ptr<net::TlsContext> tls);
  // False: not connected within the time, see detail().
  bool wait_connected();
  bool start_tls(std::shared_ptr<net::TlsContext> tls);
  // Sends a line; the answer is whole when `whole` says so of all that came. False: it did not come.
  template <typename Whole>
  bool ask(std::string_view line, Whole whole) {
    answer_.clear();
    asked_ = asked_ || !line.empty();
    if (!line.empty() && connection_) connection_->write(std::string(line) + "\r\n");
    return wait([&] { return whole(std::string_view(answer_)); });
  }
  [[nodiscard]] const std::string& answer() const { return answer_; }
  [[nodiscard]] const std::string& detail() const { return detail_; }
  [[nodiscard]] net::Ending ending() const { return ending_; }
  [[nodiscard]] bool answered() const { return answered_; }  // anything, to any question
  [[nodiscard]] bool open() const { return connected_ && !closed_; }

  void connected() override {
    connected_ = true;
    loop_.stop();
  }
  void secured() override {
    secured_ = true;
    loop_.stop();
  }
  void received(std::string_view bytes) override;
  void closed(const net::Closing& closing) override;

 private:
  // Runs the loop until `done`, the end of the connection or of the time.
  template <typename Done>
  bool wait(Done done) {
    const net::Time until = loop_.now() + timeout_;
    while (!done() && !closed_) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - loop_.now());
      if (left.count() <= 0) return false;
      loop_.run_for(left);
    }
    return done();
  }

  net::Loop& loop_;
  std::chrono::milliseconds timeout_;
  std::unique_ptr<net::Connection> connection_;
  std::string answer_, detail_;
  net::Ending ending_ = net::Ending::Local;
  bool connected_ = false, secured_ = false, closed_ = false, asked_ = false, answered_ = false;
};

}  // namespace mailrig::conformance
