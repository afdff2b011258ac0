// Exit codes, the same for every subcommand.
#pragma once

namespace mailrig::cli {

enum ExitCode : int {
  kAllWell = 0,
  kFailed = 1,       // a MUST failed, or an objective was missed
  kWrongUse = 2,     // wrong use, wrong input, or nothing selected
  kUnreachable = 3,  // the target
  kOurFault = 4,
  kBaselineOld = 5,  // out of date
  kRunInvalid = 6,   // the generator, not the target, was the limit
  kInterrupted = 130,
};

}  // namespace mailrig::cli
