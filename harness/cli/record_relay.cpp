#include "harness/cli/record_relay.hpp"

#include <utility>

#include <fmt/core.h>

namespace mailrig::cli {

using transcribe::Piece;

class Relay::Side final : public net::Handler {
 public:
  Side(Relay& relay, bool client) : relay_(relay), client_(client) {}

  void connected() override { relay_.reached_ = relay_.reached_ || !client_; }
  void received(std::string_view bytes) override {
    if (client_) return relay_.from_client(bytes);
    relay_.reached_ = true;
    relay_.from_server(bytes);
  }
  void drained() override {
    if (Side& other = client_ ? *relay_.server_ : *relay_.client_; !other.gone)
      other.connection->pause_reading(false);
  }
  void closed(const net::Closing& closing) override { relay_.closed(*this, closing); }

  [[nodiscard]] bool is_client() const { return client_; }
  std::unique_ptr<net::Connection> connection;
  bool gone = false;

 private:
  Relay& relay_;
  bool client_;
};

Relay::Relay(const RelayContext& context, const Door& door, std::unique_ptr<net::Connection> client,
             std::function<void(Relay&)> ended)
    : context_(context),
      upgrade_(door.protocol),
      client_(std::make_unique<Side>(*this, true)),
      server_(std::make_unique<Side>(*this, false)),
      ended_(std::move(ended)) {
  session_.service = door.service;
  session_.protocol = door.protocol;
  session_.implicit_tls = door.implicit_tls;
  client_->connection = std::move(client);
  client_->connection->set_handler(*client_);
  net::ConnectOptions options;
  options.endpoint = door.to;
  if (door.implicit_tls) options.tls = context_.as_client;
  server_->connection = context_.loop.connect(options, *server_);
}

Relay::~Relay() = default;

void Relay::keep(Piece::Kind kind, std::string_view bytes) {
  if (session_.cut) return;
  kept_ += bytes.size();
  session_.cut = kept_ > transcribe::kSessionLimit;
  if (session_.cut) return;
  const bool talk = kind == Piece::Kind::Client || kind == Piece::Kind::Server;
  if (talk && !session_.pieces.empty() && session_.pieces.back().kind == kind) {
    session_.pieces.back().bytes += bytes;
  } else {
    session_.pieces.push_back({kind, std::string(bytes)});
  }
}

void Relay::forward(std::string_view bytes, Side& from, Side& to) {
  if (to.gone) return;
  to.connection->write(bytes);
  if (to.connection->unsent() > kUnsentLimit) from.connection->pause_reading(true);
}

void Relay::from_client(std::string_view bytes) {
  keep(Piece::Kind::Client, bytes);
  upgrade_.client(bytes);
  forward(bytes, *client_, *server_);
}

void Relay::from_server(std::string_view bytes) {
  using To = transcribe::Upgrade::To;
  const To agreed = upgrade_.server(bytes);
  if (agreed == To::Compression) return compress(bytes);
  keep(Piece::Kind::Server, bytes);
  forward(bytes, *server_, *client_);
  if (agreed == To::Nothing || client_->gone) return;
  keep(Piece::Kind::Secured, {});
  server_->connection->start_tls(context_.as_client);
  client_->connection->start_tls(context_.as_server);
}

// Each side is compressed for itself, with us between: what is kept is the talk.
void Relay::compress(std::string_view bytes) {
  const std::string_view clear = bytes.substr(0, bytes.size() - upgrade_.behind());
  keep(Piece::Kind::Server, clear);
  forward(clear, *server_, *client_);
  keep(Piece::Kind::Compressed, {});
  server_->connection->compress(bytes.substr(clear.size()));
  if (!client_->gone) client_->connection->compress({});
}

void Relay::closed(Side& side, const net::Closing& closing) {
  side.gone = true;
  if (!side.is_client() && !reached_ && closing.ending != net::Ending::Local) {
    unreachable_ =
        fmt::format("{}{}{}", net::name(closing.ending), closing.detail.empty() ? "" : ": ", closing.detail);
  }
  if (closing.ending != net::Ending::Local)
    keep(side.is_client() ? Piece::Kind::ClientClosed : Piece::Kind::ServerClosed, {});
  if (Side& other = side.is_client() ? *server_ : *client_; !other.gone) return other.connection->close();
  if (!std::exchange(over_, true)) ended_(*this);
}

void Relay::close() {
  if (!client_->gone) client_->connection->close();
  if (!server_->gone) server_->connection->close();
}

}  // namespace mailrig::cli
