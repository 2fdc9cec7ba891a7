// What the end of a delivery attempt calls for.
#include "sendmaild/dsn/notify_policy.h"

#include <doctest/doctest.h>

#include "tests/support/mail_config.h"

using namespace sm;
using namespace sm::dsn;
using message::Recipient;
using State = Recipient::State;

TEST_CASE("dsn/notify_policy: failures, warnings and time-outs") {
  struct Row {
    const char* what;
    State state;
    const char* notify;       // letters of NOTIFY, "" not given, "N" never
    const char* sender;
    int age_hours;
    int precedence;
    bool warned, bounce;
    std::optional<ReportKind> report;
    bool finished;
  };
  const Row rows[] = {
      {"delivered", State::delivered, "", "a@b", 1, 0, false, false, std::nullopt, true},
      {"failed", State::failed, "", "a@b", 1, 0, false, false, ReportKind::failure, true},
      {"failed, NEVER", State::failed, "N", "a@b", 1, 0, false, false, std::nullopt, true},
      {"failed, only SUCCESS", State::failed, "S", "a@b", 1, 0, false, false, std::nullopt, true},
      {"young", State::deferred, "", "a@b", 1, 0, false, false, std::nullopt, false},
      {"warning", State::deferred, "", "a@b", 5, 0, false, false, ReportKind::warning, false},
      {"warned before", State::deferred, "", "a@b", 5, 0, true, false, std::nullopt, false},
      {"no DELAY", State::deferred, "F", "a@b", 5, 0, false, false, std::nullopt, false},
      {"bulk", State::deferred, "", "a@b", 5, -60, false, false, std::nullopt, false},
      {"list owner", State::deferred, "", "<owner-list@b>", 5, 0, false, false, std::nullopt, false},
      {"list request", State::deferred, "", "List-Request@b", 5, 0, false, false, std::nullopt, false},
      {"null sender", State::deferred, "", "<>", 5, 0, false, false, std::nullopt, false},
      {"bounce", State::deferred, "", "<>", 5, 0, false, true, std::nullopt, false},
      {"too old", State::deferred, "", "a@b", 121, 0, false, false, ReportKind::failure, true},
      {"too old, NEVER", State::deferred, "N", "a@b", 121, 0, false, false, std::nullopt, true},
      {"success wanted", State::delivered, "S", "a@b", 1, 0, false, false, ReportKind::receipt, true},
      {"success wanted by nobody", State::delivered, "S", "<>", 1, 0, false, false, std::nullopt, true},
  };
  config::Config config = test::mail_config();
  config.options.timeouts.queue_warn[config::TimeoutClass::normal] = std::chrono::hours(4);
  config.options.timeouts.queue_warn[config::TimeoutClass::non_urgent] = std::chrono::hours(4);
  config.options.timeouts.queue_warn[config::TimeoutClass::dsn] = std::chrono::hours(4);
  macros::MacroScope globals(config.macros);
  for (const Row& row : rows) {
    CAPTURE(row.what);
    message::Envelope envelope(&globals);
    envelope.sender = row.sender;
    envelope.created = from_seconds(1795322644);
    envelope.precedence_class = row.precedence;
    envelope.warning_sent = row.warned;
    envelope.is_bounce = row.bounce;
    Recipient recipient;
    recipient.address = "x@y";
    recipient.state = row.state;
    recipient.delivered_to_mailbox = row.state == State::delivered;
    std::string_view notify = row.notify;
    recipient.notify.given = !notify.empty();
    recipient.notify.success = notify.find('S') != std::string_view::npos;
    recipient.notify.failure = notify.find('F') != std::string_view::npos;
    envelope.recipients.push_back(recipient);
    Decision decision = decide(envelope, config, envelope.created + std::chrono::hours(row.age_hours));
    CHECK(decision.report == row.report);
    CHECK(decision.finished == row.finished);
  }
}

TEST_CASE("dsn/notify_policy: queuereturn=now and DELIVERBY") {
  config::Config config = test::mail_config();
  macros::MacroScope globals(config.macros);
  message::Envelope envelope(&globals);
  envelope.sender = "a@b";
  envelope.created = from_seconds(1795322644);
  envelope.recipients.resize(1);
  message::Envelope timed = envelope;
  config.options.timeouts.queue_return[config::TimeoutClass::normal] = std::chrono::seconds(0);
  CHECK(decide(envelope, config, envelope.created).message == "Cannot send message for too long");

  config.options.timeouts.queue_return[config::TimeoutClass::normal] = std::chrono::hours(120);
  timed.deliver_by = std::pair('R', to_seconds(timed.created) + 120);
  CHECK(!decide(timed, config, timed.created + std::chrono::seconds(119)).report);
  Decision decision = decide(timed, config, timed.created + std::chrono::seconds(120));
  CHECK(decision.message == "delivery time expired 120s");
  CHECK(timed.recipients[0].enhanced == "5.4.7");
}
