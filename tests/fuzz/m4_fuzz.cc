// The whole m4 engine on arbitrary text: confined (no commands, no files), with limits on calls, text and output, so that
// what is found is a fault and not a long computation. The first byte chooses options.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "m4cf/engine.h"
#include "m4cf/explain.h"
#include "m4cf/frozen_state.h"
#include "m4cf/lint.h"

namespace {

constexpr size_t kMostOutput = 1 << 20;

// Fails when too much was written, which ends the run.
class BoundedSink : public sm::m4cf::ByteSink {
 public:
  sm::Result<void> write(std::string_view bytes) override {
    written_ += bytes.size();
    if (written_ > kMostOutput) return sm::Error{"enough"};
    return {};
  }

 private:
  size_t written_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sm::m4cf;
  if (size == 0 || size > 4096) return 0;
  const uint8_t choice = data[0];
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (choice == 'L') return lint_mc(text).size() > size ? 1 : 0;

  EngineOptions options;
  options.confined = true;
  options.most_calls = 1000;
  options.longest_text = 8 * 1024;
  options.regex_steps = 10000;
  options.nesting_limit = 1000;
  options.sync_lines = (choice & 1) != 0;
  options.gnu_extensions = (choice & 2) == 0;
  options.prefix_builtins = (choice & 4) != 0;
  BoundedSink output;
  BoundedSink errors;
  Engine engine(options, output, errors);
  if (choice & 8) engine.tracer().set_flags(kDebugVerbose);
  if (choice & 16) explain_diagnostics(engine);
  engine.regexes().set_utf8_locale((choice & 32) != 0);
  engine.run([text, choice](Engine& m4) {
    if (choice & 64) {
      reload_text(m4, text, "state");
    } else {
      m4.install_builtins();
      m4.process_text(text, "input");
    }
    m4.finish_wrapped();
    static_cast<void>(freeze(m4));
    m4.finish();
  });
  return 0;
}
