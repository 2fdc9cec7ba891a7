// A message text is its head (held in memory) followed by a body that is read in pieces; where MIME conversion is needed the
// converted text is made first, in memory or in an unlinked temporary file.
#include "sendmaild/message/write_message.h"

#include "lib/base/posix.h"
#include "sendmaild/message/line_writer.h"
#include "sendmaild/message/mime_downgrade.h"
#include "sendmaild/message/spool.h"

namespace sm::message {

namespace {

constexpr size_t kChunk = 64 * 1024;
constexpr int kStrictLineLimit = 990;  // F=L

std::string charset_for(const MessageForm& form) {
  if (!form.mailer->default_charset.empty()) return form.mailer->default_charset;
  const std::string& charset = form.config->options.default_char_set;
  return charset.empty() ? "unknown-8bit" : charset;
}

ConversionContext conversion_context(const Envelope& envelope, const MessageForm& form) {
  ConversionContext context;
  context.classes = &form.config->classes;
  context.charset = charset_for(form);
  context.host = form.macros->value("j");
  context.queue_id = envelope.id;
  context.escape_from = form.mailer->flags.has('E');
  context.safe_for_ebcdic = form.mailer->flags.has('3');
  return context;
}

LineRules line_rules(const MessageForm& form) {
  const config::Mailer& mailer = *form.mailer;
  LineRules rules;
  rules.eol = form.eol;
  int limit = mailer.line_limit > 0 ? mailer.line_limit : mailer.flags.has('L') ? kStrictLineLimit : 0;
  rules.limit = static_cast<size_t>(limit);
  rules.escape_from = mailer.flags.has('E');
  rules.stuff_dots = form.dot_stuffing;
  rules.drop_nul = mailer.flags.has('1');
  rules.seven_bit = mailer.flags.has('7');
  rules.blank_line_at_end = mailer.flags.has('b');
  return rules;
}

class FormedMessage final : public MessageText {
 public:
  FormedMessage(const Envelope& envelope, const BodyFile& body, const MessageForm& form)
      : envelope_(envelope), form_(form), body_(body), writer_(line_rules(form)) {}

  Result<void> prepare() {
    bool to_seven = form_.eight_bit == EightBitPlan::to_seven_bit;
    bool to_eight = !to_seven && form_.seven_to_eight && form_.mailer->flags.has('9') && !form_.mailer->flags.has('7') &&
                    can_convert_7_to_8(envelope_.headers);
    std::string text = header_text(envelope_, form_, HeaderChoice{.omit_transfer_encoding = to_seven || to_eight});
    if (form_.eight_bit == EightBitPlan::label) text += label_fields();
    if (to_seven || to_eight) {
      if (auto ok = convert(to_seven); !ok) return ok;
    } else {
      text += "\n";
    }
    std::string from_line = unix_from_line(envelope_, form_);
    if (!from_line.empty()) head_ = from_line + form_.eol;
    writer_.set_part(LineWriter::Part::header);
    writer_.feed(text, head_);
    writer_.set_part(LineWriter::Part::body);
    return {};
  }

  Result<std::string> next() override {
    std::string out = std::move(head_);
    head_.clear();
    while (out.empty() && !finished_) {
      Result<std::string> piece = body_.read(position_, kChunk);
      if (!piece) return piece;
      position_ += static_cast<int64_t>(piece->size());
      if (piece->empty()) {
        writer_.finish(out);
        finished_ = true;
      } else {
        writer_.feed(*piece, out);
      }
    }
    return out;
  }

  const std::vector<std::string>& problems() const override { return problems_; }

 private:
  std::string label_fields() const {
    std::string text = "MIME-Version: 1.0\n";
    if (!envelope_.headers.has("Content-Type")) text += "Content-Type: text/plain; charset=" + charset_for(form_) + "\n";
    if (!envelope_.headers.has("Content-Transfer-Encoding")) text += "Content-Transfer-Encoding: 8bit\n";
    return text;
  }

  Result<void> convert(bool to_seven) {
    Spool spool;
    TextSink sink = [&spool](std::string_view text) { return spool.append(text); };
    ConversionContext context = conversion_context(envelope_, form_);
    if (to_seven) {
      Result<ConversionReport> report = convert_8_to_7(envelope_.headers, body_, context, sink);
      if (!report) return std::move(report).error();
      problems_ = std::move(report->problems);
    } else if (auto ok = convert_7_to_8(envelope_.headers, body_, context, sink); !ok) {
      return ok;
    }
    Result<BodyFile> converted = spool.finish();
    if (!converted) return std::move(converted).error();
    body_ = *std::move(converted);
    return {};
  }

  const Envelope& envelope_;
  MessageForm form_;
  BodyFile body_;
  LineWriter writer_;
  std::string head_;
  int64_t position_ = 0;
  bool finished_ = false;
  std::vector<std::string> problems_;
};

}  // namespace

EightBitPlan plan_eight_bit(const Envelope& envelope, const config::Mailer& mailer, config::EightBitMode mode,
                            PeerEightBit peer) {
  using config::EightBitMode;
  if (!envelope.has_8bit) return EightBitPlan::pass;
  bool may_convert = !envelope.dont_mime;
  if (mailer.flags.has('7'))
    return may_convert && (mode == EightBitMode::mimefy || envelope.is_mime) ? EightBitPlan::to_seven_bit
                                                                            : EightBitPlan::refuse_mailer;
  if (peer == PeerEightBit::no && !mailer.flags.has('8')) {
    if (may_convert && (mode != EightBitMode::pass || envelope.is_mime)) return EightBitPlan::to_seven_bit;
    return mode != EightBitMode::pass ? EightBitPlan::refuse_peer : EightBitPlan::pass;
  }
  bool unlabelled = !envelope.headers.has("MIME-Version");
  if (!mailer.flags.has('8') && mode == EightBitMode::mimefy && unlabelled && may_convert) return EightBitPlan::label;
  return EightBitPlan::pass;
}

std::string body_parameter(const Envelope& envelope, const config::Mailer& mailer, config::EightBitMode mode,
                           EightBitPlan plan) {
  if (plan == EightBitPlan::to_seven_bit) return "7BIT";
  if (envelope.body_type == BodyType::eight_bit_mime) return "8BITMIME";
  bool unlabelled = envelope.has_8bit && !envelope.dont_mime && !mailer.flags.has('8');
  if (unlabelled && mode == config::EightBitMode::mimefy) return "8BITMIME";
  return envelope.body_type == BodyType::seven_bit ? "7BIT" : "";
}

Result<std::unique_ptr<MessageText>> MessageText::create(const Envelope& envelope, const BodyFile& body,
                                                         const MessageForm& form) {
  auto message = std::make_unique<FormedMessage>(envelope, body, form);
  if (auto ok = message->prepare(); !ok) return std::move(ok).error();
  return std::unique_ptr<MessageText>(std::move(message));
}

Result<void> write_message(int fd, const Envelope& envelope, const BodyFile& body, const MessageForm& form) {
  Result<std::unique_ptr<MessageText>> text = MessageText::create(envelope, body, form);
  if (!text) return std::move(text).error();
  for (;;) {
    Result<std::string> piece = (*text)->next();
    if (!piece) return std::move(piece).error();
    if (piece->empty()) return {};
    if (auto ok = write_all(fd, *piece); !ok) return ok;
  }
}

}  // namespace sm::message
