// Fuzz target: arguments of MAIL and RCPT, path and parameters.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "sendmaild/smtp/esmtp_parameters.h"

using namespace sm::smtp;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string parameters(text);
  auto split = split_path_argument(text, "from");
  if (auto* path = std::get_if<PathArgument>(&split)) {
    if (path->address.empty()) abort();
    parameters = path->parameters;
  }
  ParameterRules rules;
  rules.smtputf8 = size % 2 == 0;
  auto mail = parse_mail_parameters(parameters, rules);
  if (auto* refusal = std::get_if<Reply>(&mail); refusal != nullptr && !refusal->is_permanent()) abort();
  auto rcpt = parse_rcpt_parameters(parameters, rules);
  if (auto* refusal = std::get_if<Reply>(&rcpt); refusal != nullptr && !refusal->is_permanent()) abort();
  return 0;
}
