#include "harness/mail/mime_fields.hpp"

#include <algorithm>

#include "harness/mail/lexer.hpp"
#include "harness/mail/parameter_sections.hpp"

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
  return std::string(trimmed(unfold(field->body)));
}

std::optional<std::string> token_of(const Header& header, std::string_view name) {
  const Field* field = header.find(name);
  if (field == nullptr) return std::nullopt;
  std::string token = parse_parameterized(field->body).value;
  if (token.empty()) return std::nullopt;
  return token;
}

// token := 1*<any (US-ASCII) CHAR except SPACE, CTLs, or tspecials>
bool is_token(std::string_view text) {
  const auto fits = [](char c) {
    return octet(c) > 32 && octet(c) < 127 &&
           std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

void set_default_type(Part& part, bool in_digest) {
  part.parameters.clear();
  part.type = in_digest ? "MESSAGE" : "TEXT";
  part.subtype = in_digest ? "RFC822" : "PLAIN";
  if (!in_digest) part.parameters.emplace_back("CHARSET", "US-ASCII");
}

// RFC 2045 5.2 wants the default for a field that is syntactically wrong, too.
void read_type(Part& part, const Header& header, bool in_digest) {
  const Field* field = header.find("Content-Type");
  if (field == nullptr) return set_default_type(part, in_digest);
  Parameterized content = parse_parameterized(field->body);
  const std::size_t slash = std::min(content.value.find('/'), content.value.size());
  const std::string_view type = content.value;
  if (!is_token(type.substr(0, slash)) || slash == type.size() || !is_token(type.substr(slash + 1))) {
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
  join_sections(result.parameters);
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
