// Process titles for Linux: the text is written over argv and environment, whose contents were copied away before.
// Invariant: never writes beyond the memory the kernel laid out for them.
#include "sendmaild/process/process_title.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace sm::process {
namespace {

struct TitleSpace {
  char* begin = nullptr;
  size_t size = 0;
  std::string prefix;
};

TitleSpace& space() {
  static TitleSpace instance;
  return instance;
}

// Libraries look at the environment while the process ends, after the copies are gone.
struct EmptyEnvironmentAtEnd {
  ~EmptyEnvironmentAtEnd() {
    static char* nothing[] = {nullptr};
    environ = nothing;
  }
};

}  // namespace

void keep_title_space(int argc, char** argv) {
  if (argc < 1) return;
  char* end = argv[0];
  for (int i = 0; i < argc; ++i) {
    if (argv[i] == end) end = argv[i] + std::strlen(argv[i]) + 1;
  }
  // The environment lies behind the arguments; its strings are copied so that their memory can be used. The copies live
  // as long as the process.
  static std::vector<std::string> kept;
  static std::vector<char*> pointers;
  static EmptyEnvironmentAtEnd last;  // made last, destroyed first
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    if (*entry == end) end = *entry + std::strlen(*entry) + 1;
    kept.emplace_back(*entry);
  }
  for (std::string& entry : kept) pointers.push_back(entry.data());
  pointers.push_back(nullptr);
  environ = pointers.data();
  space().begin = argv[0];
  space().size = static_cast<size_t>(end - argv[0]);
}

void set_title_prefix(const std::string& prefix) { space().prefix = prefix.empty() ? "" : prefix + ": "; }

void set_process_title(const std::string& title) {
  TitleSpace& target = space();
  if (target.begin == nullptr || target.size < 2) return;
  std::string text = "sendmail: " + target.prefix + title;
  size_t length = std::min(text.size(), target.size - 1);
  std::memset(target.begin, 0, target.size);
  std::memcpy(target.begin, text.data(), length);
}

}  // namespace sm::process
