// What a server said, as far as two servers can be compared in it: a unit is one reply or one response, its
// leaves are the values in it. What each server chooses for itself is not compared by its octets but by its
// relations: the same UID twice is the same twice on the other side, too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::compare {

enum class Relation : std::uint8_t {
  Exact,     // octets, after the side's own names are put aside
  AnyCase,   // … without regard to ASCII case
  Uid,       // a number: the same where it was the same before, and in the same order
  Value,     // UIDVALIDITY, a unique-id, a mod-sequence: the same where it was the same before
  Size,      // octets or lines of a message: as Exact, unless what was sent differs in size
  Presence,  // only that it is there
};

struct Leaf {
  std::string path;   // "FLAGS \Seen", "BODYSTRUCTURE.8"; empty: the unit itself
  std::string value;  // empty: being there is all
  Relation relation = Relation::Exact;
  std::string scope;  // of Uid and Value: the mailbox, and what kind of value
};

struct Unit {
  std::string verb;  // of the command that it answers
  std::string head;  // what it is: "OK", "* 3 FETCH"; empty in SMTP and POP3, where the leaves say it
  std::vector<Leaf> leaves;
  std::string bytes;  // as received
  std::string sent;   // the command, as far as it is known
  bool body = false;  // it came while the dialogue itself was played, not its set-up

  void add(std::string path, std::string value = {}, Relation relation = Relation::Exact,
           std::string scope = {}) {
    leaves.push_back({std::move(path), std::move(value), relation, std::move(scope)});
  }
};

}  // namespace mailrig::compare
