// The JSON Schema (draft 7) of a kind of file, from its reader's own table of keys.
#pragma once

#include <string>

#include "harness/cli/lint_kinds.hpp"

namespace mailrig::cli {

[[nodiscard]] std::string render_schema(const KindInfo& kind);

}  // namespace mailrig::cli
