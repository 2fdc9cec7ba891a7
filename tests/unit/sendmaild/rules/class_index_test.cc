// What a class index says without looking at members: it may be wrong in one direction only.
#include "sendmaild/rules/class_index.h"

#include <doctest/doctest.h>

using namespace sm;
using rules::ClassIndex;

namespace {

struct Row {
  const char* what;
  std::vector<const char*> members;
  char blank_sub;
  size_t longest;
  std::vector<const char*> may_start, may_not_start;
};

}  // namespace

TEST_CASE("rules/class_index: it knows with which words members begin and how long they are") {
  const Row rows[] = {
      {"single words", {"localhost", "Mail"}, '.', 1, {"localhost", "LOCALHOST", "mail"}, {"other", "local"}},
      {"names of several tokens", {"mail.example.com"}, '_', 5, {"mail"}, {"example", "mail.example.com"}},
      {"operators", {"@", "!"}, '.', 1, {"@", "!"}, {"%"}},
      {"a separator that is an ordinary character joins words", {"a_b_c"}, '_', 3, {"a_b_c", "a", "a_b"}, {"b"}},
      {"a member that can be cut in several ways: every word may", {"x", "\"a b\""}, '.', 1, {"x", "other"}, {}},
      {"no separator: every word may", {"ab"}, '\0', 1, {"ab", "a", "other"}, {}},
      {"no members", {}, '.', 1, {}, {"a"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    config::ClassTable classes;
    classes.declare("x");
    for (const char* member : row.members) classes.add("x", member);
    address::Tokenizer tokenizer(".:@!^/[]%");
    rules::Vocabulary vocabulary;
    for (const auto* list : {&row.may_start, &row.may_not_start})
      for (const char* word : *list) vocabulary.add(word);
    ClassIndex index(*classes.find("x"), tokenizer, row.blank_sub, vocabulary);
    CHECK(index.longest() == row.longest);
    for (const char* word : row.may_start) CHECK(index.may_start_with(vocabulary.find(word)));
    for (const char* word : row.may_not_start) CHECK_FALSE(index.may_start_with(vocabulary.find(word)));
    for (const char* member : row.members)
      if (row.longest == 1) CHECK(index.contains({member, vocabulary.find(member)}));
  }
}

TEST_CASE("rules/class_index: a word that no rule and no class mentions begins nothing") {
  config::ClassTable classes;
  classes.add("x", "localhost");
  rules::Vocabulary vocabulary;
  ClassIndex index(*classes.find("x"), address::Tokenizer(".:@"), '.', vocabulary);
  CHECK_FALSE(index.may_start_with(vocabulary.find("stranger")));
  CHECK_FALSE(index.contains({"stranger", rules::kUnknownWord}));
  CHECK(index.summary() == uint64_t{1} << (vocabulary.find("localhost") % 64));
}
