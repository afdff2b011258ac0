// Values of IMAP data as leaves: walks the tape of one response.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/compare/imap_unit.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::compare {

using wire::upper;

class DataReader {
 public:
  // All outlive it.
  DataReader(Unit& unit, const imap::Response& response, const ImapContext& context)
      : unit_(unit), nodes_(response.tape.nodes), context_(context) {}

  // One value of the given kind, at a node; a node that is not there gives no leaf.
  void uid(const std::string& path, std::uint32_t at, const std::string& mailbox);
  void value(const std::string& path, std::uint32_t at, const std::string& scope);
  void mod_sequence(const std::string& path, std::uint32_t at);
  void size(const std::string& path, std::uint32_t at);
  void presence(const std::string& path, std::uint32_t at);
  // A sequence set: each UID; each message number.
  void uids(const std::string& path, std::uint32_t at, const std::string& mailbox);
  // Which became which, by what it was (RFC 4315 3: the n-th of the one set is the n-th of the other).
  void copied(const std::string& path, std::uint32_t from, std::uint32_t to);
  void message_set(const std::string& path, std::uint32_t at);
  // The words of [begin, end) as a set; of a list of flags, all but \Recent.
  void words(const std::string& path, std::uint32_t begin, std::uint32_t end);
  void flags(const std::string& path, std::uint32_t list);
  // Lists place by place: "path.2.1".
  void flatten(const std::string& path, std::uint32_t at, bool body_structure = false);
  // The list of a FETCH response.
  void fetch(std::uint32_t list);

 private:
  [[nodiscard]] bool there(std::uint32_t at) const { return at < nodes_.size(); }
  [[nodiscard]] std::string shown(std::uint32_t at) const;
  void fetch_item(const std::string& item, std::uint32_t at);
  void section(const std::string& item, std::uint32_t at);

  Unit& unit_;
  const std::vector<imap::Node>& nodes_;
  const ImapContext& context_;
};

}  // namespace mailrig::compare
