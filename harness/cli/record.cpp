#include "harness/cli/record.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <list>
#include <map>

#include <fmt/core.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/record_options.hpp"
#include "harness/cli/record_relay.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/transcribe/transcribe.hpp"

namespace mailrig::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kConnectionsAtOnce = 64;  // with kSessionLimit: what all take in memory
constexpr std::chrono::seconds kClosing{3};     // from the end asked for to the end

// Writes whole scenarios into one folder; nothing that is there is overwritten.
class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)) {
    std::error_code error;
    fs::create_directories(path_ / "corpus", error);
    if (!fs::is_directory(path_ / "corpus"))
      throw Refusal{kWrongUse, "--out: " + path_.string() + " can't be made\n"};
  }

  // Where it stands now; empty: nothing was said.
  std::string put(const transcribe::Session& session) {
    std::size_t& number = numbers_[session.service];
    std::string name;
    fs::path file;
    do {
      name = fmt::format("session-{}", ++number);
      file = path_ / session.service / (name + ".toml");
    } while (fs::exists(file));
    const transcribe::Draft draft = transcribe::transcribe(session, session.service + "-" + name);
    if (draft.lines.empty()) {
      --number;
      return {};
    }
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    for (const auto& [message, octets] : draft.corpus) write(path_ / "corpus" / (message + ".eml"), octets);
    write(file, transcribe::to_toml(draft));
    return file.string();
  }

 private:
  static void write(const fs::path& file, const std::string& bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << bytes;
    if (!out.flush()) throw Refusal{kWrongUse, file.string() + " can't be written\n"};
  }

  fs::path path_;
  std::map<std::string, std::size_t> numbers_;
};

class Recorder {
 public:
  Recorder(const RecordOptions& options, std::vector<Door> doors)
      : options_(options),
        doors_(std::move(doors)),
        folder_(options.out),
        context_{loop_, net::TlsContext::self_signed("localhost"), net::TlsContext::client({})},
        timer_(loop_.timer()) {}

  int run() {
    listen();
    for (const int signal : {SIGINT, SIGTERM}) loop_.on_signal(signal, [this](int) { end(); });
    if (const auto time = time_of(options_); time.count() > 0)
      timer_->arm(loop_.now() + time, [this] { end(); });
    loop_.run();
    relays_.clear();
    if (written_ > 0) return kAllWell;
    if (unreachable_) return kUnreachable;
    fmt::print(stderr, "mailrig record: nobody said anything\n");
    return kWrongUse;
  }

 private:
  void listen() {
    std::string lines;
    for (const Door& door : doors_) {
      listeners_.push_back(loop_.listen(
          door.from, door.implicit_tls ? context_.as_server : nullptr,
          [this, &door](std::unique_ptr<net::Connection> client) { accept(door, std::move(client)); }));
      lines += fmt::format("listening {} {}\n", door.name, net::to_string(listeners_.back()->endpoint()));
    }
    fmt::print("{}", lines);
    std::fflush(stdout);
  }

  void accept(const Door& door, std::unique_ptr<net::Connection> client) {
    const bool enough = options_.connections > 0 && accepted_ >= options_.connections;
    if (ending_ || enough || relays_.size() >= kConnectionsAtOnce) return;  // closes
    ++accepted_;
    relays_.push_back(std::make_unique<Relay>(context_, door, std::move(client),
                                              [this, &door](Relay& relay) { ended(door, relay); }));
  }

  void ended(const Door& door, Relay& relay) {
    write(door, relay);
    ++ended_;
    loop_.post([this, gone = &relay] {
      relays_.remove_if([&](const std::unique_ptr<Relay>& each) { return each.get() == gone; });
      if (relays_.empty() && (ending_ || (options_.connections > 0 && ended_ >= options_.connections)))
        loop_.stop();
    });
  }

  void write(const Door& door, const Relay& relay) {
    if (!relay.unreachable().empty()) {
      unreachable_ = true;
      fmt::print(stderr, "mailrig record: {} {}: {}\n", door.name, net::to_string(door.to),
                 relay.unreachable());
      return;
    }
    const std::string file = folder_.put(relay.session());
    if (file.empty()) return;
    ++written_;
    fmt::print("recorded {}\n", file);
    std::fflush(stdout);
  }

  // Asked for a second time: at once.
  void end() {
    if (std::exchange(ending_, true) || relays_.empty()) return loop_.stop();
    for (const auto& relay : relays_) relay->close();
    timer_->arm(loop_.now() + kClosing, [this] { loop_.stop(); });
  }

  const RecordOptions& options_;
  std::vector<Door> doors_;
  Folder folder_;
  net::Loop loop_;
  RelayContext context_;
  std::unique_ptr<net::Timer> timer_;
  std::vector<std::unique_ptr<net::Listener>> listeners_;
  std::list<std::unique_ptr<Relay>> relays_;
  std::size_t accepted_ = 0, ended_ = 0, written_ = 0;
  bool ending_ = false, unreachable_ = false;
};

int record(const RecordOptions& options) {
  try {
    return Recorder(options, doors_of(options)).run();
  } catch (const std::runtime_error& error) {  // an address that can't be had
    throw Refusal{kWrongUse, fmt::format("mailrig record: {}\n", error.what())};
  }
}

void add_places(Command command, const std::shared_ptr<RecordOptions>& options) {
  command.add_option("--to", options->to, "the server; SERVICE may be left out for a usual port")
      .type_name("[SERVICE=]HOST:PORT")
      .allow_extra_args(false);
  command
      .add_option("--listen", options->listen,
                  "where clients come to; port 0 picks one [127.0.0.1:0 for each --to]")
      .type_name("[SERVICE=]HOST:PORT")
      .allow_extra_args(false);
  static constexpr std::array<const char*, 9> kServices = {
      "smtp", "smtps", "submission", "submissions", "lmtp", "imap", "imaps", "pop3", "pop3s"};
  for (const char* service : kServices) {
    command
        .add_options_function(
            fmt::format("--{}", service),
            [options, service](const std::vector<std::string>& places) {
              for (const std::string& place : places)
                options->to.push_back(fmt::format("{}={}", service, place));
            },
            fmt::format("short for --to {}=HOST:PORT", service))
        .type_name("HOST:PORT")
        .allow_extra_args(false)
        .group("The server, as check is told of it");
  }
}

}  // namespace

void add_record(Command app, Run& run) {
  Command command = app.add_subcommand("record", "Stand between a client and a server, and write scenarios");
  command.footer(
      "Ends with Ctrl-C, after --connections or after --for; each connection becomes a scenario when it has "
      "ended.");
  const auto options = std::make_shared<RecordOptions>();
  add_places(command, options);
  command.add_option("--out", options->out, "folder for the scenarios and their messages [recorded]");
  command.add_option("--connections", options->connections, "end after so many").range(1, 1'000'000);
  command.add_option("--for", options->duration, "end after that time, such as 30s");
  command.add_flag("--i-may-record-this-host", options->may_record_this_host,
                   "the server is not on this machine, and you may keep what is said to it");
  command.callback([options, &run] { run = [options] { return record(*options); }; });
}

}  // namespace mailrig::cli
