// The expressions of eval: 32-bit integers with wraparound, C's operators and `**`.
#pragma once

#include <string>
#include <string_view>

namespace sm::m4cf {

struct Evaluation {
  int value = 0;
  // Empty when the value counts, else what to say before ": expression".
  std::string_view error;
  // How often `=` was used as `==`.
  int assignments = 0;
};

Evaluation evaluate(std::string_view expression);

// The number in a radix of 1 to 36, padded with zeros behind its sign to `width` digits. Radix 1 writes as many ones.
std::string number_text(int value, int radix, int width);

}  // namespace sm::m4cf
