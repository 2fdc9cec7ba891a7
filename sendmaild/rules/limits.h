// Limits of the rule engine, most of them sendmail's own: no ruleset and no address can take the process down.
#pragma once

#include <cstddef>

namespace sm::rules {

inline constexpr int kMostApplications = 100;    // of one rule in a row, then the ruleset ends
inline constexpr int kDeepestCall = 50;          // nested $> calls below the first ruleset
inline constexpr int kMostNumbered = 100;        // rulesets that are called by number
inline constexpr size_t kMostWildcards = 9;
inline constexpr size_t kMostCalls = 15;         // $> in one right side
inline constexpr size_t kMostArguments = 9;      // of one lookup
inline constexpr size_t kLongestPiece = 1021;    // bytes of an argument or the default of a lookup; what is longer is cut
inline constexpr size_t kLongestHost = 254;      // bytes of the host of a mailer or the code of an error; cut, too
inline constexpr size_t kLongestUser = 255;      // bytes of the user of a mailer or the text of an error; cut, too
inline constexpr size_t kLongestRewritten = 254; // bytes of an address for a mailer, comments apart; cut, too
inline constexpr size_t kMostTokens = 1000;      // of a workspace
inline constexpr size_t kLongestAddress = 255;   // bytes
inline constexpr size_t kMostIndexedMembers = 10'000;  // of a class; the first words of larger ones are not collected
// Of one question (attempts to match, tokens of workspaces, bytes split into tokens); beyond it the answer is "later".
inline constexpr size_t kMostSteps = 2'000'000;
inline constexpr size_t kStepsOfLookup = 100;  // what a lookup in a map counts

}  // namespace sm::rules
