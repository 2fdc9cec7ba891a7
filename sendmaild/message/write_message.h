// A message as a mailer gets it: "From " line, header fields that the mailer wants with their addresses rewritten, body
// with the mailer's line rules and MIME conversion (flags E L= n b X 1 3 6 7 9 P and H?flags?).
// Pull side: MessageText gives the text piece by piece, so that SMTP sessions and pipes read it at their own pace; a body
// that needs no conversion is read from its file in chunks and never held in memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sendmaild/config/config.h"
#include "sendmaild/message/body_file.h"
#include "sendmaild/message/envelope.h"
#include "sendmaild/message/header_rewrite.h"

namespace sm::message {

// What is done about 8-bit text.
enum class EightBitPlan {
  pass,             // as it is
  label,            // as it is, MIME fields added (EightBitMode m, no MIME-Version)
  to_seven_bit,     // converted
  refuse_mailer,    // "554 5.6.3 Cannot send 8-bit data to 7-bit destination"
  refuse_peer,      // "550 5.6.3 HOST does not support 8BITMIME"
};
enum class PeerEightBit { yes, no, not_smtp };
// From flags 7 and 8, EightBitMode, and what the peer offered.
EightBitPlan plan_eight_bit(const Envelope& envelope, const config::Mailer& mailer, config::EightBitMode mode,
                            PeerEightBit peer);
// BODY= for MAIL to a peer with 8BITMIME: "8BITMIME", "7BIT" or empty.
std::string body_parameter(const Envelope& envelope, const config::Mailer& mailer, config::EightBitMode mode,
                           EightBitPlan plan);

struct MessageForm {
  const config::Config* config = nullptr;
  const config::Mailer* mailer = nullptr;
  // The macros of this delivery ($g, $u, $h … on a layer over the envelope's).
  const macros::MacroScope* macros = nullptr;
  AddressRewriter rewrite;             // empty: addresses stay
  EightBitPlan eight_bit = EightBitPlan::pass;
  std::string eol = "\n";              // E=; SMTP sessions take "\n" and make CRLF themselves
  bool unix_from = true;               // the From_ line, unless the mailer has F=n; SMTP and LMTP have none
  bool dot_stuffing = false;           // F=X where the text goes to a program (SMTP sessions do it themselves)
  bool seven_to_eight = true;          // the destination is 8-bit capable: F=9 may decode
};

class MessageText {
 public:
  // The envelope and what `form` points to must outlive the object; the body is shared.
  static Result<std::unique_ptr<MessageText>> create(const Envelope& envelope, const BodyFile& body,
                                                     const MessageForm& form);
  virtual ~MessageText() = default;

  // The next piece (at most some 64 KB), empty at the end. Error: the body cannot be read (temp_fail).
  virtual Result<std::string> next() = 0;
  // User errors of MIME conversion, for the transcript.
  virtual const std::vector<std::string>& problems() const = 0;
};

// The parts, for DSN and tests.
// "From lee@naver.com  Sun Nov 22 04:06:09 2026" and eol; empty with F=n
// and where the form wants none.
std::string unix_from_line(const Envelope& envelope, const MessageForm& form);
// All fields the mailer wants, each ending in "\n", without the empty line. `omit_transfer_encoding`: conversion writes
// its own. `return_path`: shown even if the mailer does not ask for it (the returned header of a DSN).
struct HeaderChoice {
  bool omit_transfer_encoding = false;
  bool return_path = false;
};
std::string header_text(const Envelope& envelope, const MessageForm& form, HeaderChoice choice);
// Writes everything to a descriptor (pipe of a program, mailbox file).
Result<void> write_message(int fd, const Envelope& envelope, const BodyFile& body, const MessageForm& form);

}  // namespace sm::message
