// The order of a dialogue's lines: branches that are taken or not, threads of clients, and which variables
// have a value where.
#pragma once

#include <vector>

#include "harness/scenario/dialogue_compiler.hpp"

namespace mailrig::scenario {

// Who makes steps of single lines.
class LineCompiler {
 public:
  virtual ~LineCompiler() = default;
  virtual void add(const Line& line) = 0;
  virtual void push(const Line& line, Action action) = 0;
  virtual void seal() = 0;  // ends a group: what follows does not belong to it
  [[nodiscard]] virtual ClientIndex client_of(const Line& line) const = 0;
  [[nodiscard]] virtual std::vector<Step>& steps() = 0;
};

void compile_blocks(const std::vector<Line>& lines, const DialogueContext& context, Names& names,
                    LineCompiler& compiler, Diagnostics& mistakes);

}  // namespace mailrig::scenario
