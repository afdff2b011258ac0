#include "harness/net/http.hpp"

#include <optional>
#include <unordered_map>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>

namespace mailrig::net {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using Parser = http::request_parser<http::string_body>;
using beast::error_code;

std::string text(beast::string_view view) {
  return {view.data(), view.size()};
}

std::string render(HttpResponse&& from, bool keep_alive) {
  http::response<http::string_body> response(http::int_to_status(from.status), 11);
  response.set(http::field::content_type, from.type);
  response.set(http::field::cache_control, "no-store");
  if (!from.allow.empty()) response.set(http::field::allow, from.allow);
  response.keep_alive(keep_alive);
  response.body() = std::move(from.body);
  response.prepare_payload();
  http::serializer<false, http::string_body> serializer(response);
  std::string out;
  error_code error;
  while (!serializer.is_done() && !error) {
    serializer.next(error, [&](error_code& none, const auto& buffers) {
      none = {};
      out += beast::buffers_to_string(buffers);
      serializer.consume(beast::buffer_bytes(buffers));
    });
  }
  return out;
}

unsigned status_of(const error_code& error) {
  if (error == http::error::header_limit) return 431;
  return error == http::error::body_limit ? 413 : 400;
}

}  // namespace

struct HttpServer::Impl {
  // One connection: requests one after another.
  class Exchange final : public Handler {
   public:
    Exchange(Impl& all, std::unique_ptr<Connection> connection)
        : all_(all), connection_(std::move(connection)), timer_(all.loop.timer()) {
      connection_->set_handler(*this);
      begin();
    }
    void received(std::string_view bytes) override {
      if (ending_) return;
      buffer_ += bytes;
      while (!buffer_.empty() && !ending_ && take()) {
      }
    }
    void closed(const Closing&) override { all_.exchanges.erase(this); }  // destroys this

   private:
    void begin() {
      parser_.emplace();
      parser_->header_limit(static_cast<std::uint32_t>(all_.limits.header));
      parser_->body_limit(all_.limits.body);
      parser_->eager(true);
      timer_->arm(all_.loop.now() + all_.limits.time, [this] { end(); });
    }
    // False: more has to come.
    bool take() {
      error_code error;
      const std::size_t used = parser_->put(boost::asio::buffer(buffer_), error);
      buffer_.erase(0, used);
      if (error == http::error::need_more) return false;
      if (error) {
        connection_->write(render({status_of(error), error.message() + "\n", "text/plain"}, false));
        end();
      } else if (parser_->is_done()) {
        answer();
      }
      return true;
    }
    void answer() {
      Parser::value_type& request = parser_->get();
      const bool keep = request.keep_alive();
      connection_->write(
          render(all_.handler({text(request.method_string()), text(request.target()),
                               text(request[http::field::authorization]), std::move(request.body())}),
                 keep));
      keep ? begin() : end();
    }
    void end() {
      ending_ = true;
      timer_->disarm();
      connection_->close();
    }

    Impl& all_;
    std::unique_ptr<Connection> connection_;
    std::unique_ptr<Timer> timer_;
    std::optional<Parser> parser_;
    std::string buffer_;
    bool ending_ = false;
  };

  Impl(Loop& the_loop, HttpHandler the_handler, HttpLimits the_limits)
      : loop(the_loop), handler(std::move(the_handler)), limits(the_limits) {}
  void accept(std::unique_ptr<Connection> connection) {
    if (exchanges.size() >= limits.connections) return;  // which closes it
    auto exchange = std::make_unique<Exchange>(*this, std::move(connection));
    Exchange* const key = exchange.get();
    exchanges.emplace(key, std::move(exchange));
  }

  Loop& loop;
  HttpHandler handler;
  HttpLimits limits;
  std::unordered_map<Exchange*, std::unique_ptr<Exchange>> exchanges;
  std::unique_ptr<Listener> listener;
};

HttpServer::HttpServer(Loop& loop, const Endpoint& endpoint, HttpHandler handler, HttpLimits limits)
    : impl_(std::make_unique<Impl>(loop, std::move(handler), limits)) {
  impl_->listener = loop.listen(
      endpoint, nullptr,
      [impl = impl_.get()](std::unique_ptr<Connection> connection) { impl->accept(std::move(connection)); });
}

HttpServer::~HttpServer() = default;

Endpoint HttpServer::endpoint() const {
  return impl_->listener->endpoint();
}

}  // namespace mailrig::net
