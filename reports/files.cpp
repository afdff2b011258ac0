#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "reports/diff.hpp"
#include "reports/matrix.hpp"
#include "reports/reports.hpp"

namespace mailrig::reports {

namespace {

std::error_code last_error() {
  return {errno == 0 ? EIO : errno, std::generic_category()};
}

std::error_code write_file(const std::filesystem::path& path, const std::string& text) {
  errno = 0;
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) return last_error();
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const std::error_code error = written ? std::error_code() : last_error();
  if (std::fclose(file) != 0 && !error) return last_error();
  return error;
}

}  // namespace

std::error_code write_diff(const std::string& directory, const Diff& diff) {
  std::error_code error;
  const std::filesystem::path folder(directory);
  std::filesystem::create_directories(folder, error);
  if (error) return error;
  error = write_file(folder / "diff.html", render_diff_html(diff));
  if (!error) error = write_file(folder / "diff.json", render_diff_json(diff));
  return error;
}

std::error_code write_matrix(const std::string& directory, const Matrix& matrix,
                             const JunitOptions& options) {
  std::error_code error;
  const std::filesystem::path folder(directory);
  std::filesystem::create_directories(folder, error);
  if (error) return error;
  error = write_file(folder / "matrix.html", render_matrix_html(matrix));
  if (!error) error = write_file(folder / "matrix.json", render_matrix_json(matrix));
  if (!error) error = write_file(folder / "junit.xml", render_matrix_junit(matrix, options));
  return error;
}

std::error_code write_reports(const std::string& directory, const Run& run, const JunitOptions& options) {
  std::error_code error;
  const std::filesystem::path folder(directory);
  std::filesystem::create_directories(folder, error);
  if (error) return error;
  error = write_file(folder / "report.html", render_html(run));
  if (!error) error = write_file(folder / "report.json", render_json(run));
  if (!error) error = write_file(folder / "junit.xml", render_junit(run, options));
  if (!error) error = write_file(folder / "results.tap", render_tap(run, {.strict = options.strict}));
  if (!error) error = write_file(folder / "summary.md", render_markdown(run));
  return error;
}

}  // namespace mailrig::reports
