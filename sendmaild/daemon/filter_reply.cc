// See the header. Lines after the first keep their text alone: a reply has one code.
#include "sendmaild/daemon/filter_reply.h"

#include "lib/base/text.h"
#include "sendmaild/milter/answer.h"

namespace sm::daemon {

smtp::Reply filter_reply(std::string_view text, const std::string& about) {
  std::string plain = milter::without_doubled_percent(text);
  smtp::Reply reply;
  for (std::string_view line : split(plain, '\n')) {
    smtp::Reply parsed = smtp::reply_from_text(trim_right(line), 550);
    if (!reply.is_set()) {
      reply = smtp::reply::about(about, parsed.code, parsed.enhanced, parsed.lines.front());
    } else if (!trim(line).empty()) {
      reply.lines.push_back(parsed.lines.front());
    }
  }
  return reply;
}

}  // namespace sm::daemon
