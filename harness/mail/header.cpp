#include "harness/mail/header.hpp"

#include "harness/mail/ascii.hpp"
#include "harness/mail/message.hpp"

namespace mailrig::mail {

std::size_t line_end(std::string_view text, std::size_t begin) {
  const std::size_t lf = text.find('\n', begin);
  return lf == std::string_view::npos ? text.size() : lf + 1;
}

std::string_view without_line_end(std::string_view line) {
  if (line.empty() || line.back() != '\n') return line;
  line.remove_suffix(1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

std::size_t field_name_size(std::string_view line) {
  std::size_t size = 0;
  while (size < line.size() && octet(line[size]) > 32 && octet(line[size]) < 127 && line[size] != ':') ++size;
  std::size_t colon = size;
  while (colon < line.size() && is_wsp(line[colon])) ++colon;
  return colon < line.size() && line[colon] == ':' ? size : 0;
}

bool begins_header(std::string_view line) {
  return without_line_end(line).empty() || line.starts_with("From ") || field_name_size(line) > 0;
}

const Field* Header::find(std::string_view name) const {
  for (const Field& field : fields) {
    if (same(field.name, name)) return &field;
  }
  return nullptr;
}

namespace {

Field field_of(std::string_view raw, std::size_t name_size) {
  Field field;
  field.raw = raw;
  field.name = raw.substr(0, name_size);
  field.body = without_line_end(raw.substr(raw.find(':', name_size) + 1));
  return field;
}

}  // namespace

Header parse_header(std::string_view message, std::size_t& body_begin) {
  Header header;
  body_begin = 0;
  if (!begins_header(message.substr(0, line_end(message, 0)))) return header;
  std::size_t at = 0, field_begin = 0, name_size = 0;
  const auto finish_field = [&](std::size_t end) {
    if (name_size == 0 || header.fields.size() >= kFieldLimit) return;
    header.fields.push_back(field_of(message.substr(field_begin, end - field_begin), name_size));
  };
  while (at < message.size()) {
    const std::size_t end = line_end(message, at);
    const std::string_view line = message.substr(at, end - at);
    const bool empty = without_line_end(line).empty();
    if (empty || !is_wsp(line.front())) {
      finish_field(at);
      field_begin = at;
      name_size = empty ? 0 : field_name_size(line);
    }
    at = end;
    if (empty) break;
  }
  finish_field(at);
  header.raw = message.substr(0, at);
  body_begin = at;
  return header;
}

std::string unfold(std::string_view field_body) {
  std::string out;
  out.reserve(field_body.size());
  for (std::size_t i = 0; i < field_body.size(); ++i) {
    const std::size_t lf = field_body[i] == '\r' ? i + 1 : i;
    const bool line_break = lf < field_body.size() && field_body[lf] == '\n';
    if (line_break && lf + 1 < field_body.size() && is_wsp(field_body[lf + 1])) {
      i = lf;
    } else {
      out.push_back(field_body[i]);
    }
  }
  return out;
}

}  // namespace mailrig::mail
