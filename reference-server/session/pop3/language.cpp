#include "reference-server/session/pop3/language.hpp"

#include <utility>

#include "harness/wire/ascii.hpp"

namespace mailrig::server::pop3d {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 31> kGerman{{
    {"a digest is wrong", "der Digest ist falsch"},
    {"begin TLS", "jetzt TLS"},
    {"cancelled", "abgebrochen"},
    {"capabilities follow", "es folgt, was es gibt"},
    {"goodbye", "auf Wiedersehen"},
    {"language changed", "Sprache gewechselt"},
    {"languages follow", "es folgen die Sprachen"},
    {"line too long", "Zeile zu lang"},
    {"log in first", "erst anmelden"},
    {"logged in too recently", "zu bald wieder angemeldet"},
    {"maildrop is locked by another session", "eine andere Sitzung h\xC3\xA4lt das Postfach"},
    {"marked", "markiert"},
    {"message is deleted", "Nachricht ist gel\xC3\xB6scht"},
    {"message number expected", "Nummer einer Nachricht erwartet"},
    {"no messages", "keine Nachrichten"},
    {"no such language", "diese Sprache gibt es nicht"},
    {"no such mechanism", "diesen Mechanismus gibt es nicht"},
    {"no such message", "diese Nachricht gibt es nicht"},
    {"no TLS here", "hier gibt es kein TLS"},
    {"not in this state", "nicht in diesem Zustand"},
    {"printable ASCII expected", "druckbares ASCII erwartet"},
    {"send PASS", "PASS bitte"},
    {"send USER first", "erst USER"},
    {"the header has UTF-8: say UTF8 first", "der Kopf enth\xC3\xA4lt UTF-8: erst UTF8"},
    {"TLS is active", "TLS besteht schon"},
    {"too many arguments", "zu viele Argumente"},
    {"too many commands before login", "zu viele Befehle vor der Anmeldung"},
    {"top of message follows", "es folgt der Anfang der Nachricht"},
    {"unknown command", "unbekannter Befehl"},
    {"USER needs TLS, see STLS", "USER braucht TLS, siehe STLS"},
    {"wrong user name or password", "Name oder Kennwort falsch"},
}};

}  // namespace

const Language* language_for(std::string_view range) {
  if (range == "*") return &kLanguages[0];
  for (const Language& language : kLanguages) {
    if (wire::iequals(language.tag, range)) return &language;
  }
  return nullptr;
}

std::string_view translated(std::string_view text, const Language& language) {
  if (&language == &kLanguages[0]) return text;
  for (const auto& [english, german] : kGerman) {
    if (english == text) return german;
  }
  return text;
}

}  // namespace mailrig::server::pop3d
