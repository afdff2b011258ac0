#include "reference-server/session/imap/replies.hpp"

#include "harness/imap/append.hpp"

namespace mailrig::server::imapd {

void Replies::end() {
  if (broken(world_, kReplyTrailingSpace)) out += ' ';
  end_line();
}

void Replies::end_line() {
  out += broken(world_, kReplyBareLf) ? "\n" : "\r\n";
}

void Replies::data(std::string_view text) {
  begin();
  out += text;
  end();
}

void Replies::number(std::uint64_t number, std::string_view name) {
  begin();
  imap::append_number(out, number);
  out += ' ';
  out += name;
  end();
}

void Replies::rest_of_status(std::string_view status, std::string_view code, std::string_view text) {
  out += status;
  if (!code.empty()) {
    out += " [";
    out += code;
    out += ']';
    if (broken(world_, kReplyCodeWithoutText)) return;
  }
  out += ' ';
  out += text;
}

void Replies::status(std::string_view status, std::string_view code, std::string_view text) {
  begin();
  rest_of_status(status, code, text);
  end_line();
}

void Replies::tagged(std::string_view tag, std::string_view status, std::string_view code,
                     std::string_view text) {
  out += tag.empty() ? "*" : tag;
  out += ' ';
  rest_of_status(status, code, text);
  end_line();
}

void Replies::go_on(std::string_view text) {
  out += '+';
  if (!broken(world_, kReplyPlusWithoutSpace)) {
    out += ' ';
    out += text;
  }
  end_line();
}

}  // namespace mailrig::server::imapd
