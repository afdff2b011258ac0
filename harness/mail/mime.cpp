// The part tree (RFC 2046 5.1.1):
//
//   multipart-body    = [preamble CRLF] dash-boundary transport-padding CRLF
//                       body-part *encapsulation close-delimiter transport-padding [CRLF epilogue]
//   encapsulation     = delimiter transport-padding CRLF body-part
//   delimiter         = CRLF "--" boundary
//   close-delimiter   = delimiter "--"
//
// One pass over the lines with a stack of the parts that stand open. A delimiter of an outer part
// ends every part inside it, so a missing final delimiter costs nothing. A multipart in which no
// delimiter is found reads as one text part that holds the whole body.
#include <algorithm>

#include "harness/mail/ascii.hpp"
#include "harness/mail/header.hpp"
#include "harness/mail/mime_fields.hpp"

namespace mailrig::mail {

namespace {

// Only these leave a message readable where it stands (RFC 2046 5.2.1).
bool identity(const std::optional<std::string>& encoding) {
  return !encoding || same(*encoding, "7bit") || same(*encoding, "8bit") || same(*encoding, "binary");
}

bool message_type(const Part& part) {
  return same(part.type, "message") && (same(part.subtype, "rfc822") || same(part.subtype, "global"));
}

// boundary := 0*69<bchars> bcharsnospace: it can begin with blanks and can't end with one.
std::string boundary_of(const Part& part) {
  std::string_view boundary = parameter(part.parameters, "boundary");
  while (!boundary.empty() && is_space(boundary.back())) boundary.remove_suffix(1);
  return std::string(boundary);
}

struct Open {
  Part part;
  std::string boundary;  // empty: no delimiter is looked for (any more)
  bool in_header = true;
  bool first_line = true;
  bool in_digest = false;        // the default type is that of a digest's part
  std::size_t lines_before = 0;  // line ends before body_begin
};

struct Match {
  std::size_t depth = 0;  // index into the stack, or its size: none
  bool closing = false;
};

class TreeBuilder {
 public:
  explicit TreeBuilder(std::string_view message) : message_(message) {}
  Part build();

 private:
  void open(std::size_t begin, bool in_digest);
  void take_line(std::size_t begin, std::size_t end);
  void take_header_line(std::size_t begin, std::size_t end);
  void finish_header(std::size_t body_begin, std::size_t lines_before);
  [[nodiscard]] Match match(std::string_view line) const;
  void take_delimiter(const Match& found, std::size_t begin, std::size_t end);
  void close_down_to(std::size_t size, std::size_t end, std::size_t lines);
  void close_top(std::size_t end, std::size_t lines);

  std::string_view message_;
  std::vector<Open> stack_;
  std::size_t made_ = 0;
  std::size_t lines_ = 0;  // line ends before the line at hand
};

Part empty_part(std::size_t at) {
  Part part;
  part.header_begin = part.body_begin = part.end = at;
  read_mime_fields(part, Header{}, false);
  return part;
}

void empty_at(Part& part, std::size_t at) {
  part.header_begin = part.body_begin = part.end = at;
  for (Part& inner : part.parts) empty_at(inner, at);
}

// body-part := MIME-part-headers [CRLF *OCTET]; delimiter := CRLF "--" boundary. One line end between a
// header and a delimiter is the delimiter's, so that there is no body and nothing inside.
void end_at(Part& part, std::size_t end) {
  part.end = std::max(end, part.header_begin);
  part.body_begin = std::min(part.body_begin, part.end);
  for (Part& inner : part.parts) {
    if (inner.end > part.end) empty_at(inner, part.end);
  }
}

void TreeBuilder::open(std::size_t begin, bool in_digest) {
  Open entity;
  entity.part.header_begin = begin;
  entity.in_digest = in_digest;
  stack_.push_back(std::move(entity));
  ++made_;
}

// The innermost part whose delimiter `line` is. A line that only begins with a delimiter counts
// too (5.1.1: "it is sufficient that the boundary appear in its entirety"), but after exact ones,
// so that boundaries that begin alike are told apart.
Match TreeBuilder::match(std::string_view line) const {
  std::string_view rest = without_line_end(line).substr(2);
  while (!rest.empty() && is_wsp(rest.back())) rest.remove_suffix(1);
  Match prefix{stack_.size(), false};
  for (std::size_t i = stack_.size(); i-- > 0;) {
    const std::string& boundary = stack_[i].boundary;
    if (boundary.empty() || !rest.starts_with(boundary)) continue;
    const std::string_view tail = rest.substr(boundary.size());
    if (tail.empty() || tail == "--") return {i, !tail.empty()};
    if (prefix.depth == stack_.size() || boundary.size() > stack_[prefix.depth].boundary.size()) {
      prefix = {i, tail.starts_with("--")};
    }
  }
  return prefix;
}

void TreeBuilder::finish_header(std::size_t body_begin, std::size_t lines_before) {
  Open& top = stack_.back();
  Part& part = top.part;
  std::size_t unused = 0;
  const auto octets = message_.substr(part.header_begin, body_begin - part.header_begin);
  read_mime_fields(part, parse_header(octets, unused), top.in_digest);
  part.body_begin = body_begin;
  top.in_header = false;
  top.lines_before = lines_before;
  const bool composite = part.multipart() || message_type(part);
  const bool room = stack_.size() < kPartDepthLimit && made_ < kPartLimit;
  if (part.multipart() && room) {
    top.boundary = boundary_of(part);
  } else if (message_type(part) && room && identity(part.encoding)) {
    open(body_begin, false);
  } else if (composite) {  // not to be looked into: what RFC 2049 2 asks for
    part.type = "APPLICATION";
    part.subtype = "OCTET-STREAM";
  }
}

void TreeBuilder::take_header_line(std::size_t begin, std::size_t end) {
  const std::string_view line = message_.substr(begin, end - begin);
  while (stack_.back().in_header) {
    Open& top = stack_.back();
    const bool no_header = top.first_line && !begins_header(line);
    top.first_line = false;
    if (no_header) {
      finish_header(begin, lines_);  // may open the message inside, to which the line then belongs
    } else {
      if (without_line_end(line).empty()) finish_header(end, lines_ + 1);
      return;
    }
  }
}

void TreeBuilder::take_delimiter(const Match& found, std::size_t begin, std::size_t end) {
  std::size_t before = begin;  // the line end before a delimiter belongs to it
  std::size_t lines = lines_;
  if (before > 0) {
    --before;
    --lines;
    if (before > 0 && message_[before - 1] == '\r') --before;
  }
  close_down_to(found.depth + 1, before, lines);
  Open& multipart = stack_.back();
  if (found.closing || made_ >= kPartLimit) {
    multipart.boundary.clear();
  } else {
    open(end, same(multipart.part.subtype, "digest"));
  }
}

void TreeBuilder::take_line(std::size_t begin, std::size_t end) {
  const std::string_view line = message_.substr(begin, end - begin);
  if (line.starts_with("--")) {
    const Match found = match(line);
    if (found.depth < stack_.size()) return take_delimiter(found, begin, end);
  }
  if (stack_.back().in_header) take_header_line(begin, end);
}

void TreeBuilder::close_top(std::size_t end, std::size_t lines) {
  if (stack_.back().in_header) {
    const std::size_t depth = stack_.size();
    finish_header(std::max(end, stack_.back().part.header_begin), lines);
    if (stack_.size() > depth) stack_.pop_back();  // the message inside, of which nothing came
  }
  Open top = std::move(stack_.back());
  stack_.pop_back();
  Part& part = top.part;
  end_at(part, end);
  part.lines = lines > top.lines_before ? lines - top.lines_before : 0;
  if (part.parts.empty() && (part.multipart() || message_type(part))) {
    part.parts.push_back(empty_part(part.body_begin));
    part.parts.back().end = part.end;
    part.parts.back().lines = part.lines;
  }
  if (!stack_.empty()) {
    stack_.back().part.parts.push_back(std::move(part));
  } else {
    stack_.push_back(std::move(top));
  }
}

void TreeBuilder::close_down_to(std::size_t size, std::size_t end, std::size_t lines) {
  while (stack_.size() > size) close_top(end, lines);
}

Part TreeBuilder::build() {
  open(0, false);
  for (std::size_t at = 0; at < message_.size();) {
    const std::size_t end = line_end(message_, at);
    take_line(at, end);
    if (message_[end - 1] == '\n') ++lines_;
    at = end;
  }
  close_down_to(1, message_.size(), lines_);
  close_top(message_.size(), lines_);
  return std::move(stack_.front().part);
}

}  // namespace

bool Part::multipart() const {
  return same(type, "multipart");
}

bool Part::embedded_message() const {
  return message_type(*this) && identity(encoding);
}

Part part_tree(std::string_view message) {
  return TreeBuilder(message).build();
}

}  // namespace mailrig::mail
