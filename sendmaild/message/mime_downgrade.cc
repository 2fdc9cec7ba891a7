// Walks the parts of a message once; leaf parts are looked at first and encoded in a second pass over their lines.
// Security: the structure comes from strangers: depth, boundary length and parameters are bounded, and text that does not
// follow the rules is copied.
#include "sendmaild/message/mime_downgrade.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/message/header_parse.h"
#include "sendmaild/message/mime_parts.h"
#include "sendmaild/message/mime_structure.h"
#include "sendmaild/message/transfer_encoding.h"

namespace sm::message {

namespace {

using Hit = Boundaries::Hit;

bool in_class(const ConversionContext& context, std::string_view name, std::string_view word,
              std::initializer_list<std::string_view> otherwise) {
  const config::WordClass* members = context.classes == nullptr ? nullptr : context.classes->find(name);
  if (members != nullptr) return members->contains(word);
  return std::find(otherwise.begin(), otherwise.end(), word) != otherwise.end();
}

void strip_high_bits(std::string& text) {
  for (char& c : text) c = static_cast<char>(static_cast<unsigned char>(c) & 0x7f);
}

class Downgrade {
 public:
  Downgrade(const BodyFile& body, const ConversionContext& context, const TextSink& sink)
      : context_(context), sink_(sink), lines_(body) {}

  // One part whose header has been written except for its transfer encoding. `hit_` says afterwards which boundary ended it.
  // `is_message`: the part is a message of its own, with a MIME-Version.
  Result<void> part(const HeaderList& header, bool in_digest, bool is_message, int depth);
  ConversionReport report;

 private:
  struct Facts {
    ContentType type;
    std::string encoding;
    bool keep = false;  // is only copied
  };
  Facts facts_of(const HeaderList& header, bool in_digest);
  Result<void> multipart(const HeaderList& header, const Facts& facts, int depth);
  Result<void> parts_of(const Facts& facts, int depth, bool convert);
  Result<void> embedded_message(int depth);
  Result<void> leaf(const HeaderList& header, const Facts& facts, bool whole_message);
  Result<void> original_encoding(const HeaderList& header);
  Result<void> encode(bool base64);
  Result<void> copy(bool strip);
  Result<HeaderList> part_header(std::string& text);
  // The next line of the current part; false at its end, `hit_` then tells why.
  Result<bool> next_line(std::string& line);
  Result<void> write(std::string_view text) { return sink_(text); }
  void problem(std::string text) { report.problems.push_back("mime8to7: " + std::move(text)); }

  const ConversionContext& context_;
  const TextSink& sink_;
  LineCursor lines_;
  Boundaries boundaries_;
  std::optional<Hit> hit_;
};

Result<bool> Downgrade::next_line(std::string& line) {
  Result<bool> more = lines_.next(line);
  if (!more || !*more) {
    hit_.reset();
    return more;
  }
  hit_ = boundaries_.match(line);
  return !hit_.has_value();
}

Downgrade::Facts Downgrade::facts_of(const HeaderList& header, bool in_digest) {
  Facts facts;
  if (in_digest) facts.type = ContentType{"message", "rfc822", {}};
  if (const HeaderField* field = header.find("Content-Type")) {
    if (std::optional<ContentType> parsed = parse_content_type(field->value))
      facts.type = *parsed;
    else
      facts.keep = true;
  }
  if (const HeaderField* field = header.find("Content-Transfer-Encoding"))
    facts.encoding = parse_transfer_encoding(field->value);
  if (in_class(context_, "n", facts.type.full(), {"multipart/signed"})) facts.keep = true;
  if (!facts.encoding.empty() && !in_class(context_, "e", facts.encoding, {"7bit", "8bit", "binary"})) facts.keep = true;
  return facts;
}

Result<void> Downgrade::original_encoding(const HeaderList& header) {
  const HeaderField* field = header.find("Content-Transfer-Encoding");
  return field == nullptr ? Result<void>() : write(field->name + ":" + field->value + "\n");
}

Result<void> Downgrade::part(const HeaderList& header, bool in_digest, bool is_message, int depth) {
  Facts facts = facts_of(header, in_digest);
  bool is_multipart = facts.type.type == "multipart" && !facts.keep;
  bool has_message = facts.type.type == "message" && !facts.keep && in_class(context_, "s", facts.type.subtype, {"rfc822"});
  if (is_message && !header.has("MIME-Version"))
    if (auto ok = write("MIME-Version: 1.0\n"); !ok) return ok;
  if (is_multipart) return multipart(header, facts, depth);
  if (has_message) {
    if (auto ok = write("\n"); !ok) return ok;
    return embedded_message(depth);
  }
  bool other_message = facts.type.type == "message";
  if (facts.keep || other_message) {
    if (auto ok = original_encoding(header); !ok) return ok;
    if (auto ok = write("\n"); !ok) return ok;
    return copy(false);
  }
  return leaf(header, facts, depth == 0);
}

Result<void> Downgrade::multipart(const HeaderList& header, const Facts& facts, int depth) {
  const std::string* boundary = facts.type.parameter("boundary");
  const HeaderField* field = header.find("Content-Type");
  bool usable = false;
  if (boundary == nullptr || boundary->empty())
    problem(fmt::format("Content-Type: \"{}\": {} boundary", boundary == nullptr ? "missing" : "bogus",
                        field == nullptr ? std::string_view() : field->text()));
  else if (boundary->size() > Boundaries::kLongest)
    problem(fmt::format("multipart boundary \"{}\" too long", *boundary));
  else if (depth >= static_cast<int>(Boundaries::kDeepest))
    problem("multipart nesting boundary too deep");
  else
    usable = true;
  if (auto ok = write("\n"); !ok) return ok;
  if (!usable) return copy(false);
  return parts_of(facts, depth, true);
}

// Preamble, parts, epilogue. Lines of the delimiters are written anew.
Result<void> Downgrade::parts_of(const Facts& facts, int depth, bool convert) {
  const std::string boundary = *facts.type.parameter("boundary");
  boundaries_.push(boundary);
  const size_t level = boundaries_.depth() - 1;
  if (auto ok = copy(convert); !ok) return ok;
  while (hit_ && hit_->level == level && !hit_->closing) {
    if (auto ok = write("--" + boundary + "\n"); !ok) return ok;
    std::string text;
    Result<HeaderList> header = part_header(text);
    if (!header) return std::move(header).error();
    if (auto ok = write(text); !ok) return ok;
    if (auto ok = part(*header, facts.type.subtype == "digest", false, depth + 1); !ok) return ok;
  }
  // Where the text just ends, the line end that belongs to the boundary is missing too.
  if (auto ok = write((hit_ ? "--" : "\n--") + boundary + "--\n"); !ok) return ok;
  bool closed = hit_ && hit_->level == level;
  boundaries_.pop();
  // An outer boundary (or the end) has cut the multipart short: there is no epilogue.
  return closed ? copy(convert) : Result<void>();
}

// Reads a part's header; `text` is what is written of it: everything but the transfer encoding.
Result<HeaderList> Downgrade::part_header(std::string& text) {
  HeaderCollector collector(HeaderRules{.max_length = 0, .save_from_line = true});
  std::string line;
  for (;;) {
    int64_t before = lines_.position();
    Result<bool> more = next_line(line);
    if (!more) return std::move(more).error();
    std::string pushed_back;
    if (*more) collector.feed(line, pushed_back);
    if (!*more || collector.ended()) {
      // The line that ended the header without being empty is body: it is read again.
      if (!*more || !pushed_back.empty()) lines_.seek(before);
      if (!*more) collector.finish(pushed_back);
      break;
    }
  }
  HeaderList header = collector.take();
  for (const HeaderField& field : header.fields())
    if (!ascii::equal_ignoring_case(field.name, "Content-Transfer-Encoding"))
      text += field.name + ":" + field.value + "\n";
  return header;
}

Result<void> Downgrade::embedded_message(int depth) {
  std::string text;
  Result<HeaderList> header = part_header(text);
  if (!header) return std::move(header).error();
  if (auto ok = write(text); !ok) return ok;
  if (depth >= static_cast<int>(Boundaries::kDeepest)) {
    problem(fmt::format("recursion level {} exceeded", Boundaries::kDeepest));
    if (auto ok = write("\n"); !ok) return ok;
    return copy(false);
  }
  return part(*header, false, true, depth + 1);
}

// Everything up to the boundary that ends the part.
Result<void> Downgrade::copy(bool strip) {
  std::string line;
  for (;;) {
    Result<bool> more = next_line(line);
    if (!more) return std::move(more).error();
    if (!*more) return {};
    if (strip) strip_high_bits(line);
    if (line.back() != '\n') line += '\n';
    if (auto ok = write(line); !ok) return ok;
  }
}

Result<void> Downgrade::leaf(const HeaderList& header, const Facts& facts, bool whole_message) {
  constexpr int64_t kEnoughToJudge = 4096;
  int64_t start = lines_.position(), bytes = 0, high = 0;
  std::string line;
  for (;;) {
    Result<bool> more = next_line(line);
    if (!more) return std::move(more).error();
    if (!*more) break;
    bytes += static_cast<int64_t>(line.size());
    high += std::count_if(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (bytes > kEnoughToJudge && high * 4 > bytes) break;
  }
  lines_.seek(start);
  hit_.reset();
  if (facts.encoding == "binary") high = bytes;
  if (high == 0) {
    if (auto ok = original_encoding(header); !ok) return ok;
    if (auto ok = write("\n"); !ok) return ok;
    return copy(false);
  }
  bool base64 = high > bytes / 8 && !in_class(context_, "q", facts.type.full(), {}) &&
                !in_class(context_, "q", facts.type.type, {});
  const char* encoding = base64 ? "base64" : "quoted-printable";
  std::string fields;
  if (whole_message && !header.has("Content-Type"))
    fields += "Content-Type: text/plain; charset=" + context_.charset + "\n";
  fields += fmt::format("Content-Transfer-Encoding: {}\nX-MIME-Autoconverted: from 8bit to {} by {} id {}\n\n", encoding,
                        encoding, context_.host, context_.queue_id);
  if (auto ok = write(fields); !ok) return ok;
  return encode(base64);
}

Result<void> Downgrade::encode(bool base64) {
  Base64Encoder to_base64;
  QuotedPrintableEncoder to_quoted(context_.escape_from, context_.safe_for_ebcdic);
  auto feed = [&](std::string_view text, std::string& out) {
    if (base64)
      to_base64.feed(text, out);
    else
      to_quoted.feed(text, out);
  };
  std::string line, previous, out;
  for (;;) {
    Result<bool> more = next_line(line);
    if (!more) return std::move(more).error();
    // The line end in front of a boundary belongs to the boundary.
    if (!*more && hit_ && previous.ends_with('\n')) previous.pop_back();
    feed(previous, out);
    if (!*more) break;
    previous.swap(line);
    if (out.size() >= 32 * 1024) {
      if (auto ok = write(out); !ok) return ok;
      out.clear();
    }
  }
  if (base64)
    to_base64.finish(out);
  else
    to_quoted.finish(out);
  return write(out);
}

Result<void> end_with_empty_line(bool ends_line, const TextSink& sink) { return sink(ends_line ? "\n" : "\n\n"); }

}  // namespace

Result<ConversionReport> convert_8_to_7(const HeaderList& header, const BodyFile& body, const ConversionContext& context,
                                        const TextSink& sink) {
  Downgrade downgrade(body, context, sink);
  if (auto ok = downgrade.part(header, false, true, 0); !ok) return std::move(ok).error();
  return std::move(downgrade.report);
}

bool can_convert_7_to_8(const HeaderList& header) {
  const HeaderField* encoding = header.find("Content-Transfer-Encoding");
  if (encoding == nullptr || !header.has("MIME-Version")) return false;
  std::string name = parse_transfer_encoding(encoding->value);
  if (name != "quoted-printable" && name != "base64") return false;
  const HeaderField* type = header.find("Content-Type");
  if (type == nullptr) return true;
  std::optional<ContentType> parsed = parse_content_type(type->value);
  return parsed && parsed->full() == "text/plain";
}

Result<void> convert_7_to_8(const HeaderList& header, const BodyFile& body, const ConversionContext& context,
                            const TextSink& sink) {
  const HeaderField* encoding = header.find("Content-Transfer-Encoding");
  std::string name = parse_transfer_encoding(encoding->value);
  auto ok = sink(fmt::format("Content-Transfer-Encoding: 8bit\nX-MIME-Autoconverted: from {} to 8bit by {} id {}\n\n", name,
                             context.host, context.queue_id));
  if (!ok) return ok;
  Base64Decoder from_base64;
  QuotedPrintableDecoder from_quoted;
  LineCursor lines(body);
  std::string line, out;
  bool pending_cr = false, ends_line = true;
  for (;;) {
    Result<bool> more = lines.next(line);
    if (!more) return std::move(more).error();
    if (!*more) break;
    std::string decoded = pending_cr ? "\r" : "";
    if (name == "base64")
      from_base64.feed(line, decoded);
    else
      from_quoted.feed(line, decoded);
    pending_cr = decoded.ends_with('\r');
    if (pending_cr) decoded.pop_back();
    size_t at = 0;
    while ((at = decoded.find("\r\n", at)) != std::string::npos) decoded.erase(at, 1);
    if (!decoded.empty()) ends_line = decoded.back() == '\n';
    if (ok = sink(decoded); !ok) return ok;
  }
  if (pending_cr)
    if (ok = sink("\r"); !ok) return ok;
  // sendmail ends what was base64 with an empty line.
  return name == "base64" ? end_with_empty_line(ends_line, sink) : Result<void>();
}

}  // namespace sm::message
