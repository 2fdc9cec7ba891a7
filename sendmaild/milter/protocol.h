// The vocabulary of the mail filter protocol, versions 2 to 6: letters, bits, and what each stage of a session is called.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sm::milter {

inline constexpr uint32_t kVersion = 6;
// Filters name either a version of the protocol or one of the library they were built with; anything between is taken.
inline constexpr uint32_t kOldestVersion = 2, kNewestVersion = 0x01000001;

// What a filter may do to a message.
namespace action {
inline constexpr uint32_t kAddHeaders = 0x1, kReplaceBody = 0x2, kAddRecipients = 0x4, kDeleteRecipients = 0x8,
                          kChangeHeaders = 0x10, kQuarantine = 0x20, kChangeSender = 0x40,
                          kAddRecipientsWithArguments = 0x80, kChooseMacros = 0x100, kAll = 0x1ff;
}  // namespace action

// What a filter asks to be done otherwise. Those that leave out a stage or its answer are in kStages.
namespace step {
inline constexpr uint32_t kNoBody = 0x10, kNoHeaders = 0x20, kSkip = 0x400, kRejectedRecipients = 0x800,
                          kLeadingSpace = 0x100000, kAll = 0x1fffff;
}  // namespace step

// Letters that are no stage's command.
inline constexpr char kNegotiate = 'O', kMacros = 'D', kAbort = 'A', kQuit = 'Q';

enum class Stage : size_t { connect, helo, mail, rcpt, data, unknown, header, end_of_header, body, end_of_message };
inline constexpr size_t kStageCount = 10;

struct StageFacts {
  char command;
  const char* word;         // in log lines: action=, where=
  uint32_t skipped_by;      // step bit: the filter does not want the command
  uint32_t unanswered_by;   // step bit: the filter does not answer it
  int oldest_version;       // filters of older versions do not know the command
  int macro_list;           // its number where a filter names the macros it wants; -1: the stage has none
};
inline constexpr StageFacts kStages[kStageCount] = {
    {'C', "connect", 0x1, 0x1000, 2, 0},    {'H', "helo", 0x2, 0x2000, 2, 1},
    {'M', "mail", 0x4, 0x4000, 2, 2},       {'R', "rcpt", 0x8, 0x8000, 2, 3},
    {'T', "data", 0x200, 0x10000, 4, 4},    {'U', "unknown", 0x100, 0x20000, 3, -1},
    {'L', "header", 0x20, 0x80, 2, -1},     {'N', "eoh", 0x40, 0x40000, 2, 6},
    {'B', "body", 0x10, 0x80000, 2, -1},    {'E', "eom", 0, 0, 2, 5},
};
inline constexpr const StageFacts& facts(Stage stage) { return kStages[static_cast<size_t>(stage)]; }
inline constexpr size_t kMacroLists = 7;

}  // namespace sm::milter
