// The writers: a folded run to text. Pure functions; only write_reports() touches the disk.
#pragma once

#include <cstddef>
#include <string>
#include <system_error>

#include "reports/run.hpp"

namespace mailrig::reports {

struct TextOptions {
  bool colour = false;  // the caller knows whether it writes to a terminal
  std::size_t width = 100;
  std::size_t details = 20;   // findings shown whole; of the rest only how many there are
  std::size_t exchanges = 6;  // last lines of wire shown with each
};
[[nodiscard]] std::string render_text(const Run& run, const TextOptions& options = {});

// The summary alone: what render_text() ends with. Fits a screen.
[[nodiscard]] std::string render_summary(const Run& run, const TextOptions& options = {});

// Schema: docs/RESULTS.md, version kJsonSchema.
inline constexpr int kJsonSchema = 1;
[[nodiscard]] std::string render_json(const Run& run);

struct JunitOptions {
  bool strict = false;  // a weak scenario is a failure too
};
[[nodiscard]] std::string render_junit(const Run& run, const JunitOptions& options = {});

// One file, no request to anywhere.
[[nodiscard]] std::string render_html(const Run& run);

// report.html, report.json and junit.xml in `directory`, which is made if needed.
[[nodiscard]] std::error_code write_reports(const std::string& directory, const Run& run,
                                            const JunitOptions& options = {});

}  // namespace mailrig::reports
