// A small world for the fuzzers of server sessions, and how one is talked to octet by octet.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "harness/wire/ascii.hpp"
#include "reference-server/session/session.hpp"

namespace mailrig::server {

struct SmallWorld {
  Accounts accounts = Accounts::numbered(2, "example.test");
  std::unique_ptr<Store> store = make_memory_store();
  Deviations deviations;
  World world;

  SmallWorld() {
    world.accounts = &accounts;
    world.store = store.get();
    world.deviations = &deviations;
    world.unix_time = [] { return std::int64_t{1'700'000'000}; };
    world.limits.message = 64 * 1024;
  }

  // Into the INBOX of the first account.
  void fill(std::initializer_list<std::string_view> messages) {
    const auto inbox = store->open(*accounts.all().front(), "INBOX");
    for (const std::string_view message : messages)
      inbox->append(std::make_shared<const std::string>(message), {}, 1'000'000'000, -420, nullptr);
  }
};

// One session. What it answers must be whole lines.
struct Talker {
  std::unique_ptr<Session> session;
  std::string output;

  // False: the session has ended, or TLS began and what follows was dropped.
  bool say(std::string_view octets) {
    Effect effect = session->feed(octets, output);
    while (effect == Effect::None && session->pending()) effect = session->feed({}, output);
    if (!output.empty() && !output.ends_with("\r\n")) std::abort();
    return effect == Effect::None;
  }

  // So many octets at a time; 0xFE stands for `login`.
  void talk(std::string_view input, std::size_t step, std::string_view login) {
    while (!input.empty()) {
      const bool logs_in = input.front() == '\xFE';
      const std::string_view said = input.substr(0, logs_in ? 1 : std::min(step, input.find('\xFE')));
      if (!say(logs_in ? login : said)) return;
      input.remove_prefix(said.size());
    }
  }
};

// `talk` with the input whole and octet by octet is answered alike; SCRAM's nonces are not.
template <typename Talk>
void must_not_depend_on_cuts(std::string_view input, Talk talk) {
  const std::string whole = talk(input, input.size() + 1), octets = talk(input, 1);
  constexpr std::string_view kNonces = "SCRAM";
  const auto* found =
      std::search(input.begin(), input.end(), kNonces.begin(), kNonces.end(), [](char a, char b) {
        return wire::iequals({&a, 1}, {&b, 1});
      });
  if (whole != octets && found == input.end()) std::abort();
}

}  // namespace mailrig::server
