#include "harness/conformance/sasl_log.hpp"

#include <algorithm>
#include <utility>

#include "harness/record/disguise.hpp"

namespace mailrig::conformance {

namespace {

using record::Direction;
using sasl::Outcome;
using sasl::Step;

constexpr std::string_view kContinue = "continue", kDone = "done", kFailed = "failed", kNone = "none";

std::string text_of(std::string_view word, const std::string& why) {
  return why.empty() ? std::string(word) : std::string(word) + ", " + why;
}

// "failed, why" to its two parts.
std::pair<std::string_view, std::string_view> parts(std::string_view text) {
  const std::size_t comma = std::min(text.find(", "), text.size());
  return {text.substr(0, comma), text.substr(std::min(comma + 2, text.size()))};
}

class Logged final : public sasl::Client {
 public:
  Logged(std::unique_ptr<sasl::Client> client, SaslLog log)
      : client_(std::move(client)), log_(std::move(log)) {}
  Outcome step(std::string_view challenge) override {
    Outcome outcome = client_->step(challenge);
    log_(text_of(outcome.step == Step::Done       ? kDone
                 : outcome.step == Step::Continue ? kContinue
                                                  : kFailed,
                 outcome.reason));
    return outcome;
  }
  [[nodiscard]] bool client_first() const override { return client_->client_first(); }

 private:
  std::unique_ptr<sasl::Client> client_;
  SaslLog log_;
};

bool is_step(const record::Wire* event) {
  return event != nullptr && event->direction == Direction::Sasl;
}

class Recorded final : public sasl::Client {
 public:
  explicit Recorded(Ours& ours) : ours_(ours), first_(is_step(ours.next())) {}
  Outcome step(std::string_view) override {
    if (!is_step(ours_.next())) return {};
    const auto [word, why] = parts(ours_.next()->bytes);
    ++ours_.done;
    if (word == kFailed) return {Step::Failed, {}, std::string(why)};
    return {word == kDone ? Step::Done : Step::Continue, message()};
  }
  [[nodiscard]] bool client_first() const override { return first_; }

 private:
  // Of the line that was sent next.
  [[nodiscard]] std::string message() const {
    const record::Wire* line = ours_.next();
    if (line == nullptr || line->direction != Direction::Sent) return {};
    const std::string_view payload = record::sasl_payload(line->bytes);
    return payload == "=" ? std::string() : sasl::unbase64(payload).value_or("");
  }
  Ours& ours_;
  bool first_;
};

}  // namespace

std::unique_ptr<sasl::Client> logged(std::unique_ptr<sasl::Client> client, const std::string& why,
                                     SaslLog log) {
  if (client) return std::make_unique<Logged>(std::move(client), std::move(log));
  log(text_of(kNone, why));
  return nullptr;
}

std::unique_ptr<sasl::Client> recorded(Ours& ours, std::string& why) {
  if (is_step(ours.next())) {
    const auto [word, reason] = parts(ours.next()->bytes);
    if (word == kNone) {
      why = std::string(reason);
      ++ours.done;
      return nullptr;
    }
  }
  return std::make_unique<Recorded>(ours);
}

}  // namespace mailrig::conformance
