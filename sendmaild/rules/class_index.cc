// See the header.
#include "sendmaild/rules/class_index.h"

#include <algorithm>

#include "lib/base/ascii.h"
#include "sendmaild/rules/limits.h"

namespace sm::rules {
namespace {

// A member without these characters is cut into tokens in one way only, whatever text the tokens of a workspace came from.
constexpr std::string_view kSpecial = " \"\\()";

bool is_ordinary(std::string_view member) {
  return std::all_of(member.begin(), member.end(), [](char c) {
    return ascii::is_print(c) && kSpecial.find(c) == std::string_view::npos;
  });
}

}  // namespace

ClassIndex::ClassIndex(const config::WordClass& words, const address::Tokenizer& tokenizer, char blank_sub,
                       Vocabulary& vocabulary)
    : words_(words) {
  // Without a separator any two words may be one member together.
  knows_starts_ = blank_sub != '\0' && words.words().size() <= kMostIndexedMembers;
  address::Scan scan;
  for (const auto& [member, age] : words.words()) {
    tokenizer.scan(member, tokenizer.table_of_rules(), scan);
    knows_starts_ = knows_starts_ && scan.usable() && is_ordinary(member);
    // A separator between two words of the workspace is one more token in the member's own text, or none when it is an
    // ordinary character; counting it as one covers both.
    auto separators = static_cast<size_t>(std::count(member.begin(), member.end(), blank_sub));
    if (!scan.usable())
      longest_ = 0;
    else if (longest_ != 0)
      longest_ = std::max(longest_, scan.size() + separators);
    if (!knows_starts_ || scan.empty()) continue;
    std::string_view first = scan[0];
    add_start(first, vocabulary);
    for (size_t i = 1; i < first.size(); ++i)
      if (first[i] == blank_sub) add_start(first.substr(0, i), vocabulary);
  }
}

void ClassIndex::add_start(std::string_view word, Vocabulary& vocabulary) {
  WordId id = vocabulary.add(word);
  size_t bit = id - kFirstWord;
  if (bit / 64 >= starts_.size()) starts_.resize(bit / 64 + 1);
  starts_[bit / 64] |= uint64_t{1} << (bit % 64);
  summary_ |= word_bit(id);
}

}  // namespace sm::rules
