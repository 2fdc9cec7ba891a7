// See the header. The library speaks at LogLevel 14 and above, because its complaints are about other people's mistakes.
#include "sendmaild/delivery/site_sasl.h"

#include "lib/base/log.h"

namespace sm::delivery {
namespace {

// SASL_LOG_DEBUG: what comes above it can have passwords in it.
constexpr int kMostDetailed = 5;

}  // namespace

Result<std::shared_ptr<auth::SaslLibrary>> start_sasl(const Site& site) {
  auth::SaslLibrary::Options options;
  int level = site.options().log_level;
  options.log = [level](int priority, const std::string& text) {
    if (level > 13 && priority <= kMostDetailed) log::write_plain(log::Priority::notice, "AUTH: " + text);
  };
  auto library = auth::SaslLibrary::start(std::move(options));
  if (!library && level > 8) log::write_plain(log::Priority::warning, "AUTH: " + library.error().text);
  return library;
}

std::shared_ptr<auth::SaslLibrary> SharedSasl::library(const Site& site) {
  return library_.with([&site](std::shared_ptr<auth::SaslLibrary>& kept) {
    if (kept) return kept;
    if (auto started = start_sasl(site)) kept = *std::move(started);
    return kept;
  });
}

}  // namespace sm::delivery
