#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

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

// Each file that there is room for, whatever became of the others: a line for each that could not be written.
class Folder {
 public:
  explicit Folder(const std::string& directory) : folder_(directory) {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    made_ = !error;
    if (error) complain(folder_, error);
  }
  void write(const char* name, const std::string& text) {
    if (!made_) return;
    if (const std::error_code error = write_file(folder_ / name, text)) complain(folder_ / name, error);
  }
  [[nodiscard]] const std::string& complaints() const { return complaints_; }

 private:
  void complain(const std::filesystem::path& path, const std::error_code& error) {
    complaints_ += path.string() + ": " + error.message() + "\n";
  }

  std::filesystem::path folder_;
  bool made_ = false;
  std::string complaints_;
};

}  // namespace

std::string write_diff(const std::string& directory, const Diff& diff) {
  Folder folder(directory);
  folder.write("diff.html", render_diff_html(diff));
  folder.write("diff.json", render_diff_json(diff));
  return folder.complaints();
}

std::string write_matrix(const std::string& directory, const Matrix& matrix, const JunitOptions& options) {
  Folder folder(directory);
  folder.write("matrix.html", render_matrix_html(matrix));
  folder.write("matrix.json", render_matrix_json(matrix));
  folder.write("junit.xml", render_matrix_junit(matrix, options));
  return folder.complaints();
}

std::string write_reports(const std::string& directory, const Run& run, const JunitOptions& options) {
  Folder folder(directory);
  folder.write("report.html", render_html(run));
  folder.write("report.json", render_json(run));
  folder.write("junit.xml", render_junit(run, options));
  folder.write("results.tap", render_tap(run, {.strict = options.strict}));
  folder.write("summary.md", render_markdown(run));
  return folder.complaints();
}

}  // namespace mailrig::reports
