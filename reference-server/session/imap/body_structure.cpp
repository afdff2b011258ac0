#include "reference-server/session/imap/body_structure.hpp"

#include "harness/imap/append.hpp"
#include "harness/mail/parameter_sections.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/envelope.hpp"

namespace mailrig::server::imapd {
namespace {

class Writer {
 public:
  Writer(std::string& out, const Connection& connection, std::string_view octets, bool extended)
      : out_(out), connection_(connection), octets_(octets), extended_(extended) {}

  // Depth is bounded by part_tree() (mail::kPartDepthLimit).
  void part(const mail::Part& part) {
    out_ += '(';
    if (part.multipart() && !part.parts.empty()) {
      multipart(part);
    } else {
      single(part);
    }
    out_ += ')';
  }

 private:
  void multipart(const mail::Part& part) {
    for (const mail::Part& child : part.parts) this->part(child);
    out_ += ' ';
    text(part.subtype);
    if (!extended_) return;
    parameters(part.parameters);
    extension(part);
  }

  void single(const mail::Part& part) {
    // The grammar wants a body in a multipart and none can be had: as octets of no known kind.
    const bool lost = part.multipart();
    text(lost ? "APPLICATION" : part.type);
    out_ += ' ';
    text(lost ? "OCTET-STREAM" : part.subtype);
    parameters(part.parameters);
    nstring(part.id);
    nstring(part.description);
    out_ += ' ';
    text(part.encoding.value_or("7BIT"));
    if (connection_.broken(kFetchBodystructureShort)) return;
    number(part.end - part.body_begin);
    if (is_message(part)) message(part);
    if (wire::iequals(part.type, "text")) number(part.lines);
    if (!extended_) return;
    nstring(part.md5);
    extension(part);
  }

  // body-type-msg; RFC 3501 knows no message/global, RFC 9051 9 has both.
  [[nodiscard]] bool is_message(const mail::Part& part) const {
    if (!part.embedded_message()) return false;
    return wire::iequals(part.subtype, "rfc822") ||
           (connection_.rev2 && !connection_.broken(kRev2GlobalBasic));
  }

  void message(const mail::Part& part) {
    const std::string_view octets = octets_.substr(part.body_begin, part.end - part.body_begin);
    std::size_t body_begin = 0;
    out_ += ' ';
    append_envelope(out_, connection_, mail::parse_header(octets, body_begin));
    out_ += ' ';
    if (part.parts.empty()) {
      out_ += R"(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0))";
    } else {
      this->part(part.parts.front());
    }
    number(part.lines);
  }

  // [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc]]]
  void extension(const mail::Part& part) {
    out_ += ' ';
    if (part.disposition) {
      out_ += '(';
      text(*part.disposition);
      parameters(part.disposition_parameters);
      out_ += ')';
    } else {
      out_ += "NIL";
    }
    languages(part);
    nstring(part.location);
  }

  void languages(const mail::Part& part) {
    if (part.languages.empty()) {
      out_ += " NIL";
      return;
    }
    char before = '(';
    out_ += ' ';
    for (const std::string& language : part.languages) {
      out_ += before;
      text(language);
      before = ' ';
    }
    out_ += ')';
  }

  void parameters(const mail::Parameters& parameters) {
    if (parameters.empty()) {
      out_ += " NIL";
      return;
    }
    char before = '(';
    out_ += ' ';
    for (const auto& [name, value] : parameters) {
      out_ += before;
      text(connection_.broken(kFetchParameterSections) ? name + "*0" : name);
      out_ += ' ';
      text(parameter_value(name, value));
      before = ' ';
    }
    out_ += ')';
  }

  // IMAP4rev2 has the charset decoded, too (RFC 9051 7.5.2); RFC 2231 6 asks for the sections alone.
  std::string parameter_value(const std::string& name, const std::string& value) {
    if (!connection_.rev2 || !name.ends_with('*')) return value;
    return mail::decode_extended_value(value).value_or(value);
  }

  void text(const std::string& value) { append_text(out_, connection_, value); }
  void nstring(const std::optional<std::string>& value) {
    out_ += ' ';
    append_text(out_, connection_, value);
  }
  void number(std::size_t value) {
    out_ += ' ';
    imap::append_number(out_, value);
  }

  std::string& out_;
  const Connection& connection_;
  std::string_view octets_;
  bool extended_;
};

}  // namespace

void append_body_structure(std::string& out, const Connection& connection, MessageView& message,
                           bool extended) {
  Writer(out, connection, message.octets(), extended).part(message.parts());
}

}  // namespace mailrig::server::imapd
