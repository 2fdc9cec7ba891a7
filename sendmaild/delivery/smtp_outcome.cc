// See the header. Invariant: silence, loss and 4xx are deferrals; only a 5xx of the server, or a name service that says
// "there is none", fails a recipient for good.
#include "sendmaild/delivery/smtp_outcome.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "sendmaild/delivery/exit_status_map.h"

namespace sm::delivery {
namespace {

using smtp::client::Answer;
using smtp::client::Phase;

constexpr size_t kSentTextLength = 403;

std::string without_dot(std::string host) {
  if (host.size() > 1 && host.back() == '.') host.pop_back();
  return host;
}

Outcome refused(Phase phase, const Answer& answer) {
  ExitStatus status = ExitStatus::unavailable;
  std::string enhanced = answer.enhanced.text();
  if (phase == Phase::rcpt && (answer.code == 550 || answer.code == 551 || answer.code == 553)) status = ExitStatus::no_user;
  if (phase == Phase::mail) {
    if (answer.code == 501 || answer.code == 553) status = ExitStatus::data_error;
  }
  if (phase == Phase::greeting || phase == Phase::hello) enhanced = "5.5.0";
  Outcome outcome = outcome_of_status(status, "");
  if (!enhanced.empty()) outcome.enhanced = enhanced;
  return outcome;
}

}  // namespace

std::string network_error_text(int error, const std::string& host) {
  switch (error) {
    case ECONNREFUSED: return "Connection refused by " + host;
    case ETIMEDOUT: return "Connection timed out with " + host;
    case ECONNRESET: case EPIPE: return "Connection reset by " + host;
    case EHOSTDOWN: return "Host " + host + " is down";
    case ENETDOWN: case ENETUNREACH: case ENETRESET: case ECONNABORTED: case EHOSTUNREACH:
      return host + ": " + std::strerror(error);
    default: return std::strerror(error);
  }
}

Outcome outcome_of_connect(int error, const std::string& host) {
  Outcome outcome = outcome_of_status(ExitStatus::temp_fail, network_error_text(error, host));
  outcome.enhanced = "4.4.1";
  outcome.error_number = error;
  return outcome;
}

Outcome outcome_of_trouble(const queue::HostStatus& status, const std::string& host) {
  bool temporary = status.status == ExitStatus::temp_fail;
  std::string why = temporary && status.error_number != 0 ? network_error_text(status.error_number, host) : "";
  Outcome outcome = outcome_of_status(status.status, why);
  if (!status.enhanced.empty()) outcome.enhanced = status.enhanced;
  outcome.relay = host;
  outcome.remote_mta = without_dot(host);
  return outcome;
}

Outcome outcome_of_answer(Phase phase, const Answer& answer, const std::string& host) {
  if (!answer.is_reply()) {
    int error = answer.kind == Answer::Kind::timed_out ? ETIMEDOUT : answer.kind == Answer::Kind::closed ? ECONNRESET : answer.error;
    Outcome outcome = outcome_of_status(ExitStatus::temp_fail, network_error_text(error == 0 ? ECONNRESET : error, host));
    outcome.enhanced = "4.4.2";
    outcome.error_number = error == 0 ? ECONNRESET : error;
    return outcome;
  }
  Outcome outcome;
  if (answer.ok() && phase == Phase::final_dot) {
    outcome = outcome_of_status(ExitStatus::ok, "");
    outcome.enhanced = answer.enhanced.is_set() ? answer.enhanced.text() : "2.0.0";
    std::string text = answer.text.substr(0, kSentTextLength);
    if (!text.empty()) outcome.stat = fmt::format("Sent ({})", text);
  } else if (answer.temporary()) {
    outcome = outcome_of_status(ExitStatus::temp_fail, answer.line);
    bool early = phase == Phase::greeting || phase == Phase::hello;
    outcome.enhanced = early ? "4.5.0" : answer.enhanced.text();
    outcome.reply = answer.line;
  } else if (answer.permanent()) {
    outcome = refused(phase, answer);
    outcome.reply = answer.line;
  } else {
    outcome = outcome_of_status(ExitStatus::protocol, "");
    outcome.enhanced = "5.5.1";
    outcome.reply = answer.line;
  }
  // A sender who is refused was nobody's recipient yet: reports name no host for him.
  if (phase != Phase::mail) outcome.remote_mta = without_dot(host);
  return outcome;
}

Outcome outcome_of_deferred_lookup(const std::string& host) {
  Outcome outcome = outcome_of_status(ExitStatus::temp_fail,
                                      fmt::format("Name server: {}: host name lookup failure", host));
  outcome.enhanced = host.empty() || host.back() != '.' ? "4.0.0" : "4.4.3";
  return outcome;
}

Outcome outcome_of_deferred_dane(const std::string& host) {
  Outcome outcome = outcome_of_status(ExitStatus::temp_fail,
                                      fmt::format("Name server: {}: host name lookup failure for TLSA RR", host));
  outcome.enhanced = "4.7.0";
  return outcome;
}

Outcome outcome_of_unknown_host(const std::string& host) {
  Outcome outcome = outcome_of_status(ExitStatus::no_host, "");
  outcome.stat = fmt::format("Host unknown (Name server: {}: host not found)", host);
  outcome.transcript = "550 5.1.2 " + outcome.stat;
  outcome.reply = "550 Host unknown";
  outcome.own_reply = true;
  outcome.remote_mta = without_dot(host);
  return outcome;
}

}  // namespace sm::delivery
