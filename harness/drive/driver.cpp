#include "harness/drive/driver.hpp"

#include "harness/drive/notes.hpp"

namespace mailrig::drive {

using play::Do;

// One client's connection.
struct Driver::Link final : net::Handler {
  Link(Driver& owner, ClientIndex index) : driver(owner), client(index) {}
  void connected() override { driver.told_connected(client); }
  void received(std::string_view bytes) override { driver.told_received(client, bytes); }
  void secured() override { driver.told_secured(client); }
  void closed(const net::Closing& closing) override { driver.told_closed(client, closing); }

  Driver& driver;
  ClientIndex client;
  std::unique_ptr<net::Connection> connection;
  std::unique_ptr<net::Timer> pace;  // of reading in portions
  bool open = false;
};

namespace {

std::string described(const net::Connection& connection) {
  return connection.tls().version + " " + connection.tls().cipher;
}

// TLS 1.3 has tls-exporter alone (RFC 9266 3); before, tls-unique is what SCRAM means by default (RFC
// 5802 6.1).
sasl::ChannelBinding binding_of(const net::TlsInfo& tls) {
  if (tls.channel_binding_unique.empty()) return {"tls-exporter", tls.channel_binding_exporter};
  return {"tls-unique", tls.channel_binding_unique};
}

const scenario::Handshake* handshake_of(const scenario::Action& action) {
  if (const auto* connect = std::get_if<scenario::Connect>(&action)) return &connect->tls;
  const auto* start = std::get_if<scenario::StartTls>(&action);
  return start == nullptr ? nullptr : &start->tls;
}

}  // namespace

std::optional<net::Endpoint> Address::door(scenario::TlsStart start) const {
  if (start == scenario::TlsStart::Default) return endpoint;
  const bool want_implicit = start == scenario::TlsStart::Implicit;
  if (want_implicit == (tls == net::TlsMode::Implicit)) return endpoint;
  return want_implicit ? implicit : clear;
}

std::shared_ptr<net::TlsContext> Target::tls_for(const scenario::TlsChoice& choice,
                                                 const std::string& host) const {
  const net::TlsWish wish{std::string(scenario::name(choice.version)), choice.verified};
  return wish == net::TlsWish{} || !tls_clients ? tls : tls_clients->get(wish, host);
}

std::string why_no_tls(const Target& target, const scenario::Program& program) {
  for (const auto* steps : {&program.setup, &program.body, &program.cleanup}) {
    for (const scenario::Step& step : *steps) {
      const scenario::Handshake* const tls = handshake_of(step.action);
      if (tls == nullptr) continue;
      try {
        const auto& address = target.at(program.clients[step.client].service);
        (void)target.tls_for(tls->choice, address.endpoint.host);
      } catch (const std::runtime_error& error) {
        return error.what();
      }
    }
  }
  return {};
}

Driver::Driver(net::Loop& loop, const Target& target, const scenario::Program& program, play::Player& player,
               Shell& shell)
    : loop_(loop), target_(target), program_(program), player_(player), shell_(shell), timer_(loop.timer()) {
  links_.reserve(program.clients.size());
  for (ClientIndex i = 0; i < program.clients.size(); ++i) links_.push_back(std::make_unique<Link>(*this, i));
}

Driver::~Driver() = default;

void Driver::play(Phase phase) {
  playing_ = true;
  now_ = loop_.now();
  if (phase == Phase::Cleanup) {
    for (ClientIndex i = 0; i < links_.size(); ++i) pace(i, 0, {});
  }
  note(0, Note::Phase, {});
  player_.begin(phase, now_);
  pump();
}

void Driver::interrupt() {
  playing_ = false;
  timer_->disarm();
}

void Driver::abandon() {
  playing_ = false;
  timer_->disarm();
  for (auto& link : links_) link->connection.reset();
  for (auto& link : links_) link->open = false;
  open_ = 0;
}

template <typename Work>
void Driver::guarded(Work work) {
  try {
    work();
  } catch (const std::exception& mistake) {
    playing_ = pumping_ = false;
    timer_->disarm();
    shell_.broke(mistake);
  }
}

// Asks the player until it wants to wait.
void Driver::pump() {
  if (pumping_ || !playing_) return;
  until_ = net::Time::max();
  guarded([this] {
    pumping_ = true;
    over_ = false;
    while (playing_ && carry_out(player_.next(now_))) {
    }
    pumping_ = false;
    if (over_) finish();
  });
}

// False: that was the last for now.
bool Driver::carry_out(const Do& todo) {
  if (todo.what == Do::What::Wait) {
    wait(todo.until);
    return false;
  }
  if (todo.what == Do::What::Finished) {
    playing_ = false;
    over_ = true;
    return false;
  }
  if (todo.what == Do::What::Connect) {
    connect(todo);
    return true;
  }
  net::Connection* connection = links_[todo.client]->connection.get();
  if (connection == nullptr) return true;  // it has ended, and the player was told
  if (todo.what != Do::What::Write) note(todo.client, Note::Did, act_of(todo));
  switch (todo.what) {
    case Do::What::Write:
      traffic_.bytes_sent += todo.bytes.size();
      shell_.sent(todo.client, todo.bytes, todo.sasl);
      connection->write(todo.bytes);
      break;
    case Do::What::StartTls:
      connection->start_tls(target_.tls_for(todo.tls, host_of(todo.client)));
      break;
    case Do::What::Compress:
      connection->compress(todo.bytes);
      break;
    case Do::What::Close:
      connection->close();
      break;
    case Do::What::HalfClose:
      connection->half_close();
      break;
    case Do::What::Reset:
      connection->reset();
      break;
    case Do::What::PauseReading:
      links_[todo.client]->pace.reset();
      connection->pause_reading(true);
      break;
    case Do::What::ResumeReading:
    case Do::What::PaceReading:
      pace(todo.client, todo.octets, todo.every);
      break;
    default:
      break;
  }
  return true;
}

// In portions of `octets`, one at once and one after each `every`; 0: as it comes.
void Driver::pace(ClientIndex client, std::uint32_t octets, std::chrono::milliseconds every) {
  Link& link = *links_[client];
  if (octets == 0) {
    link.pace.reset();
    if (link.connection) link.connection->pause_reading(false);
    return;
  }
  if (!link.connection) return;
  link.connection->read_some(octets);
  if (!link.pace) link.pace = loop_.timer();
  link.pace->arm(loop_.now() + every, [this, client, octets, every] { pace(client, octets, every); });
}

std::string Driver::host_of(ClientIndex client) const {
  const scenario::Client& facts = program_.clients[client];
  const Address& address = target_.at(facts.service);
  return address.door(facts.tls).value_or(address.endpoint).host;
}

void Driver::connect(const Do& todo) {
  const ClientIndex client = todo.client;
  Link& link = *links_[client];
  const scenario::Client& facts = program_.clients[client];
  const Address& address = target_.at(facts.service);
  net::ConnectOptions options;
  options.endpoint = address.door(facts.tls).value_or(address.endpoint);
  options.timeout = target_.connect_timeout;
  if (address.implicit_tls(facts.tls)) options.tls = target_.tls_for(todo.tls, options.endpoint.host);
  if (!target_.source_addresses.empty()) {
    options.source_address = target_.source_addresses[client % target_.source_addresses.size()];
  }
  if (link.open) --open_;
  link.open = false;
  link.pace.reset();
  ++traffic_.connections;
  link.connection = loop_.connect(options, link);
}

void Driver::wait(play::Time until) {
  until_ = until;
  if (until == play::Time::max()) {
    timer_->disarm();
  } else {
    timer_->arm(until, [this] { time_came(); });
  }
}

void Driver::time_came() {
  now_ = loop_.now();
  note(0, Note::Timer, {});
  pump();
}

void Driver::note(ClientIndex client, Note note, const std::string& text) {
  if (shell_.wants_notes()) shell_.noted(client, note, text);
}

void Driver::finish() {
  timer_->disarm();
  shell_.finished();
}

void Driver::event_came() {
  now_ = loop_.now();
  if (playing_ && now_ >= until_) note(0, Note::Overdue, {});
}

void Driver::told_connected(ClientIndex client) {
  Link& link = *links_[client];
  event_came();
  link.open = true;
  ++open_;
  if (shell_.wants_notes()) {
    std::string text = link.connection->remote_address();
    if (link.connection->secure()) text += ", " + described(*link.connection);
    shell_.noted(client, Note::Connected, text);
  }
  guarded([&] {
    tell_channel(client);
    player_.connected(client, now_);
  });
  pump();
}

void Driver::told_secured(ClientIndex client) {
  event_came();
  if (shell_.wants_notes()) shell_.noted(client, Note::Secured, described(*links_[client]->connection));
  guarded([&] {
    tell_channel(client);
    player_.secured(client, now_);
  });
  pump();
}

void Driver::tell_channel(ClientIndex client) {
  const net::Connection& connection = *links_[client]->connection;
  if (program_.binds_channel && connection.secure()) player_.channel(client, binding_of(connection.tls()));
}

void Driver::told_received(ClientIndex client, std::string_view bytes) {
  event_came();
  traffic_.bytes_received += bytes.size();
  guarded([&] {
    shell_.received(client, bytes);
    player_.received(client, bytes, now_);
  });
  pump();
}

void Driver::told_closed(ClientIndex client, const net::Closing& closing) {
  Link& link = *links_[client];
  event_came();
  if (link.open) --open_;
  link.open = false;
  link.connection.reset();
  link.pace.reset();
  if (shell_.wants_notes()) shell_.noted(client, Note::Closed, text_of(closing));
  guarded([&] { player_.closed(client, ended(closing.ending), closing.detail, now_, closing.alert); });
  pump();
}

}  // namespace mailrig::drive
