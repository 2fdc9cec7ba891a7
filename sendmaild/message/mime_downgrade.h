// 8 to 7 bit for mailers and peers that want it (RFC 6152 §3): each leaf part with 8-bit text becomes quoted-printable or
// base64; and the way back for local mailers (F=9). Output goes to a TextSink, '\n' line ends.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/config/class_table.h"
#include "sendmaild/message/body_file.h"
#include "sendmaild/message/header_list.h"

namespace sm::message {

using TextSink = std::function<Result<void>(std::string_view text)>;

struct ConversionContext {
  const config::ClassTable* classes = nullptr;  // n (never converted), s (messages inside), e (convertible), q (QP only)
  std::string charset;                          // of an unlabelled body
  std::string host, queue_id;                   // for X-MIME-Autoconverted
  bool escape_from = false;                     // F=E
  bool safe_for_ebcdic = false;                 // F=3
};

// What conversion found wrong ("mime8to7: multipart nesting boundary too deep"); delivery goes on unconverted.
struct ConversionReport {
  std::vector<std::string> problems;
};

// Writes the fields that conversion adds to the outer header (MIME-Version, Content-Type where absent, transfer encoding),
// the empty line, and the converted body. The outer header itself has been written without Content-Transfer-Encoding.
Result<ConversionReport> convert_8_to_7(const HeaderList& header, const BodyFile& body, const ConversionContext& context,
                                        const TextSink& sink);

// True when the message is text/plain in quoted-printable or base64, so that convert_7_to_8 applies.
bool can_convert_7_to_8(const HeaderList& header);
// Writes the new transfer encoding fields, the empty line and the decoded body.
Result<void> convert_7_to_8(const HeaderList& header, const BodyFile& body, const ConversionContext& context,
                            const TextSink& sink);

}  // namespace sm::message
