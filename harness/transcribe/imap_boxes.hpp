// The mailboxes that a client touched, and what is known of their messages: which of them are there from the
// start, and by what variables a scenario can say their UIDs, octets and sizes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/transcribe/draft.hpp"
#include "harness/transcribe/secrets.hpp"

namespace mailrig::transcribe {

inline constexpr std::size_t kMessagesKept = 200;      // of one mailbox; the numbers of others are left open
inline constexpr std::size_t kKeptOctets = 64 * 1024;  // a larger message is generated

struct Mail {
  std::size_t start = 0;          // its place in the mailbox at the start, from 1; 0: it came later
  std::string uid_name;           // later ones: the variable that holds its UID once it was seen
  std::string octets_expression;  // "message.1", "corpus.imap-1-2"; empty: not known
  std::string header_expression;
  std::string octets;  // of one from the start, as it was fetched
  std::uint64_t size = 0;
  std::optional<std::vector<std::string>> flags;  // system flags at the start, where they were seen
  std::set<std::string>
      touched;  // flags, in upper case, that the client may have changed: what they were is not known
  bool deleted = false;  // \Deleted now
};
using MailPtr = std::shared_ptr<Mail>;

struct Box {
  std::string variable;           // "mailbox", "box2"; empty: it is made by the dialogue
  std::string name;               // as a line says it: "${mailbox}", "${mailbox}-made1"
  bool first = false;             // ${mailbox}: its messages are named without its name in front
  bool exists = false;            // a command on it was answered OK, or it was created
  bool seen = false;              // how many messages it holds is known
  bool vague = false;             // numbers can't be trusted: something happened that the client was not told
  std::vector<MailPtr> messages;  // by sequence number
  std::vector<MailPtr> at_start;
  std::vector<MailPtr> added;  // before it was seen
  std::map<std::uint32_t, MailPtr> by_uid;
};

// The messages of a sequence-set or uid-set that are known.
[[nodiscard]] std::vector<MailPtr> members_of(const Box& box, std::string_view set, bool uid);

class Boxes {
 public:
  explicit Boxes(Draft& draft) : draft_(draft) {}

  // The box of that name, made known by this.
  Box& box(std::string_view name);
  Box& create(std::string_view name);  // by the dialogue
  Box& absent(std::string_view name);  // a name that nothing has
  [[nodiscard]] bool knows(std::string_view name) const { return boxes_.contains(std::string(name)); }
  // How a line says one that is known.
  [[nodiscard]] const std::string& box_name(std::string_view name) const {
    return boxes_.at(std::string(name))->name;
  }
  void rename(std::string_view from, std::string_view to);
  void remove(std::string_view name);

  // `count` messages are there.
  void count(Box& box, std::size_t count);
  void add(Box& box, const MailPtr& mail);
  // The variable's name for the UID of a message that came later.
  std::string new_uid_name();
  // "${uid.2}", "${new1}"; binds if it is not bound; "${_}" where nothing is known of it.
  std::string uid_pattern(const Box& box, Mail& mail);
  // A uid-set as sent, "1:3,7:*".
  std::string uid_set(const Box& box, std::string_view set) const;
  // Messages and mailboxes go to the draft.
  void finish(const Secrets& secrets);

 private:
  [[nodiscard]] std::string uid(const Box& box, std::string_view word) const;
  std::vector<std::string> start_words(const Box& box, const Secrets& secrets);

  Draft& draft_;
  std::map<std::string, std::shared_ptr<Box>> boxes_;
  std::vector<std::shared_ptr<Box>> of_start_;
  std::vector<std::shared_ptr<Box>> all_;  // also those that are gone: someone may still have them selected
  std::size_t made_ = 0, absent_ = 0, uids_ = 0;
};

}  // namespace mailrig::transcribe
