// How a run is told: on the terminal, in files, and to the CI system that it runs in. For check and report.
#pragma once

#include <span>
#include <string>

#include "harness/cli/command.hpp"
#include "reports/matrix.hpp"

namespace mailrig::cli {

class ReportOptions {
 public:
  // `whole`: text shows each finding, too, not the summary alone.
  void add(Command app, bool whole);
  [[nodiscard]] const std::string& out() const { return out_; }  // empty: no files are wanted
  [[nodiscard]] bool strict() const { return strict_; }
  [[nodiscard]] bool quiet() const { return quiet_; }
  // Prints the run and writes its files. What could not be written, a line; empty: all was.
  [[nodiscard]] std::string tell(const reports::Run& run) const;
  // The same of several runs side by side; the files of each go into a folder of its own in out().
  [[nodiscard]] std::string tell(const reports::Matrix& matrix) const;
  // Why several runs can't be told so; empty: they can.
  [[nodiscard]] std::string no_matrix() const;
  // The files alone, in another folder than out().
  [[nodiscard]] std::string write(const reports::Run& run, const std::string& folder) const;
  [[nodiscard]] bool colour() const;  // of text on stdout

 private:
  [[nodiscard]] std::string text(const reports::Run& run) const;
  [[nodiscard]] static std::string summary(const reports::Run& run);
  [[nodiscard]] reports::JunitOptions junit() const;
  void annotate(std::span<const reports::ColumnRun> runs) const;
  [[nodiscard]] std::string tell_github(const reports::Run& run) const;

  std::string out_, format_ = "text", color_ = "auto";
  bool strict_ = false, surefire_ = false, quiet_ = false, verbose_ = false;
};

}  // namespace mailrig::cli
