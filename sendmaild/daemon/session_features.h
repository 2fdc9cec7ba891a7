// What a session offers and insists on: options, modifiers of DaemonPortOptions and the letters of ruleset srv_features,
// combined into the Features of smtp/server/policy.h.
#pragma once

#include <string>

#include "sendmaild/daemon/session_context.h"
#include "sendmaild/smtp/server/limits.h"
#include "sendmaild/smtp/server/policy.h"

namespace sm::daemon {

// ${daemon_flags}: the modifiers separated by blanks, upper-case letters doubled ("Ea" is "EE a").
std::string daemon_flags(const std::string& modifiers);
// ${daemon_flags} of mail that comes by command and not by a port: DirectSubmissionModifiers, or what stands for them.
enum class SubmissionKind { direct, gateway };
std::string submission_flags(const config::Options& options, SubmissionKind kind);

struct SessionFeatures {
  smtp::server::Features features;
  bool offer_auth = true;
  bool temporary = false;  // srv_features answered "t": greet with a temporary refusal
};

// Runs srv_features when there is one.
SessionFeatures session_features(SessionContext& context);

// The limits of options and PrivacyOptions.
smtp::server::Limits session_limits(const config::Options& options);

}  // namespace sm::daemon
