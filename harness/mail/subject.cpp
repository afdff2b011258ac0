//   subj-refwd   = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"
//   subj-blob    = "[" *BLOBCHAR "]" *WSP      ; BLOBCHAR: neither "[" nor "]"
//   subj-leader  = (*subj-blob subj-refwd) / WSP
//   subj-trailer = "(fwd)" / WSP
//   subj-fwd     = "[fwd:" subject "]"
#include "harness/mail/subject.hpp"

#include "harness/mail/ascii.hpp"
#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

constexpr std::string_view kForwardBegin = "[fwd:";
constexpr std::string_view kForwardEnd = "(fwd)";

bool begins(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && same(text.substr(0, word.size()), word);
}

bool ends(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && same(text.substr(text.size() - word.size()), word);
}

// Step 1: one space wherever there is white space.
std::string spaced(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const char octet = is_space(c) ? ' ' : c;
    if (octet != ' ' || out.empty() || out.back() != ' ') out.push_back(octet);
  }
  return out;
}

void skip_spaces(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == ' ') ++at;
}

bool skip_blob(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '[') return false;
  const std::size_t end = text.find_first_of("[]", at + 1);
  if (end == std::string_view::npos || text[end] == '[') return false;
  at = end + 1;
  skip_spaces(text, at);
  return true;
}

bool skip_refwd(std::string_view text, std::size_t& at) {
  const std::string_view rest = text.substr(at);
  std::size_t end = at + (begins(rest, "fwd") ? 3 : begins(rest, "re") || begins(rest, "fw") ? 2 : 0);
  if (end == at) return false;
  skip_spaces(text, end);
  skip_blob(text, end);
  if (end >= text.size() || text[end] != ':') return false;
  at = end + 1;
  return true;
}

class Extraction {
 public:
  explicit Extraction(std::string_view text) : text_(text) {}
  void run() {
    do {
      trailers();
      while (leader()) {
      }
    } while (wrapped());
  }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] bool reply_or_forward() const { return reply_or_forward_; }

 private:
  // Step 2.
  void trailers() {
    for (;;) {
      if (text_.ends_with(' ')) {
        text_.remove_suffix(1);
      } else if (ends(text_, kForwardEnd)) {
        text_.remove_suffix(kForwardEnd.size());
        reply_or_forward_ = true;
      } else {
        return;
      }
    }
  }

  // Steps 3 to 5. Blobs without a subj-refwd behind them go all at once, but the last if nothing is behind
  // it.
  bool leader() {
    std::size_t at = 0, last_blob = 0;
    skip_spaces(text_, at);
    text_.remove_prefix(at);
    at = 0;
    for (std::size_t before = 0; skip_blob(text_, at); before = at) last_blob = before;
    if (skip_refwd(text_, at)) {
      reply_or_forward_ = true;
    } else if (at == text_.size()) {
      at = last_blob;
    }
    text_.remove_prefix(at);
    return at > 0;
  }

  // Step 6.
  bool wrapped() {
    if (!begins(text_, kForwardBegin) || !text_.ends_with(']')) return false;
    text_.remove_prefix(kForwardBegin.size());
    text_.remove_suffix(1);
    return reply_or_forward_ = true;
  }

  std::string_view text_;
  bool reply_or_forward_ = false;
};

}  // namespace

BaseSubject base_subject(std::string_view field_body) {
  const std::string text = spaced(decode_words(unfold(field_body)));
  Extraction extraction(text);
  extraction.run();
  return {std::string(extraction.text()), extraction.reply_or_forward()};
}

}  // namespace mailrig::mail
