// Encoded words (RFC 2047 2, 6.2; RFC 2231 5):
//
//   encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="
//
// White space between two encoded words is no part of the text. Adjacent words of one charset are
// joined before they are converted: some senders cut a character in two. What can't be read stays.
#include "harness/mail/ascii.hpp"
#include "harness/mail/message.hpp"
#include "harness/mail/transfer.hpp"

namespace mailrig::mail {

namespace {

constexpr std::size_t kEncodedWordLimit = 1000;  // in one field; the rest stays as sent

struct EncodedWord {
  std::string_view charset, text;
  char encoding = 'q';
  std::size_t size = 0;  // octets in all; 0: none here
};

std::size_t token_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && octet(text[size]) > 32 && octet(text[size]) < 127 && text[size] != '?') ++size;
  return size;
}

// `text` begins with "=?".
EncodedWord encoded_word_at(std::string_view text) {
  EncodedWord word;
  std::string_view rest = text.substr(2);
  word.charset = rest.substr(0, token_size(rest));
  rest.remove_prefix(word.charset.size());
  if (word.charset.empty() || rest.size() < 3 || rest[0] != '?' || rest[2] != '?') return {};
  word.encoding = lower(rest[1]);
  if (word.encoding != 'q' && word.encoding != 'b') return {};
  rest.remove_prefix(3);
  std::size_t size = 0;  // a space inside is wrong and common: read on, but never past the line
  while (size < rest.size() && rest[size] != '?' && rest[size] != '\n') ++size;
  word.text = rest.substr(0, size);
  if (!rest.substr(size).starts_with("?=")) return {};
  word.size = static_cast<std::size_t>(rest.data() - text.data()) + size + 2;
  word.charset = word.charset.substr(0, word.charset.find('*'));
  return word;
}

std::string decoded(const EncodedWord& word) {
  if (word.encoding == 'b') return decode_base64(word.text);
  std::string out;
  for (std::size_t i = 0; i < word.text.size(); ++i) {
    const char c = word.text[i];
    const bool escape = c == '=' && i + 2 < word.text.size() && hex_value(word.text[i + 1]) >= 0 &&
                        hex_value(word.text[i + 2]) >= 0;
    if (escape) {
      out.push_back(static_cast<char>(hex_value(word.text[i + 1]) * 16 + hex_value(word.text[i + 2])));
      i += 2;
    } else {
      out.push_back(c == '_' ? ' ' : c);
    }
  }
  return out;
}

class WordDecoder {
 public:
  explicit WordDecoder(std::string_view text) : text_(text) {}
  std::string decode();

 private:
  void add(const EncodedWord& word);
  void flush();

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0;
  std::size_t words_ = 0;
  // A run of encoded words of one charset, not yet converted.
  std::string_view charset_;
  std::string bytes_;
  std::size_t run_begin_ = 0, run_end_ = 0;
};

void WordDecoder::flush() {
  if (charset_.empty()) return;
  if (auto converted = to_utf8(bytes_, charset_)) {
    out_ += *converted;
  } else {
    out_ += text_.substr(run_begin_, run_end_ - run_begin_);
  }
  charset_ = {};
  bytes_.clear();
}

void WordDecoder::add(const EncodedWord& word) {
  const std::string_view between = text_.substr(run_end_, at_ - run_end_);
  const bool adjacent = !charset_.empty() && trimmed(between).empty();
  if (!adjacent || !same(charset_, word.charset)) {
    flush();
    if (!adjacent) out_ += between;
    run_begin_ = at_;
  }
  charset_ = word.charset;
  bytes_ += decoded(word);
  at_ += word.size;
  run_end_ = at_;
  ++words_;
}

std::string WordDecoder::decode() {
  while (words_ < kEncodedWordLimit) {
    at_ = text_.find("=?", at_);
    if (at_ == std::string_view::npos) break;
    const EncodedWord word = encoded_word_at(text_.substr(at_));
    if (word.size == 0) {
      at_ += 2;
    } else {
      add(word);
    }
  }
  flush();
  out_ += text_.substr(run_end_);
  return std::move(out_);
}

}  // namespace

std::string decode_words(std::string_view field_body) {
  const std::string text = unfold(field_body);
  return WordDecoder(text).decode();
}

}  // namespace mailrig::mail
