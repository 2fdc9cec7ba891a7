// --explain: behind each warning or error, the macro calls that led there and, for a string or argument list that never
// ends, where the missing quote probably belongs.
#pragma once

#include "m4cf/engine.h"

namespace sm::m4cf {

// Attaches the explanations to the engine's diagnostics; to be called before anything is read.
void explain_diagnostics(Engine& m4);

}  // namespace sm::m4cf
