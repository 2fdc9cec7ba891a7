// See the header. Recipients and senders are compared without case, ids with it.
#include "sendmaild/queue/selector.h"

#include <algorithm>

#include "lib/base/ascii.h"

namespace sm::queue {

namespace {

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return ascii::lower(text).find(ascii::lower(part)) != std::string::npos;
}

bool holds(const Selector::Condition& condition, std::string_view id, const QfContents* contents) {
  bool wanted = !condition.negated;
  switch (condition.letter) {
    case 'I':
      return (id.find(condition.text) != std::string_view::npos) == wanted;
    case 'S':
      return contents != nullptr && contains_ignoring_case(contents->sender, condition.text) == wanted;
    case 'Q':
      return contents != nullptr && contains_ignoring_case(contents->quarantine, condition.text) == wanted;
    default:
      // Negated, one recipient that does not match is enough: that is how sendmail reads -q!R.
      return contents != nullptr &&
             std::any_of(contents->recipients.begin(), contents->recipients.end(), [&](const QfRecipient& recipient) {
               return contains_ignoring_case(recipient.address, condition.text) == wanted;
             });
  }
}

}  // namespace

Result<void> Selector::add(std::string_view argument) {
  bool negated = argument.starts_with('!');
  if (negated) argument.remove_prefix(1);
  if (argument.empty()) return {};
  char letter = argument[0];
  std::string text(argument.substr(1));
  switch (letter) {
    case 'G':
      if (negated) return Error{"Can not use -q!G", ExitStatus::usage};
      if (!group_.empty()) return Error{"Can not use multiple -qG options", ExitStatus::usage};
      group_ = std::move(text);
      return {};
    case 'L':
      scope_ = Scope::lost;
      return {};
    case 'Q':
      scope_ = Scope::quarantined;
      if (!text.empty()) conditions_.push_back(Condition{'Q', negated, std::move(text)});
      return {};
    case 'I':
    case 'R':
    case 'S':
      conditions_.push_back(Condition{letter, negated, std::move(text)});
      return {};
    default:
      return Error{"Unknown queue selection: " + std::string(argument), ExitStatus::usage};
  }
}

bool Selector::needs_contents() const {
  return std::any_of(conditions_.begin(), conditions_.end(), [](const Condition& c) { return c.letter != 'I'; });
}

bool Selector::letter_holds(char letter, std::string_view id, const QfContents* contents) const {
  bool asked = false;
  for (const Condition& condition : conditions_) {
    if (condition.letter != letter) continue;
    asked = true;
    if (holds(condition, id, contents)) return true;
  }
  return !asked;
}

bool Selector::matches_id(std::string_view id) const { return letter_holds('I', id, nullptr); }

bool Selector::matches(std::string_view id, const QfContents& contents) const {
  return letter_holds('I', id, &contents) && letter_holds('R', id, &contents) && letter_holds('S', id, &contents) &&
         letter_holds('Q', id, &contents);
}

}  // namespace sm::queue
