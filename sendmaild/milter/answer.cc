// See the header.
#include "sendmaild/milter/answer.h"

#include <optional>

#include "lib/base/ascii.h"

namespace sm::milter {
namespace {

const char* default_refusal(Stage stage) {
  switch (stage) {
    case Stage::connect: return "554 Command rejected";
    case Stage::helo: return "550 Command rejected";
    case Stage::body: case Stage::end_of_message: return "554 5.7.1 Command rejected";
    default: return "550 5.7.1 Command rejected";
  }
}

// Begins with a code of refusal; every percent sign is doubled, as texts for printf must be.
bool is_reply_text(std::string_view text) {
  if (text.size() < 3 || (text[0] != '4' && text[0] != '5') || !ascii::is_digit(text[1]) || !ascii::is_digit(text[2]))
    return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && (i + 1 == text.size() || text[++i] != '%')) return false;
  }
  return true;
}

std::optional<Change> parse_header(Change::Kind kind, DataReader data) {
  Change change;
  change.kind = kind;
  if (kind != Change::Kind::add_header) {
    auto index = data.number();
    if (!index) return std::nullopt;
    change.index = *index;
  }
  auto name = data.text();
  auto value = data.text();
  if (!name || !value || name->empty()) return std::nullopt;
  change.name = *std::move(name);
  change.value = *std::move(value);
  return change;
}

std::optional<Change> parse_address(Change::Kind kind, DataReader data) {
  Change change;
  change.kind = kind;
  auto address = data.text();
  if (!address || address->empty()) return std::nullopt;
  change.name = *std::move(address);
  change.value = data.text().value_or("");
  return change;
}

std::optional<Change::Kind> change_kind(char letter) {
  switch (letter) {
    case 'h': return Change::Kind::add_header;
    case 'i': return Change::Kind::insert_header;
    case 'm': return Change::Kind::change_header;
    case '+': return Change::Kind::add_recipient;
    case '2': return Change::Kind::add_recipient_with_arguments;
    case '-': return Change::Kind::delete_recipient;
    case 'e': return Change::Kind::change_sender;
    case 'b': return Change::Kind::replace_body;
    case 'q': return Change::Kind::quarantine;
    default: return std::nullopt;
  }
}

std::optional<Change> parse_change(Change::Kind kind, std::string data) {
  switch (kind) {
    case Change::Kind::add_header: case Change::Kind::insert_header: case Change::Kind::change_header:
      return parse_header(kind, DataReader(data));
    case Change::Kind::replace_body: break;
    case Change::Kind::quarantine: data = data.substr(0, data.find('\0')); break;
    default: return parse_address(kind, DataReader(data));
  }
  Change change;
  change.kind = kind;
  change.value = std::move(data);
  return change;
}

Answer parse_change_answer(Change::Kind kind, std::string data) {
  Answer answer;
  auto change = parse_change(kind, std::move(data));
  answer.kind = change ? Answer::Kind::change : Answer::Kind::progress;
  if (change) answer.change = *std::move(change);
  return answer;
}

}  // namespace

Answer parse_answer(Stage stage, Packet packet) {
  bool at_end = stage == Stage::end_of_message;
  auto change = at_end ? change_kind(packet.command) : std::nullopt;
  if (change) return parse_change_answer(*change, std::move(packet.data));
  Answer answer;
  switch (packet.command) {
    case 'c': answer.kind = Answer::Kind::proceed; break;
    case 'a': answer.kind = Answer::Kind::accept; break;
    case 'r': answer.kind = Answer::Kind::reject; break;
    case 't': answer.kind = Answer::Kind::tempfail; break;
    case 'd': answer.kind = Answer::Kind::discard; break;
    case 's': answer.kind = at_end ? Answer::Kind::unknown : Answer::Kind::skip; break;
    case 'p': answer.kind = at_end ? Answer::Kind::progress : Answer::Kind::unknown; break;
    case 'y':
      answer.kind = Answer::Kind::reply;
      answer.text = DataReader(packet.data).text().value_or("");
      if (!is_reply_text(answer.text)) answer.text = default_refusal(stage);
      break;
    default: break;
  }
  return answer;
}

ChangeRight right_for(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::add_header: case Change::Kind::insert_header: return {action::kAddHeaders, "adding headers"};
    case Change::Kind::change_header: return {action::kChangeHeaders, "changing headers"};
    case Change::Kind::add_recipient: return {action::kAddRecipients, "adding recipients"};
    case Change::Kind::add_recipient_with_arguments:
      return {action::kAddRecipientsWithArguments, "adding recipients with parameters"};
    case Change::Kind::delete_recipient: return {action::kDeleteRecipients, "removing recipients"};
    case Change::Kind::change_sender: return {action::kChangeSender, "changing sender"};
    case Change::Kind::replace_body: return {action::kReplaceBody, "replacing body"};
    case Change::Kind::quarantine: return {action::kQuarantine, "quarantining"};
  }
  return {};
}

std::string without_doubled_percent(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    plain += text[i];
    if (text[i] == '%' && i + 1 < text.size() && text[i + 1] == '%') ++i;
  }
  return plain;
}

}  // namespace sm::milter
