#include "harness/mail/mime_fields.hpp"

#include "harness/mail/lexer.hpp"

namespace mailrig::mail {

namespace {

// attribute "=" value; false if there is no more to read.
bool append_parameter(Lexer& lexer, Parameters& parameters) {
  lexer.skip_cfws();
  std::string name(lexer.take_until("=;\"("));
  lexer.skip_cfws();
  if (lexer.take('=')) {
    lexer.skip_cfws();
    std::string value;
    if (lexer.peek() == '"') {
      lexer.append_quoted(value);
    } else {
      value = lexer.take_until(";\"(");
    }
    if (!name.empty() && parameters.size() < kParameterLimit) {
      parameters.emplace_back(std::move(name), std::move(value));
    }
  }
  while (!lexer.at_end() && lexer.peek() != ';') {
    if (!lexer.skip_cfws()) lexer.skip();
  }
  return lexer.take(';');
}

std::optional<std::string> text_of(const Header& header, std::string_view name) {
  const Field* field = header.find(name);
  if (field == nullptr) return std::nullopt;
  std::string text(trimmed(unfold(field->body)));
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string> token_of(const Header& header, std::string_view name) {
  const Field* field = header.find(name);
  if (field == nullptr) return std::nullopt;
  std::string token = parse_parameterized(field->body).value;
  if (token.empty()) return std::nullopt;
  return token;
}

void set_default_type(Part& part, bool in_digest) {
  part.parameters.clear();
  part.type = in_digest ? "MESSAGE" : "TEXT";
  part.subtype = in_digest ? "RFC822" : "PLAIN";
  if (!in_digest) part.parameters.emplace_back("CHARSET", "US-ASCII");
}

void read_type(Part& part, const Header& header, bool in_digest) {
  const Field* field = header.find("Content-Type");
  if (field == nullptr) return set_default_type(part, in_digest);
  Parameterized content = parse_parameterized(field->body);
  const std::size_t slash = content.value.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == content.value.size()) {
    return set_default_type(part, in_digest);
  }
  part.type = content.value.substr(0, slash);
  part.subtype = content.value.substr(slash + 1);
  part.parameters = std::move(content.parameters);
}

// Content-Language: a comma-separated list (RFC 3282 2).
void read_languages(Part& part, const Header& header) {
  const Field* field = header.find("Content-Language");
  if (field == nullptr) return;
  Lexer lexer(field->body);
  while (!lexer.at_end() && part.languages.size() < kParameterLimit) {
    lexer.skip_cfws();
    const std::string_view tag = lexer.take_until(",(");
    if (!tag.empty()) part.languages.emplace_back(tag);
    lexer.skip_cfws();
    lexer.take(',');
  }
}

}  // namespace

Parameterized parse_parameterized(std::string_view field_body) {
  Parameterized result;
  Lexer lexer(field_body);
  // White space and comments may stand between the tokens: "text / plain (why not)".
  while (!lexer.at_end() && lexer.peek() != ';') {
    if (lexer.skip_cfws()) continue;
    const std::string_view word = lexer.take_until(";(");
    const bool joins = result.value.empty() || result.value.back() == '/' || word.front() == '/';
    if (joins) result.value += word;
  }
  if (!lexer.take(';')) return result;
  while (append_parameter(lexer, result.parameters)) {
  }
  return result;
}

std::string_view parameter(const Parameters& parameters, std::string_view name) {
  for (const auto& [key, value] : parameters) {
    if (same(key, name)) return value;
  }
  return {};
}

void read_mime_fields(Part& part, const Header& header, bool in_digest) {
  read_type(part, header, in_digest);
  part.id = text_of(header, "Content-ID");
  part.description = text_of(header, "Content-Description");
  part.encoding = token_of(header, "Content-Transfer-Encoding");
  part.md5 = text_of(header, "Content-MD5");
  part.location = text_of(header, "Content-Location");
  read_languages(part, header);
  const Field* disposition = header.find("Content-Disposition");
  if (disposition == nullptr) return;
  Parameterized read = parse_parameterized(disposition->body);
  if (read.value.empty()) return;
  part.disposition = std::move(read.value);
  part.disposition_parameters = std::move(read.parameters);
}

}  // namespace mailrig::mail
