// Plays a written dialogue into a watcher: "C: …" was sent, "S: …" came, "tls" is the handshake,
// "closed" is the server's FIN. Lines end in CRLF; what came is fed as one unit after another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "harness/play/watcher.hpp"

namespace mailrig::play {

class Accusations final : public Accuser {
 public:
  void accuse(const WatcherInfo& rule, std::string_view, std::string why) override {
    EXPECT_FALSE(why.empty());
    names.emplace_back(rule.name);
  }
  std::vector<std::string> names;
};

struct Watched {
  const char* name;
  std::vector<const char*> rules;  // that are broken, in order
  std::vector<std::string> talk;
};

inline void PrintTo(const Watched& watched, std::ostream* out) {
  *out << watched.name;
}

template <typename Dialogue, typename Watcher, typename Reply>
std::vector<std::string> watch(const std::vector<std::string>& talk) {
  Dialogue dialogue;
  Watcher watcher;
  Reply reply;
  Accusations accusations;
  std::string buffer;
  for (const std::string& line : talk) {
    if (line == "tls") {
      watcher.secured();
    } else if (line == "closed") {
      if constexpr (requires { watcher.closed(accusations); }) watcher.closed(accusations);
    } else if (line.rfind("C: ", 0) == 0) {
      dialogue.sent(line.substr(3) + "\r\n");
    } else {
      buffer += line.substr(3) + "\r\n";
      std::size_t size = 0;
      while (!buffer.empty() && dialogue.next(buffer, reply, size) == Dialogue::Next::Unit) {
        watcher.reply(reply, dialogue, accusations);
        buffer.erase(0, size);
      }
    }
  }
  EXPECT_EQ(buffer, "");
  return accusations.names;
}

template <typename Dialogue, typename Watcher, typename Reply>
void expect_accusations(const Watched& watched) {
  const std::vector<std::string> wanted(watched.rules.begin(), watched.rules.end());
  EXPECT_EQ((watch<Dialogue, Watcher, Reply>(watched.talk)), wanted) << watched.name;
}

// Every rule of the table is broken by some row, and known to the table.
inline void expect_all_broken(std::span<const WatcherInfo* const> infos, const std::vector<Watched>& rows) {
  for (const WatcherInfo* info : infos) {
    bool broken = false;
    for (const Watched& row : rows) {
      for (const char* rule : row.rules) broken = broken || info->name == rule;
    }
    EXPECT_TRUE(broken) << info->name << " has no row that breaks it";
    EXPECT_NE(info->clause.rfc, 0) << info->name;
    EXPECT_FALSE(info->meaning.empty()) << info->name;
  }
}

}  // namespace mailrig::play
