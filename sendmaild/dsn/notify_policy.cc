// The order of the questions is sendmail's: time-out, failures, warning, receipts.
#include "sendmaild/dsn/notify_policy.h"

#include <algorithm>

#include "lib/base/ascii.h"
#include "sendmaild/message/date.h"
#include "sendmaild/message/header_facts.h"

namespace sm::dsn {

namespace {

using message::Envelope;
using message::Recipient;
using State = Recipient::State;

bool is_open(const Recipient& recipient) { return recipient.state == State::pending || recipient.state == State::deferred; }

std::string_view bare(std::string_view address) {
  if (address.starts_with('<') && address.ends_with('>')) return address.substr(1, address.size() - 2);
  return address;
}

bool has_null_sender(const Envelope& envelope) { return bare(envelope.sender).empty(); }

// Lists and their owners do not want to hear about delays.
bool sender_takes_warnings(const Envelope& envelope) {
  std::string address = ascii::lower(bare(envelope.sender));
  std::string local = address.substr(0, address.rfind('@'));
  return !address.empty() && !local.starts_with("owner-") && !local.ends_with("-request");
}

class Judge {
 public:
  Judge(Envelope& envelope, const config::Config& config, TimePoint now)
      : envelope_(envelope), options_(config.options), now_(now) {
    config::TimeoutClass which = message::timeout_class_of(envelope);
    return_after_ = options_.timeouts.queue_return[which];
    warn_after_ = options_.timeouts.queue_warn[which];
  }

  Decision run() {
    if (any_open() && is_over()) give_up();
    bool failed = any([](const Recipient& r) { return r.state == State::failed && wants_failure(r); });
    if (failed) {
      out_.report = ReportKind::failure;
      if (out_.message.empty()) out_.message = last_failure_text();
      out_.postmaster_copy = !options_.postmaster_copy.empty() && !envelope_.is_bounce && envelope_.precedence_class >= 0;
    }
    if (any_open()) warn_if_due();
    if (!out_.report && !any_open()) receipt_if_wanted();
    out_.finished = !any_open();
    return std::move(out_);
  }

 private:
  template <typename Predicate>
  bool any(Predicate predicate) const {
    return std::any_of(envelope_.recipients.begin(), envelope_.recipients.end(), predicate);
  }
  bool any_open() const { return any(is_open); }

  bool deliver_by_passed(char mode) const {
    return envelope_.deliver_by && ascii::to_upper(envelope_.deliver_by->first) == mode &&
           to_seconds(now_) >= envelope_.deliver_by->second;
  }
  int64_t deliver_by_seconds() const { return envelope_.deliver_by->second - to_seconds(envelope_.created); }

  bool is_over() {
    by_time_limit_ = deliver_by_passed('R');
    return by_time_limit_ || now_ >= envelope_.created + return_after_;
  }

  std::string return_words() const {
    return return_after_.count() == 0 ? "too long" : message::duration_words(return_after_);
  }

  void give_up() {
    out_.timed_out = true;
    if (by_time_limit_) {
      std::string seconds = std::to_string(deliver_by_seconds()) + "s";
      out_.message = "delivery time expired " + seconds;
      out_.transcript = {"Delivery time (" + seconds + ") expired", "Message will be deleted from queue"};
    } else {
      out_.message = "Cannot send message for " + return_words();
      out_.transcript = {"Message could not be delivered for " + return_words(), "Message will be deleted from queue"};
    }
    envelope_.status_message = out_.message;
    for (Recipient& recipient : envelope_.recipients) {
      if (!is_open(recipient)) continue;
      recipient.state = State::failed;
      recipient.enhanced = by_time_limit_ ? "5.4.7" : "4.4.7";
      recipient.status = ExitStatus::unavailable;
    }
  }

  std::string last_failure_text() const {
    std::string text;
    for (const Recipient& recipient : envelope_.recipients)
      if (recipient.state == State::failed && !recipient.status_text.empty()) text = recipient.status_text;
    return text.empty() ? "Unable to deliver mail" : text;
  }

  void warn_if_due() {
    bool by_notice = deliver_by_passed('N');
    bool due = by_notice || (warn_after_.count() > 0 && now_ >= envelope_.created + warn_after_);
    if (!due || envelope_.warning_sent || envelope_.is_bounce || envelope_.precedence_class < 0 ||
        !sender_takes_warnings(envelope_))
      return;
    bool wanted = false;
    for (Recipient& recipient : envelope_.recipients) {
      if (!is_open(recipient) || !wants_delay(recipient)) continue;
      recipient.delayed = true;
      wanted = true;
    }
    std::string words = message::duration_words(warn_after_);
    std::string text = by_notice ? "Warning: Delivery time (" + std::to_string(deliver_by_seconds()) + "s) exceeded"
                                 : "Warning: could not send message for past " + words;
    envelope_.warning_sent = true;
    envelope_.status_message = text;
    out_.transcript.push_back("Warning: message still undelivered after " + words);
    out_.transcript.push_back("Will keep trying until message is " + return_words() + " old");
    // A failure at the same time tells both.
    if (wanted && !out_.report) {
      out_.report = ReportKind::warning;
      out_.message = text;
    }
  }

  void receipt_if_wanted() {
    if (has_null_sender(envelope_) || options_.privacy_options.has(config::Privacy::noreceipts)) return;
    bool wanted = any([](const Recipient& r) {
      return wants_success(r) && (r.relayed || r.delivered_to_list || r.delivered_to_mailbox || r.state == State::expanded);
    });
    if (!wanted) return;
    out_.report = ReportKind::receipt;
    out_.message = "Return receipt";
  }

  Envelope& envelope_;
  const config::Options& options_;
  TimePoint now_;
  std::chrono::seconds return_after_{0}, warn_after_{0};
  bool by_time_limit_ = false;
  Decision out_;
};

}  // namespace

bool wants_failure(const Recipient& recipient) { return !recipient.notify.given || recipient.notify.failure; }
bool wants_delay(const Recipient& recipient) { return !recipient.notify.given || recipient.notify.delay; }
bool wants_success(const Recipient& recipient) { return recipient.notify.given && recipient.notify.success; }

Decision decide(Envelope& envelope, const config::Config& config, TimePoint now) {
  return Judge(envelope, config, now).run();
}

}  // namespace sm::dsn
