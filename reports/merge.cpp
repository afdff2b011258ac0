#include "reports/merge.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace mailrig::reports {

namespace {

void join(std::string& whole, const std::string& part, const char* between) {
  if (!whole.empty() && !part.empty()) whole += between;
  whole += part;
}

template <typename T>
void add(std::vector<T>& whole, const std::vector<T>& part) {
  for (const T& each : part) {
    if (std::find(whole.begin(), whole.end(), each) == whole.end()) whole.push_back(each);
  }
}

void merge_into(std::optional<record::RunStarted>& whole, const record::RunStarted& part) {
  if (!whole) {
    whole = part;
    return;
  }
  join(whole->kind, part.kind, " and ");
  join(whole->command, part.command, " && ");
  add(whole->remarks, part.remarks);
}

void merge_into(std::optional<record::RunEnded>& whole, const record::RunEnded& part) {
  if (!whole) {
    whole = part;
    return;
  }
  whole->at = std::max(whole->at, part.at);
  if (whole->exit_code == 0) whole->exit_code = part.exit_code;
  whole->interrupted = whole->interrupted || part.interrupted;
  add(whole->invalid, part.invalid);
  add(whole->left, part.left);
}

}  // namespace

std::vector<record::Event> merge(std::vector<std::vector<record::Event>> records) {
  std::optional<record::RunStarted> started;
  std::optional<record::RunEnded> ended;
  std::vector<record::Event> between;
  for (std::vector<record::Event>& events : records) {
    for (record::Event& event : events) {
      if (const auto* first = std::get_if<record::RunStarted>(&event)) {
        merge_into(started, *first);
      } else if (const auto* last = std::get_if<record::RunEnded>(&event)) {
        merge_into(ended, *last);
      } else {
        between.push_back(std::move(event));
      }
    }
  }
  std::vector<record::Event> merged;
  if (started) merged.emplace_back(*std::move(started));
  std::move(between.begin(), between.end(), std::back_inserter(merged));
  if (ended) merged.emplace_back(*std::move(ended));
  return merged;
}

}  // namespace mailrig::reports
