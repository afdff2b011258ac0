#include "reference-server/listen/event_log.hpp"

#include <chrono>
#include <stdexcept>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/chrono.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace mailrig::server {
namespace {

constexpr std::int64_t kMilli = 1000;
// RFC 3339: "2026-01-31T12:00:00.000Z".
std::string timestamp(std::int64_t milliseconds) {
  return fmt::format("{:%FT%T}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(milliseconds / kMilli)),
                     milliseconds % kMilli);
}

void append_field(std::string& line, const Field& field) {
  line += fmt::format(",\"{}\":", field.first);
  if (const auto* number = std::get_if<std::uint64_t>(&field.second)) {
    line += std::to_string(*number);
  } else {
    line += boost::json::serialize(boost::json::string_view(std::get<std::string_view>(field.second).data(),
                                                            std::get<std::string_view>(field.second).size()));
  }
}

spdlog::sink_ptr open(const std::string& file) {
  if (file == "-") return std::make_shared<spdlog::sinks::stderr_sink_st>();
  try {
    return std::make_shared<spdlog::sinks::basic_file_sink_st>(file);
  } catch (const spdlog::spdlog_ex&) {
    throw std::runtime_error(file + ": cannot be written");
  }
}

}  // namespace

struct EventLog::Impl {
  explicit Impl(spdlog::sink_ptr sink) : logger("mailrig", std::move(sink)) {
    logger.set_pattern("%v");
    logger.flush_on(spdlog::level::info);
  }
  spdlog::logger logger;
};

EventLog::EventLog(std::string file, Clock clock)
    : file_(std::move(file)), clock_(std::move(clock)), impl_(std::make_unique<Impl>(open(file_))) {}

EventLog::~EventLog() = default;

void EventLog::write(std::string_view event, std::initializer_list<Field> fields) {
  std::string line = fmt::format(R"({{"time":"{}","event":"{}")", timestamp(clock_()), event);
  for (const Field& field : fields) append_field(line, field);
  line += '}';
  impl_->logger.info(spdlog::string_view_t(line.data(), line.size()));
}

void EventLog::reopen() {
  if (file_ != "-") impl_ = std::make_unique<Impl>(open(file_));
}

}  // namespace mailrig::server
