// The octets of a message, shared between its copies (one message to many recipients is kept once). In
// memory, or in a BodySource that is asked for them when someone looks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "harness/wire/utf8.hpp"

namespace mailrig::server {

using Octets = std::shared_ptr<const std::string>;
using BodyId = std::int64_t;  // of a store; 0: no store has it yet

// Up to the empty line (RFC 5322 2.1), or all of it.
[[nodiscard]] constexpr std::string_view header_of(std::string_view message) {
  return message.substr(0, std::min(message.find("\r\n\r\n"), message.find("\n\n")));
}

// What is known of octets without looking at them again.
struct BodyFacts {
  bool ends_in_crlf = false;
  bool utf8_header = false;  // an internationalized message (RFC 6532): header fields in UTF-8
};

[[nodiscard]] constexpr BodyFacts facts_of(std::string_view message) {
  const std::string_view header = header_of(message);
  return {message.ends_with("\r\n"), !wire::is_ascii(header) && wire::valid_utf8(header)};
}

// Where octets are kept. Outlives the bodies that it keeps.
class BodySource {
 public:
  virtual ~BodySource() = default;
  // Never null: a body that can't be read is the store's failure, and thrown.
  [[nodiscard]] virtual Octets octets(BodyId id) = 0;
  // The last who held it lets go.
  virtual void released(BodyId id) = 0;
};

// One allocation with its octets' string, for a large mailbox has many of them.
class Content {
 public:
  explicit Content(std::string octets)
      : octets_(std::move(octets)),
        size_(static_cast<std::uint32_t>(octets_.size())),
        facts_(server::facts_of(octets_)) {
    if (octets_.capacity() - octets_.size() > octets_.size() / 16) octets_.shrink_to_fit();
  }
  Content(BodyId id, std::size_t size, BodyFacts facts, BodySource& source)
      : id_(id), source_(&source), size_(static_cast<std::uint32_t>(size)), facts_(facts) {}
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;
  ~Content() {
    if (source_ != nullptr) source_->released(id_);
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] BodyFacts facts() const { return facts_; }
  [[nodiscard]] BodyId id() const { return id_; }
  // In memory: which of all contents this is, once a store has said so.
  void name(BodyId id) {
    if (id_ == 0) id_ = id;
  }
  [[nodiscard]] BodySource* source() const { return source_; }            // null: in memory
  [[nodiscard]] const std::string& in_memory() const { return octets_; }  // without a source only
  // From now on `source` has them; nobody may hold what Body::octets() gave. Returns them.
  Octets keep(BodyId id, BodySource& source) {
    id_ = id;
    source_ = &source;
    return std::make_shared<const std::string>(std::exchange(octets_, {}));
  }

 private:
  std::string octets_;
  BodyId id_ = 0;
  BodySource* source_ = nullptr;
  std::uint32_t size_;
  BodyFacts facts_;
};

class Body {
 public:
  Body() = default;
  explicit Body(std::string octets) : content_(std::make_shared<Content>(std::move(octets))) {}
  Body(const Octets& octets)  // NOLINT(google-explicit-constructor): octets are a body; a copy of them
      : content_(octets ? std::make_shared<Content>(*octets) : nullptr) {}
  Body(const std::shared_ptr<std::string>& octets) : Body(Octets(octets)) {}  // NOLINT: likewise
  explicit Body(std::shared_ptr<Content> content) : content_(std::move(content)) {}
  explicit operator bool() const { return content_ != nullptr; }
  [[nodiscard]] std::size_t size() const { return content_->size(); }
  [[nodiscard]] bool ends_in_crlf() const { return content_->facts().ends_in_crlf; }
  [[nodiscard]] bool utf8_header() const { return content_->facts().utf8_header; }
  [[nodiscard]] Octets octets() const {
    BodySource* const source = content_->source();
    return source != nullptr ? source->octets(content_->id()) : Octets(content_, &content_->in_memory());
  }
  // The same for each copy, and for nothing else, once it is in a store (RFC 8474 5.1).
  [[nodiscard]] BodyId id() const { return content_->id(); }
  [[nodiscard]] const std::shared_ptr<Content>& content() const { return content_; }
  void reset() { content_.reset(); }
  friend bool operator==(const Body&, const Body&) = default;  // the same, not alike

 private:
  std::shared_ptr<Content> content_;
};

}  // namespace mailrig::server
