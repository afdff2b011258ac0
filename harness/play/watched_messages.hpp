// What a watcher knows of a mailbox's messages, by sequence number. An EXPUNGE takes one out and all above
// it move down; that costs the same however many there are, or a server that sends many would be slow to
// judge.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mailrig::play {

inline constexpr std::size_t kMessagesPerBlock = 512;  // messages that one EXPUNGE may move

struct WatchedMessage {
  std::uint32_t uid = 0;             // 0: not told yet
  std::uint64_t size = 0;            // RFC822.SIZE + 1; 0: not told yet
  std::uint64_t octets = 0;          // of BODY[] + 1
  std::uint64_t body = 0, date = 0;  // hashes of BODY[] and INTERNALDATE; 0: not told yet
};

// Sequence numbers, the last one included; none where first > last.
struct NumberRange {
  std::uint64_t first = 1, last = 0;
  [[nodiscard]] bool is_one() const { return first == last; }
};

class WatchedMessages {
 public:
  [[nodiscard]] std::uint64_t size() const { return size_; }
  void clear();
  // Number 1 is the first. All up to `number` are there then.
  [[nodiscard]] WatchedMessage& reach(std::uint64_t number);
  void set_uid(std::uint64_t number, std::uint32_t uid);
  [[nodiscard]] std::uint32_t uid(std::uint64_t number) const;  // 0: not told, or no such number
  void erase(std::uint64_t number);                             // 1 … size()
  void truncate(std::uint64_t count);
  // Where the message of this UID can be among `exists`: UIDs ascend, so those that are known bound it.
  [[nodiscard]] NumberRange where(std::uint32_t uid, std::uint64_t exists) const;

 private:
  struct Block {
    std::vector<WatchedMessage> messages;
    std::uint32_t most = 0;  // no UID in it is larger
  };
  struct Place {
    std::size_t block = 0, index = 0;
  };
  [[nodiscard]] Place place(std::uint64_t number) const;

  std::vector<Block> blocks_;  // none is empty
  std::uint64_t size_ = 0;
};

}  // namespace mailrig::play
