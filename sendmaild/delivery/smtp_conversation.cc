// The order of a client's steps (RFC 5321 §3, RFC 3207) and what each failure means for the batch.
// Invariant: every recipient asked for gets an outcome, whatever happens to the connection.
#include "sendmaild/delivery/smtp_conversation.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/smtp_auth.h"
#include "sendmaild/delivery/smtp_outcome.h"
#include "sendmaild/delivery/smtp_tls.h"
#include "sendmaild/net/tapped_stream.h"

namespace sm::delivery {
namespace {

using smtp::client::Answer;
using smtp::client::Dialogue;
using smtp::client::DialogueOptions;
using smtp::client::Phase;

// The message's text as the dialogue pulls it, read on the pool.
class TextSource final : public smtp::client::BodySource {
 public:
  TextSource(std::unique_ptr<message::MessageText> text, net::BlockingPool& pool) : text_(std::move(text)), pool_(pool) {}

  net::Task<std::string> next() override {
    auto job = [text = text_] { return text->next(); };
    Result<std::string> piece = co_await pool_.run(std::move(job));
    if (!piece) throw std::runtime_error(piece.error().text);
    co_return *piece;
  }

 private:
  std::shared_ptr<message::MessageText> text_;
  net::BlockingPool& pool_;
};

// What rulesets and headers may know of a server, found out once for a connection.
constexpr const char* kServerMacros[] = {"server_name", "server_addr", "client_flags", "verify", "tls_version", "cipher",
                                         "cipher_bits", "alg_bits", "cert_subject", "cert_issuer", "cn_subject", "cn_issuer",
                                         "cert_md5", "cert_fp", "auth_type"};

}  // namespace

SmtpConversation::SmtpConversation(ConversationParts parts, Batch& batch, ServerId server)
    : parts_(std::move(parts)), batch_(batch), server_(std::move(server)) {}

SmtpConversation::~SmtpConversation() { parts_.wire->dispose(std::move(dialogue_)); }

void SmtpConversation::note(DialogueOptions::Direction direction, const std::string& line) {
  if (direction == DialogueOptions::Direction::sent) {
    last_sent_ = line;
    sent_noted_ = false;
    if (parts_.verbose) parts_.verbose(">>> " + line);
    return;
  }
  if (parts_.verbose) parts_.verbose(line);
  last_reply_ = line;
  shutting_down_ = shutting_down_ || line.starts_with("421");
  bool refused = !line.empty() && (line[0] == '4' || line[0] == '5');
  if (!refused) return;
  if (!introduced_) {
    batch_.transcript.push_back("... while talking to " + server_.name + ":");
    introduced_ = true;
  }
  if (!sent_noted_ && !last_sent_.empty()) batch_.transcript.push_back(">>> " + last_sent_);
  sent_noted_ = true;
  batch_.transcript.push_back("<<< " + line);
}

DialogueOptions SmtpConversation::dialogue_options() {
  const config::Options& options = parts_.site->options();
  const config::Timeouts& timeouts = options.timeouts;
  DialogueOptions dialogue;
  dialogue.helo_name = options.helo_name.empty() ? parts_.site->macro("j") : options.helo_name;
  dialogue.host = server_.name;
  dialogue.lmtp = parts_.lmtp;
  dialogue.ehlo_without_offer = batch_.mailer->flags.has('a');
  dialogue.helo_only = batch_.mailer->flags.has('2');
  dialogue.timeouts.initial = timeouts.initial;
  dialogue.timeouts.helo = timeouts.helo;
  dialogue.timeouts.lhlo = timeouts.lhlo;
  dialogue.timeouts.starttls = timeouts.starttls;
  dialogue.timeouts.auth = timeouts.auth;
  dialogue.timeouts.mail = timeouts.mail;
  dialogue.timeouts.rcpt = timeouts.rcpt;
  dialogue.timeouts.datainit = timeouts.datainit;
  dialogue.timeouts.datafinal = timeouts.datafinal;
  dialogue.timeouts.rset = timeouts.rset;
  dialogue.timeouts.misc = timeouts.misc;
  dialogue.timeouts.quit = timeouts.quit;
  dialogue.transcript = [listener = listener_](DialogueOptions::Direction direction, const std::string& line) {
    if (*listener) (*listener)(direction, line);
  };
  return dialogue;
}

std::optional<Outcome> SmtpConversation::open(std::unique_ptr<net::Stream> stream) {
  batch_.macros.set("server_name", server_.plain_name());
  batch_.macros.set("server_addr", server_.address);
  listen();
  if (batch_.traffic) batch_.traffic->note("CONNECT " + server_.name);
  dialogue_ = std::make_unique<Dialogue>(net::tapped(std::move(stream), batch_.traffic), dialogue_options());
  Answer greeting = parts_.wire->await(dialogue_->greeting());
  if (!greeting.ok()) return outcome_of_answer(Phase::greeting, greeting, server_.name);
  auto trouble = say_hello();
  if (!trouble) trouble = secure();
  ready_ = !trouble;
  return trouble;
}

void SmtpConversation::listen() {
  *listener_ = [this](DialogueOptions::Direction direction, const std::string& line) { note(direction, line); };
}

bool SmtpConversation::resume(KeptConnection connection) {
  dialogue_ = std::move(connection.dialogue);
  listener_ = std::move(connection.listener);
  listen();
  // Its refusal is nothing that a sender has to hear of.
  size_t said = batch_.transcript.size();
  Answer answer = parts_.wire->await(dialogue_->reset(true));
  if (!answer.ok()) {
    batch_.transcript.resize(said);
    return false;
  }
  for (auto& [name, value] : connection.macros) batch_.macros.set(name, value);
  authenticated_ = connection.authenticated;
  return ready_ = true;
}

std::optional<KeptConnection> SmtpConversation::release() {
  if (!ready_ || !dialogue_->is_open() || shutting_down_) return std::nullopt;
  KeptConnection connection;
  connection.server = server_;
  connection.dialogue = std::move(dialogue_);
  connection.listener = listener_;
  connection.authenticated = authenticated_;
  for (const char* name : kServerMacros) connection.macros.emplace_back(name, batch_.macros.value(name));
  return connection;
}

const char* SmtpConversation::protocol() const { return parts_.lmtp ? "LMTP" : dialogue_->is_esmtp() ? "ESMTP" : "SMTP"; }

std::optional<Outcome> SmtpConversation::say_hello() {
  Answer answer = parts_.wire->await(dialogue_->hello());
  if (!answer.ok()) return outcome_of_answer(Phase::hello, answer, server_.name);
  return loops_back();
}

std::optional<Outcome> SmtpConversation::loops_back() {
  if (parts_.lmtp || batch_.mailer->flags.has('k')) return std::nullopt;
  if (!ascii::equal_ignoring_case(dialogue_->server_name(), parts_.site->macro("j"))) return std::nullopt;
  std::string text = server_.name + " config error: mail loops back to me (MX problem?)";
  log::write(log::Priority::critical, batch_.envelope->id, "SYSERR(root): " + text);
  Outcome outcome = outcome_of_status(ExitStatus::config, "");
  outcome.transcript = "553 5.3.5 " + text + "\n" + outcome.transcript;
  outcome.reply = "553 5.3.5 system config error";
  outcome.own_reply = true;
  return outcome;
}

std::optional<Outcome> SmtpConversation::secure() {
  const SmtpSession session = this->session();
  TlsStep tls = start_tls(session, parts_.tls);
  handshake_failed_ = tls.handshake_failed;
  if (!tls.trouble && tls.started) tls.trouble = say_hello();
  if (tls.trouble) return tls.trouble;
  AuthStep auth = authenticate(session, *parts_.sasl);
  authenticated_ = auth.authenticated;
  if (!auth.trouble && auth.layer_installed) auth.trouble = say_hello();
  return auth.trouble;
}

smtp::client::Transaction SmtpConversation::transaction(const std::vector<size_t>& which,
                                                        std::unique_ptr<message::MessageText> text) {
  const message::Envelope& envelope = *batch_.envelope;
  smtp::client::Transaction transaction;
  transaction.sender = batch_.sender;
  transaction.size = static_cast<uint64_t>(std::max<int64_t>(envelope.message_size, 0));
  if (envelope.return_given) transaction.ret = envelope.return_headers_only ? "HDRS" : "FULL";
  if (envelope.envelope_id) transaction.envelope_id = xtext_encode(*envelope.envelope_id);
  using config::AuthFlag;
  bool vouches = authenticated_ || !parts_.site->options().auth_options.has(AuthFlag::auth_parameter_only_when_authenticated);
  bool auth_offered = !dialogue_->extensions().auth_mechanisms.empty();
  if (envelope.auth_sender && auth_offered && vouches) transaction.auth = *envelope.auth_sender;
  for (size_t index : which) {
    const message::Recipient& recipient = *batch_.recipients[index];
    smtp::client::OutgoingRecipient outgoing;
    outgoing.path = recipient.user;
    if (recipient.notify.given && !batch_.mailer->flags.has('l')) {
      if (recipient.notify.never) outgoing.notify = "NEVER";
      auto add = [&](bool on, const char* word) {
        if (on) outgoing.notify += (outgoing.notify.empty() ? "" : ",") + std::string(word);
      };
      add(recipient.notify.success, "SUCCESS");
      add(recipient.notify.failure, "FAILURE");
      add(recipient.notify.delay, "DELAY");
    }
    if (recipient.original_recipient) {
      size_t semicolon = recipient.original_recipient->find(';');
      outgoing.orcpt = recipient.original_recipient->substr(0, semicolon + 1) +
                       xtext_encode(std::string_view(*recipient.original_recipient).substr(semicolon + 1));
    }
    transaction.recipients.push_back(std::move(outgoing));
  }
  transaction.source = std::make_shared<TextSource>(std::move(text), parts_.wire->pool());
  return transaction;
}

Outcomes SmtpConversation::send(const std::vector<size_t>& which) {
  Outcomes outcomes(which.size());
  std::vector<size_t> allowed, places;
  for (size_t i = 0; i < which.size(); ++i) {
    if (auto trouble = judge_recipient(session(), *batch_.recipients[which[i]])) {
      outcomes[i] = *std::move(trouble);
      outcomes[i].relay = server_.relay();
    } else {
      allowed.push_back(which[i]);
      places.push_back(i);
    }
  }
  if (allowed.empty()) return outcomes;
  Outcomes sent = transact(allowed);
  for (size_t i = 0; i < sent.size(); ++i) outcomes[places[i]] = std::move(sent[i]);
  return outcomes;
}

Outcomes SmtpConversation::transact(const std::vector<size_t>& which) {
  using message::PeerEightBit;
  message::MessageForm form = message_form(*parts_.site, batch_);
  form.eol = "\n";
  form.unix_from = false;
  bool eight = dialogue_->extensions().eight_bit_mime;
  auto mode = parts_.site->options().eight_bit_mode;
  form.eight_bit = message::plan_eight_bit(*batch_.envelope, *batch_.mailer, mode, eight ? PeerEightBit::yes : PeerEightBit::no);
  if (form.eight_bit == message::EightBitPlan::refuse_peer || form.eight_bit == message::EightBitPlan::refuse_mailer) {
    Outcome outcome = outcome_of_status(ExitStatus::data_error, "");
    outcome.enhanced = "5.6.3";
    outcome.transcript = "554 5.6.3 " + server_.name + " does not support 8BITMIME";
    return Outcomes(which.size(), outcome);
  }
  auto text = message::MessageText::create(*batch_.envelope, batch_.body, form);
  if (!text) return Outcomes(which.size(), outcome_of_status(text.error().status, text.error().text));
  auto outgoing = transaction(which, std::move(*text));
  outgoing.body = message::body_parameter(*batch_.envelope, *batch_.mailer, mode, form.eight_bit);
  return results(parts_.wire->await(dialogue_->send(std::move(outgoing))), which);
}

// The recipient's own line goes behind what the server said about it.
void SmtpConversation::place_in_transcript(const std::string& reply, const std::string& line) {
  auto& lines = batch_.transcript;
  auto said = std::find(lines.begin(), lines.end(), "<<< " + reply);
  lines.insert(said == lines.end() ? said : said + 1, line);
}

Outcomes SmtpConversation::results(const smtp::client::TransactionResult& result, const std::vector<size_t>& which) {
  Outcomes outcomes;
  for (size_t i = 0; i < which.size(); ++i) {
    const smtp::client::RecipientResult* own = i < result.recipients.size() ? &result.recipients[i] : nullptr;
    bool decided_alone = own != nullptr && own->answer.kind != Answer::Kind::none;
    Phase phase = decided_alone ? own->phase : result.phase;
    const Answer& answer = decided_alone ? own->answer : result.answer;
    bool accepted_rcpt = decided_alone && own->phase == Phase::rcpt && own->answer.ok();
    Outcome outcome = accepted_rcpt ? outcome_of_answer(result.phase, result.answer, server_.name)
                                    : outcome_of_answer(phase, answer, server_.name);
    outcome.relay = server_.relay();
    outcome.dsn_handed_on = outcome.kind == Outcome::Kind::delivered && dialogue_->extensions().dsn;
    if (outcome.kind == Outcome::Kind::failed && phase == Phase::rcpt) {
      place_in_transcript(answer.line, about_line(outcome.transcript, batch_.recipients[which[i]]->address));
      outcome.transcript.clear();
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

void SmtpConversation::close() {
  if (dialogue_ && dialogue_->is_open()) parts_.wire->await(dialogue_->quit());
}

}  // namespace sm::delivery
