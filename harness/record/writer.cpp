#include "harness/record/writer.hpp"

#include <cmath>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "harness/record/fields.hpp"
#include "harness/record/utf8.hpp"

namespace mailrig::record {

namespace {

namespace json = boost::json;

class ObjectWriter {
 public:
  template <class T>
  void operator()(std::string_view key, const T& member) {
    object_[json::string_view(key.data(), key.size())] = value(member);
  }
  json::object take() { return std::move(object_); }

 private:
  static json::value value(const std::string& text) { return json::value(json::string(clean_utf8(text))); }
  static json::value value(Bytes<const std::string> bytes) {
    return json::value(json::string(escaped(bytes.text)));
  }
  static json::value value(bool flag) { return json::value(flag); }
  static json::value value(double number) { return json::value(std::isfinite(number) ? number : 0.0); }
  static json::value value(int number) { return json::value(number); }
  static json::value value(std::uint16_t number) { return json::value(std::uint64_t{number}); }
  static json::value value(std::uint32_t number) { return json::value(std::uint64_t{number}); }
  static json::value value(std::uint64_t number) { return json::value(number); }
  static json::value value(std::chrono::nanoseconds time) { return json::value(std::int64_t{time.count()}); }
  template <class Enum>
  requires std::is_enum_v<Enum>
  static json::value value(Enum word) {
    const std::string_view text = name(word);
    return json::value(json::string(text.data(), text.size()));
  }
  template <class Part>
  requires IsPart<Part>
  static json::value value(const Part& part) {
    ObjectWriter writer;
    fields(writer, part);
    return json::value(writer.take());
  }
  static json::value value(const Histogram& histogram) {
    ObjectWriter writer;
    writer("buckets", histogram.buckets());
    writer("min", histogram.min());
    writer("max", histogram.max());
    writer("sum", histogram.sum_ns());
    return json::value(writer.take());
  }
  template <class A, class B>
  static json::value value(const std::pair<A, B>& pair) {
    return json::value(json::array{value(pair.first), value(pair.second)});
  }
  template <class T>
  static json::value value(const std::vector<T>& list) {
    json::array array;
    array.reserve(list.size());
    for (const T& item : list) array.push_back(value(item));
    return json::value(std::move(array));
  }

  json::object object_;
};

}  // namespace

void append_line(std::string& out, const Event& event) {
  ObjectWriter writer;
  writer("event", std::string(kEventNames.at(event.index())));
  std::visit([&](const auto& e) { fields(writer, e); }, event);
  out += json::serialize(writer.take());
}

std::unique_ptr<Writer> Writer::open(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  return file == nullptr ? nullptr : std::unique_ptr<Writer>(new Writer(file));
}

Writer::~Writer() {
  std::fclose(file_);
}

// What is still kept back must reach the disk to be known to fit on it.
bool Writer::failed() {
  const std::lock_guard lock(mutex_);
  if (std::fflush(file_) != 0) failed_ = true;
  return failed_;
}

void Writer::put(const Event& event) {
  const std::lock_guard lock(mutex_);
  line_.clear();
  append_line(line_, event);
  line_.push_back('\n');
  if (std::fwrite(line_.data(), 1, line_.size(), file_) != line_.size()) failed_ = true;
}

}  // namespace mailrig::record
