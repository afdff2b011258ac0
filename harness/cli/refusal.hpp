// What ends a command before its time: thrown by whoever finds it, told by main.
#pragma once

#include <string>

namespace mailrig::cli {

struct Refusal {
  int code;             // see exit_code.hpp
  std::string message;  // whole lines
};

}  // namespace mailrig::cli
