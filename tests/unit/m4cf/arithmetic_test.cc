// eval's numbers and errors, as recorded from GNU m4 1.4.19.
#include "m4cf/arithmetic.h"

#include <doctest/doctest.h>

using namespace sm::m4cf;

TEST_CASE("arithmetic: values") {
  struct Row {
    const char* expression;
    int value;
  };
  const Row rows[] = {
      {"1+2*3", 7},          {"-2**2", 4},         {"2**3**2", 512},   {"2147483647+1", -2147483647 - 1},
      {"1<<33", 2},          {"-8>>1", -4},        {"0x1f", 31},       {"0b101", 5},
      {"0r36:z", 35},        {"010", 8},           {"!5", 0},          {"~0", -1},
      {"1||1/0", 1},         {"0&&1%0", 0},        {"1==1==1", 1},     {"3>2>1", 0},
      {"-2147483648/-1", -2147483647 - 1},         {"-2147483648%-1", 0}, {"2=2", 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.expression);
    Evaluation result = evaluate(row.expression);
    CHECK(result.error.empty());
    CHECK(result.value == row.value);
  }
}

TEST_CASE("arithmetic: errors") {
  struct Row {
    const char* expression;
    const char* error;
  };
  const Row rows[] = {
      {"1+", "bad expression in eval"},
      {"(1", "bad expression in eval (missing right parenthesis)"},
      {"1a", "bad expression in eval (bad input)"},
      {"1 2", "bad expression in eval (excess input)"},
      {"1||(1/0)", "bad expression in eval (excess input)"},
      {"--8", "invalid operator in eval"},
      {"1/0", "divide by zero in eval"},
      {"1%0", "modulo by zero in eval"},
      {"2**-1", "negative exponent in eval"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.expression);
    CHECK(evaluate(row.expression).error == row.error);
  }
}

TEST_CASE("arithmetic: endless nesting is refused, not recursed into") {
  CHECK(!evaluate(std::string(1'000'000, '(')).error.empty());
  CHECK(!evaluate(std::string(1'000'000, '-') + "1").error.empty());
}

TEST_CASE("arithmetic: radix and width") {
  CHECK(number_text(-5, 2, 6) == "-000101");
  CHECK(number_text(255, 16, 1) == "ff");
  CHECK(number_text(5, 1, 8) == "00011111");
  CHECK(number_text(0, 1, 1) == "0");
  CHECK(number_text(-2147483647 - 1, 10, 1) == "-2147483648");
}
