#include "reference-server/session/pop3/language.hpp"

#include <utility>

#include "harness/wire/ascii.hpp"

namespace mailrig::server::pop3d {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 47> kGerman{{
    {"a line ends in CRLF", "eine Zeile endet mit CRLF"},
    {"an empty response was expected", "eine leere Antwort war erwartet"},
    {"another session removed it", "eine andere Sitzung hat sie entfernt"},
    {"base64 expected", "Base64 erwartet"},
    {"begin TLS", "jetzt TLS"},
    {"cancelled", "abgebrochen"},
    {"capabilities follow", "es folgt, was es gibt"},
    {"digest expected", "Digest erwartet"},
    {"goodbye", "auf Wiedersehen"},
    {"initial response expected", "erste Antwort erwartet"},
    {"language changed", "Sprache gewechselt"},
    {"language range expected", "Sprache erwartet"},
    {"languages follow", "es folgen die Sprachen"},
    {"line too long", "Zeile zu lang"},
    {"log in first", "erst anmelden"},
    {"logged in too recently", "zu bald wieder angemeldet"},
    {"maildrop is locked by another session", "eine andere Sitzung h\xC3\xA4lt das Postfach"},
    {"marked", "markiert"},
    {"mechanism expected", "Mechanismus erwartet"},
    {"message is deleted", "Nachricht ist gel\xC3\xB6scht"},
    {"message number expected", "Nummer einer Nachricht erwartet"},
    {"messages", "Nachrichten"},
    {"no messages", "keine Nachrichten"},
    {"no such language", "diese Sprache gibt es nicht"},
    {"no such mechanism", "diesen Mechanismus gibt es nicht"},
    {"no such message", "diese Nachricht gibt es nicht"},
    {"no TLS here", "hier gibt es kein TLS"},
    {"not in this state", "nicht in diesem Zustand"},
    {"nothing to do", "nichts zu tun"},
    {"number of lines expected", "Zahl der Zeilen erwartet"},
    {"octets", "Oktette"},
    {"password expected", "Kennwort erwartet"},
    {"printable ASCII expected", "druckbares ASCII erwartet"},
    {"send PASS", "PASS bitte"},
    {"send USER first", "erst USER"},
    {"the header has UTF-8: say UTF8 first", "der Kopf enth\xC3\xA4lt UTF-8: erst UTF8"},
    {"this mechanism begins with the server", "bei diesem Mechanismus beginnt der Server"},
    {"this mechanism needs TLS", "dieser Mechanismus braucht TLS"},
    {"TLS is active", "TLS besteht schon"},
    {"too many arguments", "zu viele Argumente"},
    {"too many commands before login", "zu viele Befehle vor der Anmeldung"},
    {"top of message follows", "es folgt der Anfang der Nachricht"},
    {"unique-ids follow", "es folgen die Kennungen"},
    {"unknown command", "unbekannter Befehl"},
    {"user name expected", "Name erwartet"},
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
