#include "harness/transcribe/sasl_talk.hpp"

#include <algorithm>
#include <utility>

namespace mailrig::transcribe {

SaslTalk::SaslTalk(std::string_view arguments) {
  const std::size_t space = std::min(arguments.find(' '), arguments.size());
  mechanism_ = arguments.substr(0, space);
  initial_ = space < arguments.size();
  if (initial_) messages_.emplace_back(arguments.substr(space + 1));
}

void SaslTalk::client(std::string line) {
  if (line == "*") {
    cancelled_ = true;
  } else {
    messages_.push_back(std::move(line));
  }
}

std::string SaslTalk::line(bool good, std::string_view need, Draft& draft, Secrets& secrets) const {
  secrets.add_sasl(mechanism_, messages_);
  std::string known = known_mechanism(mechanism_);
  if (known.empty()) {
    draft.remarks.emplace_back(
        "The client logged in by a mechanism that mailrig does not speak; here it is PLAIN.");
    known = "PLAIN";
  }
  draft.needs.insert(std::string(need) + known);
  std::string text = "auth " + known;
  if (cancelled_) {
    text += " cancel";
  } else if (!good) {
    text += " wrong";
  }
  return initial_ ? text : text + " no-initial";
}

}  // namespace mailrig::transcribe
