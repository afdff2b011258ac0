#include "harness/record/reader.hpp"

#include <cstdio>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "harness/record/fields.hpp"
#include "harness/record/utf8.hpp"

namespace mailrig::record {

namespace {

namespace json = boost::json;

// Reads the members of one object; the first mistake stays in `error`.
class ObjectReader {
 public:
  ObjectReader(const json::object& object, std::string& error) : object_(object), error_(error) {}

  template <class T>
  void operator()(std::string_view key, T&& member) {
    if (!error_.empty()) return;
    const json::value* found = object_.if_contains(json::string_view(key.data(), key.size()));
    if (found == nullptr) {
      error_ = "key '" + std::string(key) + "' is missing";
    } else if (!read(*found, member)) {
      if (error_.empty()) error_ = "key '" + std::string(key) + "' has a wrong value";
    } else {
      ++taken_;
    }
  }
  void finish() {
    if (error_.empty() && taken_ != object_.size()) error_ = "an unknown key";
  }

 private:
  static bool read(const json::value& from, std::string& to) {
    const json::string* text = from.if_string();
    if (text != nullptr) to.assign(text->data(), text->size());
    return text != nullptr;
  }
  static bool read(const json::value& from, Bytes<std::string> to) {
    const json::string* text = from.if_string();
    return text != nullptr && append_unescaped(to.text, std::string_view(text->data(), text->size()));
  }
  static bool read(const json::value& from, bool& to) {
    const bool* flag = from.if_bool();
    if (flag != nullptr) to = *flag;
    return flag != nullptr;
  }
  static bool read(const json::value& from, double& to) {
    if (!from.is_number()) return false;
    to = from.to_number<double>();
    return true;
  }
  template <class Integer>
  requires(std::is_integral_v<Integer> &&
           !std::is_same_v<Integer, bool>) static bool read(const json::value& from, Integer& to) {
    boost::system::error_code wrong;
    const auto number = from.to_number<Integer>(wrong);
    if (wrong || from.is_double()) return false;
    to = number;
    return true;
  }
  static bool read(const json::value& from, std::chrono::nanoseconds& to) {
    std::int64_t count = 0;
    if (!read(from, count)) return false;
    to = std::chrono::nanoseconds(count);
    return true;
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  static bool read(const json::value& from, Enum& to) {
    constexpr std::uint8_t kMostWords = 16;
    std::string text;
    if (!read(from, text)) return false;
    for (std::uint8_t i = 0; i < kMostWords; ++i) {
      to = static_cast<Enum>(i);
      if (name(to) == text) return true;
    }
    return false;
  }
  template <class Part>
  requires IsPart<Part>
  bool read(const json::value& from, Part& to) {
    const json::object* object = from.if_object();
    if (object == nullptr) return false;
    ObjectReader reader(*object, error_);
    fields(reader, to);
    reader.finish();
    return error_.empty();
  }
  bool read(const json::value& from, Histogram& to) {
    const json::object* object = from.if_object();
    if (object == nullptr) return false;
    std::vector<std::pair<std::uint32_t, std::uint64_t>> buckets;
    std::chrono::nanoseconds min{}, max{};
    double sum = 0;
    ObjectReader reader(*object, error_);
    reader("buckets", buckets);
    reader("min", min);
    reader("max", max);
    reader("sum", sum);
    reader.finish();
    to = Histogram::from_buckets(buckets, min, max, sum);
    return error_.empty();
  }
  template <class A, class B>
  bool read(const json::value& from, std::pair<A, B>& to) {
    const json::array* array = from.if_array();
    return array != nullptr && array->size() == 2 && read((*array)[0], to.first) &&
           read((*array)[1], to.second);
  }
  template <class T>
  bool read(const json::value& from, std::vector<T>& to) {
    const json::array* array = from.if_array();
    if (array == nullptr) return false;
    for (const json::value& item : *array) {
      if (!read(item, to.emplace_back())) return false;
    }
    return true;
  }

  const json::object& object_;
  std::string& error_;
  std::size_t taken_ = 0;
};

template <std::size_t I = 0>
bool read_event(std::string_view kind, const json::object& object, Event& event, std::string& error) {
  if constexpr (I < std::variant_size_v<Event>) {
    if (kind != kEventNames[I]) return read_event<I + 1>(kind, object, event, error);
    std::string same_kind;
    ObjectReader reader(object, error);
    reader("event", same_kind);
    fields(reader, event.emplace<I>());
    reader.finish();
    return true;
  } else {
    return false;
  }
}

ReadError mistake(std::string what) {
  return ReadError{1, std::move(what)};
}

}  // namespace

std::variant<Event, ReadError> parse_line(std::string_view line) {
  if (line.size() > kLineLimit) return mistake("longer than any event");
  boost::system::error_code wrong;
  const json::value parsed = json::parse(json::string_view(line.data(), line.size()), wrong);
  if (wrong) return mistake("no JSON: " + wrong.message());
  const json::object* object = parsed.if_object();
  const json::value* kind = object == nullptr ? nullptr : object->if_contains("event");
  if (kind == nullptr || !kind->is_string()) return mistake("no object with a key 'event'");
  const std::string word(kind->get_string().data(), kind->get_string().size());
  Event event;
  std::string error;
  if (!read_event(word, *object, event, error)) return mistake("unknown event '" + word + "'");
  if (!error.empty()) return mistake(word + ": " + error);
  return event;
}

Events parse_lines(std::string_view text) {
  Events result;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t lf = text.find('\n');
    auto parsed = parse_line(text.substr(0, lf));
    if (auto* error = std::get_if<ReadError>(&parsed)) {
      error->line = number;
      result.errors.push_back(std::move(*error));
      break;
    }
    result.events.push_back(std::move(std::get<Event>(parsed)));
    text.remove_prefix(lf == std::string_view::npos ? text.size() : lf + 1);
  }
  return result;
}

Events read_file(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rbe");
  Events failed;
  failed.errors.push_back({0, "can't be read"});
  if (file == nullptr) return failed;
  std::string text;
  std::array<char, 65536> piece{};
  std::size_t size = 0;
  while ((size = std::fread(piece.data(), 1, piece.size(), file)) > 0) text.append(piece.data(), size);
  const bool wrong = std::ferror(file) != 0;
  std::fclose(file);
  return wrong ? failed : parse_lines(text);
}

}  // namespace mailrig::record
