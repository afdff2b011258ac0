#include "harness/cli/scenarios_folder.hpp"

#include <cstdlib>

namespace mailrig::cli {

namespace fs = std::filesystem;

fs::path find_scenarios(const std::string& named) {
  std::error_code error;
  if (!named.empty()) return fs::is_directory(named, error) ? fs::path(named) : fs::path();
  const char* environment = std::getenv("MAILRIG_SCENARIOS");
  if (environment != nullptr && *environment != '\0') return environment;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (fs::path at = program.parent_path(); at.has_relative_path(); at = at.parent_path()) {
    fs::path installed = at / "share/mailrig/scenarios";
    if (fs::is_directory(installed / "corpus", error)) return installed;
    if (fs::is_directory(at / "scenarios/corpus", error)) return at / "scenarios";
  }
  return {};
}

}  // namespace mailrig::cli
