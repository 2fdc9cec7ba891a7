// See the header. Security: the grammar has no slash, no dot and no NUL; the helper believes nothing else.
#include "sendmaild/queue/files/queue_file.h"

#include <algorithm>

#include "lib/base/ascii.h"

namespace sm::queue {

bool is_file_kind(char letter) { return letter != '\0' && std::string_view("qdtxhQ").find(letter) != std::string_view::npos; }

bool is_queue_id(std::string_view text) {
  constexpr size_t kShortest = 8, kLongest = 18;
  return text.size() >= kShortest && text.size() <= kLongest && std::all_of(text.begin(), text.end(), ascii::is_alnum);
}

std::string queue_id_tail(pid_t pid) {
  constexpr size_t kDigits = 6;
  std::string digits = std::to_string(pid);
  return std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

bool is_queue_id_of(std::string_view id, pid_t pid) {
  constexpr size_t kTimeAndCounter = 8;
  return is_queue_id(id) && id.substr(kTimeAndCounter) == queue_id_tail(pid);
}

std::string QueueFile::name() const { return std::string{static_cast<char>(kind), 'f'} + id; }

}  // namespace sm::queue
