// What the fields of a message say about it: class, timeouts, hops, MIME, message id. Computed once when the header is
// complete and again when a message is read from the queue.
#pragma once

#include "sendmaild/config/config.h"
#include "sendmaild/message/envelope.h"

namespace sm::message {

// Known fields and what they are for (the Operations Guide's header types).
struct FieldKind {
  bool sender_address = false;     // From, Sender, Reply-To, Errors-To …: rewritten with S=
  bool recipient_address = false;  // To, Cc, Bcc, Apparently-To: rewritten with R=
  bool resent = false;
  bool trace = false;              // Received, Via, Mail-From, X400-Received: counts as a hop
  bool forced = false;             // never displaced by a default or displacing one
  bool conditional = false;        // only shown where an H?flags? line asks for it (Return-Path, Full-Name, Content-Length)
  bool ends_header = false;        // Message, Text
  bool asks_receipt = false;       // Return-Receipt-To, Delivery-Receipt-To: for RrtImpliesDsn
  bool bcc = false;

  bool is_address() const { return sender_address || recipient_address; }
};
FieldKind field_kind(std::string_view name);

// Fills in from the header: message_id, precedence_class, timeout_class, hop_count, is_mime, dont_mime, body_type,
// delete_bcc, return_headers_only for negative classes, with RrtImpliesDsn the wish for receipts of recipients that said
// nothing, and the macros a and x ("Full-Name:") on the envelope's layer.
void note_header_facts(Envelope& envelope, const config::Config& config);

// The priority of a new message: size, class and recipients weighed by ClassFactor and RecipientFactor.
// Recipients that the message is really for: nrcpts= of the log. An alias counts as what it stands for; what is no address
// does not count.
size_t recipient_count(const Envelope& envelope);
int64_t initial_priority(const Envelope& envelope, const config::Options& options);
// The class whose timeouts apply: `dsn` for bounces and delivery reports.
config::TimeoutClass timeout_class_of(const Envelope& envelope);

// Adds "X-Authentication-Warning: HOST: TEXT" (PrivacyOptions authwarnings is the caller's question).
void add_authentication_warning(Envelope& envelope, std::string_view host, std::string_view text);

}  // namespace sm::message
