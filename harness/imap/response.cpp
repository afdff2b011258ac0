#include "harness/imap/response.hpp"

#include <array>

#include "harness/imap/ascii.hpp"
#include "harness/imap/flaws.hpp"
#include "harness/imap/shape.hpp"
#include "harness/imap/value_reader.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kNumberDigitLimit = 18;

// Codes whose arguments are IMAP data; those of any other code are free text (RFC 3501 9
// resp-text-code), which is cut at spaces and not judged.
constexpr std::array<std::string_view, 17> kStructuredCodes{
    "APPENDUID",     "BADCHARSET",  "BADURL",         "CAPABILITY", "COPYUID",
    "HIGHESTMODSEQ", "MAILBOXID",   "METADATA",       "MODIFIED",   "NEWNAME",
    "UIDVALIDITY",   "UIDNEXT",     "PERMANENTFLAGS", "UNSEEN",     "MAXCONVERTMESSAGES",
    "INPROGRESS",    "MESSAGELIMIT"};

constexpr std::array<std::string_view, 6> kStatusNames{"none", "OK",      "NO",
                                                       "BAD",  "PREAUTH", "BYE"};  // by Status

bool structured(std::string_view code) {
  for (const std::string_view known : kStructuredCodes) {
    if (same(known, code)) return true;
  }
  return false;
}

bool tag_octet(char octet) {
  return octet > ' ' && octet < 0x7f && std::string_view("(){%*\"\\+").find(octet) == std::string_view::npos;
}

// Reads the outer grammar of one response.
class OuterReader {
 public:
  OuterReader(std::string_view unit, Response& response, ResponseOptions options)
      : unit_(unit), end_(unit.size()), response_(response), options_(options) {}

  void read() {
    strip_line_end();
    if (at('+')) {
      read_continuation();
    } else if (at('*')) {
      read_untagged();
    } else {
      read_tagged();
    }
  }

 private:
  [[nodiscard]] bool at(char octet) const { return position_ < end_ && unit_[position_] == octet; }

  void strip_line_end() {
    if (end_ > 0 && unit_[end_ - 1] == '\n') --end_;
    if (end_ > 0 && unit_[end_ - 1] == '\r' && end_ < unit_.size()) {
      --end_;
    } else {
      response_.flaws.add(kBareLf, end_);
    }
  }

  void read_continuation() {
    response_.kind = ResponseKind::Continuation;
    ++position_;
    if (at(' ')) {
      ++position_;
    } else {
      response_.flaws.add(kContinuationSpace, position_);
    }
    if (at('[')) read_code();
    read_text();
  }

  void read_untagged() {
    response_.kind = ResponseKind::Untagged;
    ++position_;
    skip_spaces();
    std::string_view word = take_word();
    if (all_digits(word)) {
      read_number(word);
      skip_spaces();
      word = take_word();
    }
    response_.status = response_.number ? Status::None : status_named(word);
    if (response_.status != Status::None) return read_status();
    response_.name = word;
    read_data();
  }

  void read_number(std::string_view digits) {
    std::uint64_t number = 0;
    for (const char octet : digits.substr(0, kNumberDigitLimit)) {
      number = number * 10 + static_cast<std::uint64_t>(octet - '0');
    }
    if (digits.size() > kNumberDigitLimit) response_.flaws.add(kNumberRange, position_ - digits.size());
    response_.number = number;
  }

  void read_data() {
    response_.data_begin = static_cast<std::uint32_t>(response_.tape.nodes.size());
    if (at(' ')) {
      ++position_;
      if (position_ == end_) response_.flaws.add(kTrailingSpace, position_ - 1);
    } else if (position_ < end_) {
      response_.flaws.add(kMissingSpace, position_);
    }
    ValueReader(unit_, position_, end_, options_.utf8, response_).read(ValueReader::Until::End);
    response_.data_end = static_cast<std::uint32_t>(response_.tape.nodes.size());
    check_shape(response_);
  }

  void read_tagged() {
    const std::size_t begin = position_;
    while (position_ < end_ && tag_octet(unit_[position_])) ++position_;
    const std::string_view tag = unit_.substr(begin, position_ - begin);
    if (tag.empty() || !at(' ')) return read_garbage();
    skip_spaces();
    const Status status = status_named(take_word());
    if (status != Status::Ok && status != Status::No && status != Status::Bad) return read_garbage();
    response_.kind = ResponseKind::Tagged;
    response_.tag = tag;
    response_.status = status;
    read_status();
  }

  void read_garbage() {
    response_.kind = ResponseKind::Garbage;
    response_.flaws.add(kGarbage, 0);
    position_ = 0;
    read_text();
  }

  // resp-text = ["[" resp-text-code "]" SP] text
  void read_status() {
    if (!at(' ')) {
      response_.flaws.add(position_ == end_ ? kTextMissing : kMissingSpace, position_);
    } else {
      ++position_;
      if (position_ == end_ && !options_.rev2) response_.flaws.add(kTextEmpty, position_);
    }
    if (at('[')) read_code();
    read_text();
  }

  void read_code() {
    const std::size_t bracket = position_++;
    const std::size_t name_begin = position_;
    while (position_ < end_ && unit_[position_] != ' ' && unit_[position_] != ']') ++position_;
    response_.has_code = true;
    response_.code = unit_.substr(name_begin, position_ - name_begin);
    if (response_.code.empty()) response_.flaws.add(kShape, bracket);
    response_.code_begin = static_cast<std::uint32_t>(response_.tape.nodes.size());
    if (at(' ')) read_code_arguments();
    response_.code_end = static_cast<std::uint32_t>(response_.tape.nodes.size());
    if (!at(']')) {
      response_.flaws.add(kCodeOpen, bracket);
      return;
    }
    ++position_;
    if (at(' ')) {
      ++position_;
      if (position_ == end_ && !options_.rev2) response_.flaws.add(kTextEmpty, position_);
    } else {
      response_.flaws.add(position_ == end_ ? kTextMissing : kMissingSpace, position_);
    }
  }

  void read_code_arguments() {
    ++position_;
    if (structured(response_.code)) {
      position_ =
          ValueReader(unit_, position_, end_, options_.utf8, response_).read(ValueReader::Until::Bracket);
      return;
    }
    std::size_t begin = position_;
    for (;; ++position_) {
      const bool stop = position_ >= end_ || unit_[position_] == ']';
      if (!stop && unit_[position_] != ' ') continue;
      if (position_ > begin) add_word(begin);
      begin = position_ + 1;
      if (stop || response_.tape.nodes.size() >= kNodeLimit) return;
    }
  }

  void add_word(std::size_t begin) {
    Node& node = response_.tape.nodes.emplace_back();
    node.kind = NodeKind::Atom;
    node.next = static_cast<std::uint32_t>(response_.tape.nodes.size());
    node.offset = static_cast<std::uint32_t>(begin);
    node.text = unit_.substr(begin, position_ - begin);
    if (!all_digits(node.text) || node.text.size() > kNumberDigitLimit) return;
    node.kind = NodeKind::Number;
    for (const char octet : node.text)
      node.number = node.number * 10 + static_cast<std::uint64_t>(octet - '0');
  }

  void read_text() {
    response_.text = unit_.substr(position_, end_ - position_);
    for (; position_ < end_; ++position_) {
      const char octet = unit_[position_];
      if (octet == '\0') response_.flaws.add(kNul, position_);
      if (octet == '\r') response_.flaws.add(kBareCr, position_);
      if (is_eight_bit(octet) && !options_.utf8) response_.flaws.add(kEightBit, position_);
    }
  }

  // Exactly one space is right.
  void skip_spaces() {
    if (!at(' ')) {
      if (position_ < end_) response_.flaws.add(kMissingSpace, position_);
      return;
    }
    ++position_;
    while (at(' ')) response_.flaws.add(kDoubleSpace, position_++);
  }

  std::string_view take_word() {
    const std::size_t begin = position_;
    while (position_ < end_ && unit_[position_] != ' ' && unit_[position_] != '(' &&
           unit_[position_] != '[') {
      ++position_;
    }
    return unit_.substr(begin, position_ - begin);
  }

  std::string_view unit_;
  std::size_t end_;
  std::size_t position_ = 0;
  Response& response_;
  ResponseOptions options_;
};

void clear(Response& response) {
  response.kind = ResponseKind::Garbage;
  response.tag = response.code = response.text = response.name = {};
  response.status = Status::None;
  response.has_code = false;
  response.code_begin = response.code_end = response.data_begin = response.data_end = 0;
  response.number.reset();
  response.tape.clear();
  response.flaws.clear();
}

}  // namespace

std::string_view name(Status status) {
  return kStatusNames.at(static_cast<std::size_t>(status));
}

Status status_named(std::string_view word) {
  for (const Status status : {Status::Ok, Status::No, Status::Bad, Status::Preauth, Status::Bye}) {
    if (same(word, name(status))) return status;
  }
  return Status::None;
}

void parse_response(std::string_view unit, Response& response, ResponseOptions options) {
  clear(response);
  response.bytes = unit;
  OuterReader(unit, response, options).read();
}

}  // namespace mailrig::imap
