// The languages of what is said for people (RFC 6856 3).
#pragma once

#include <array>
#include <string_view>

namespace mailrig::server::pop3d {

struct Language {
  std::string_view tag, name;  // RFC 5646; in the language itself
};

// The first is that of sessions which have asked for none.
inline constexpr std::array<Language, 2> kLanguages{{{"en", "English"}, {"de", "Deutsch"}}};

// By a basic language range (RFC 4647 3.3.1): "en", "de-AT" has no match, "*" is the first. Null: none.
[[nodiscard]] const Language* language_for(std::string_view range);
// A text of ours, as it stands in the source, in that language; as it is where there is no translation.
[[nodiscard]] std::string_view translated(std::string_view text, const Language& language);

}  // namespace mailrig::server::pop3d
