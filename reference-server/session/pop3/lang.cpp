// LANG [range] (RFC 6856 3).
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

Effect list_languages(Connection& connection, std::string& out) {
  ok(connection, out, "languages follow");
  const bool names_alone = connection.broken(kLangListsNames);
  for (const Language& language : kLanguages) {
    if (!names_alone) (out += language.tag) += ' ';
    (out += language.name) += "\r\n";
  }
  out += ".\r\n";
  return Effect::None;
}

}  // namespace

Effect lang(Connection& connection, const pop3::Command& command, std::string& out) {
  if (command.argument.empty()) return list_languages(connection, out);
  const Language* language = language_for(command.argument);
  if (language == nullptr && connection.broken(kLangUnknownOk)) language = connection.language;
  if (language == nullptr) return err(connection, out, "no such language");
  connection.language = language;
  const std::string_view text = translated("language changed", *language);
  if (connection.broken(kLangNoTag)) return ok(connection, out, text);
  return ok(connection, out, std::string(language->tag).append(" ").append(text));
}

}  // namespace mailrig::server::pop3d
