// See the header. Written with the rights the caller has anyway; a symbolic link is not followed.
// Invariant: an existing dead.letter only grows.
#include "sendmaild/cli/dead_letter.h"

#include <fcntl.h>
#include <unistd.h>

#include "lib/base/posix.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/delivery/envelope_log.h"
#include "sendmaild/message/date.h"
#include "sendmaild/message/write_message.h"

namespace sm::cli {

std::optional<std::string> save_dead_letter(const delivery::Site& site, const Caller& who,
                                            const message::Envelope& envelope, const message::BodyFile& body) {
  const config::Mailer* mailer = site.config->find_mailer("*file*");
  if (mailer == nullptr || who.home.empty()) return std::nullopt;
  std::string path = who.home + "/dead.letter";
  UniqueFd fd(open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) return std::nullopt;
  macros::MacroScope scope(&envelope.macros);
  scope.set("g", delivery::bare_address(envelope.sender));
  scope.set("d", message::ctime_date(std::chrono::system_clock::now()));
  message::MessageForm form;
  form.config = site.config.get();
  form.mailer = mailer;
  form.macros = &scope;
  auto written = message::write_message(fd.get(), envelope, body, form);
  if (written) written = write_all(fd.get(), "\n");
  if (!written) return std::nullopt;
  return path;
}

}  // namespace sm::cli
