#include "harness/scenario/template.hpp"

#include <algorithm>
#include <array>

#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::size_t kRepeatLimit = 64 * 1024 * 1024;
constexpr std::string_view kLiteral = "literal", kRepeat = "repeat";
constexpr std::array<std::string_view, 7> kFunctions = {"size",    "base64", "quoted", "upper",
                                                        "percent", kLiteral, kRepeat};
// Of those that make one piece of one value.
constexpr std::array<Piece::Kind, 5> kKinds = {Piece::Kind::Size, Piece::Kind::Base64, Piece::Kind::Quoted,
                                               Piece::Kind::Upper, Piece::Kind::Percent};

// Behind a backslash, and what each stands for; 'x' takes two digits.
constexpr std::string_view kEscapes = "rnt\\\"/0";
constexpr std::string_view kEscaped = {"\r\n\t\\\"/\0", 7};
constexpr std::string_view kHex = "x";

int hex_digit(char c) {
  if (wire::is_digit(c)) return c - '0';
  const char lower = wire::to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

class TemplateParser {
 public:
  TemplateParser(const Text& text, const TemplateOptions& options, Names& names, Diagnostics& mistakes)
      : text_(text), options_(options), names_(names), mistakes_(mistakes), parts_(1) {}

  std::vector<Template> parse_inside() {
    take_inside(text_);
    return std::move(parts_);
  }

  std::vector<Template> parse() {
    const std::string_view text = text_.text;
    while (at_ < text.size()) {
      if (text.substr(at_, 2) == "${") {
        take_value();
      } else if (options_.escapes && text[at_] == '\\') {
        take_escape();
      } else {
        std::size_t end = at_ + 1;
        while (end < text.size() && text[end] != '$' && text[end] != '\\') ++end;
        append_text(parts_.back(), text.substr(at_, end - at_));
        at_ = end;
      }
    }
    return std::move(parts_);
  }

 private:
  void complain(std::string message) { complain(text_.where(at_), std::move(message)); }
  void complain(const Location& where, std::string message) {
    mistakes_.push_back({where, std::move(message)});
  }

  void take_escape() {
    std::string octet;
    const std::size_t begin = at_;
    if (!read_escape(text_.text, at_, octet)) {
      at_ = begin;
      complain("no such escape; there are \\r \\n \\t \\0 \\\\ \\\" and \\xHH");
      ++at_;
    }
    append_text(parts_.back(), octet);
  }

  void take_inside(const Text& inside) {
    static constexpr std::string_view kOperators = "=<>!";
    value_at_ = inside.at;
    value_at_.column -= std::min<std::uint32_t>(value_at_.column - 1, 2);
    const std::size_t colon = inside.text.find(':');
    if (inside.text == "_" ||
        (!inside.text.empty() && kOperators.find(inside.text[0]) != std::string_view::npos)) {
      complain(value_at_,
               "'${" + std::string(inside.text) + "}' stands alone in a pattern, it is no value to insert");
    } else if (colon != std::string_view::npos) {
      take_function(inside, colon);
    } else {
      take_name(inside);
    }
  }

  void take_value() {
    const std::size_t end = text_.text.find('}', at_);
    if (end == std::string_view::npos) {
      complain("'${' without its '}'");
      at_ = text_.text.size();
      return;
    }
    take_inside(text_.from(at_ + 2, end - at_ - 2));
    at_ = end + 1;
  }

  void take_name(const Text& text) {
    std::string_view name = text.text;
    if (const auto constant = names_.constant(name)) return append_text(parts_.back(), *constant);
    if (const Argument* given = names_.argument(name); given != nullptr && !names_.is_bound(*given))
      return take_argument(*given);
    std::int64_t addend = 0;
    const std::size_t sign = name.starts_with("corpus.") ? std::string_view::npos : name.find_last_of("+-");
    bool computed = false;
    if (sign != std::string_view::npos && sign > 0) {
      const auto number = wire::to_number(name.substr(sign + 1));
      computed = number && *number <= UINT32_MAX;
      if (computed) {
        addend = static_cast<std::int64_t>(*number) * (name[sign] == '-' ? -1 : 1);
        name = name.substr(0, sign);
      }
    }
    if (const auto constant = names_.constant(name); constant && computed)
      return add_constants(text.at, *constant, addend);
    const auto slot = names_.use(name, text.at, mistakes_);
    if (!slot) return;
    Piece piece;
    piece.kind = computed ? Piece::Kind::Plus : Piece::Kind::Slot;
    piece.slot = *slot;
    piece.addend = addend;
    append_piece(parts_.back(), std::move(piece), names_.secret(*slot));
  }

  // As if the includer had written it here.
  void take_argument(const Argument& given) {
    const Names::Outside outside(names_);
    const Template value = parse_template(Text{given.value, given.at}, false, names_, mistakes_);
    for (const Piece& piece : value.pieces) {
      if (piece.kind == Piece::Kind::Text) {
        append_text(parts_.back(), piece.text);
      } else {
        append_piece(parts_.back(), piece, value.secret);
      }
    }
  }

  void add_constants(const Location& where, std::string_view constant, std::int64_t addend) {
    const auto number = wire::to_number(constant);
    if (!number || *number > INT64_MAX / 2)
      return complain(where, quote(constant) + " is no number to add to");
    append_text(parts_.back(), std::to_string(static_cast<std::int64_t>(*number) + addend));
  }

  void take_function(const Text& text, std::size_t colon) {
    const std::string_view function = text.text.substr(0, colon);
    const Text argument = text.from(colon + 1);
    const auto known = std::find(kFunctions.begin(), kFunctions.end(), function);
    if (known == kFunctions.end())
      return complain(value_at_,
                      "there is no function '" + std::string(function) + "'" +
                          did_you_mean(nearest(function, std::span<const std::string_view>(kFunctions))));
    if (*known == kRepeat) return take_repeat(argument);
    const auto slot = argument_slot(argument);
    if (!slot) return;
    if (*known == kLiteral) return take_literal(*slot);
    Piece piece;
    piece.kind = kKinds.at(static_cast<std::size_t>(known - kFunctions.begin()));
    piece.slot = *slot;
    append_piece(parts_.back(), std::move(piece), names_.secret(*slot));
  }

  // A constant gets a slot, too: functions work on slots.
  std::optional<SlotIndex> argument_slot(const Text& argument) {
    if (names_.constant(argument.text)) return names_.define_constant(argument.text);
    return names_.use(argument.text, argument.at, mistakes_);
  }

  void take_literal(SlotIndex slot) {
    if (!options_.literals)
      return complain(value_at_, "'${literal:…}' stands only in an IMAP command that is sent");
    Piece size;
    size.kind = Piece::Kind::Size;
    size.slot = slot;
    append_text(parts_.back(), "{");
    append_piece(parts_.back(), std::move(size), false);
    append_text(parts_.back(), options_.literal_plus ? "+}\r\n" : "}\r\n");
    if (!options_.literal_plus) parts_.emplace_back();
    Piece value;
    value.kind = Piece::Kind::Slot;
    value.slot = slot;
    append_piece(parts_.back(), std::move(value), names_.secret(slot));
  }

  void take_repeat(const Text& argument) {
    const std::size_t colon = argument.text.rfind(':');
    const auto count =
        colon == std::string_view::npos ? std::nullopt : wire::to_number(argument.text.substr(colon + 1));
    if (!count) return complain(value_at_, "meant is '${repeat:x:2000}'");
    const std::string_view what = argument.text.substr(0, colon);
    std::string once;
    for (std::size_t i = 0; i < what.size();) {
      if (!options_.escapes || what[i] != '\\' || !read_escape(what, i, once)) once += what[i++];
    }
    if (const auto constant = names_.constant(what)) once = *constant;
    if (once.empty() || *count > kRepeatLimit / once.size()) {
      return complain(value_at_, "a repetition has at least one and at most 64 Mi octets");
    }
    std::string all;
    all.reserve(once.size() * *count);
    for (std::uint64_t i = 0; i < *count; ++i) all += once;
    append_text(parts_.back(), all);
  }

  Text text_;
  TemplateOptions options_;
  Names& names_;
  Diagnostics& mistakes_;
  std::vector<Template> parts_;
  std::size_t at_ = 0;
  Location value_at_;  // of the "${" of the value that is being read
};

}  // namespace

Template parse_value(const Text& inside, Names& names, Diagnostics& mistakes) {
  return std::move(TemplateParser(inside, {}, names, mistakes).parse_inside().front());
}

std::string escape_letters() {
  return std::string(kEscapes) + kHex.front();
}

std::span<const std::string_view> function_words() {
  return kFunctions;
}

bool read_escape(std::string_view text, std::size_t& at, std::string& out) {
  const char kind = at + 1 < text.size() ? text[at + 1] : '\0';
  if (kind == kHex.front() && at + 3 < text.size()) {
    const int high = hex_digit(text[at + 2]);
    const int low = hex_digit(text[at + 3]);
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
    at += 4;
    return true;
  }
  const std::size_t found = kind == '\0' ? std::string_view::npos : kEscapes.find(kind);
  if (found == std::string_view::npos) return false;
  out += kEscaped[found];
  at += 2;
  return true;
}

void append_text(Template& into, std::string_view octets) {
  if (octets.empty()) return;
  if (into.pieces.empty() || into.pieces.back().kind != Piece::Kind::Text) into.pieces.emplace_back();
  into.pieces.back().text += octets;
}

void append_piece(Template& into, Piece piece, bool secret) {
  into.pieces.push_back(std::move(piece));
  into.secret = into.secret || secret;
}

std::vector<Template> parse_segments(const Text& text, const TemplateOptions& options, Names& names,
                                     Diagnostics& mistakes) {
  return TemplateParser(text, options, names, mistakes).parse();
}

Template parse_template(const Text& text, bool escapes, Names& names, Diagnostics& mistakes) {
  TemplateOptions options;
  options.escapes = escapes;
  return std::move(parse_segments(text, options, names, mistakes).front());
}

}  // namespace mailrig::scenario
