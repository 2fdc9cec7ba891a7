// Frozen state: the macro table, the delimiters and the diversions in a file that a later run starts from. The format is
// GNU m4's (version 1), so that each program reloads what the other wrote.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "m4cf/engine.h"

namespace sm::m4cf {

// Exit status when the file has a version this program does not know.
inline constexpr int kFrozenVersionMismatch = 63;

// The whole state as the text of a frozen file.
std::string freeze(Engine& m4);
// Starts the engine from the file, found through the search path. Errors end the run.
void reload(Engine& m4, const std::string& name);
// The same from memory that outlives the engine; `name` is for messages.
void reload_text(Engine& m4, std::string_view text, const std::string& name);

}  // namespace sm::m4cf
