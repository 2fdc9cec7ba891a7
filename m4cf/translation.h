// Messages for people in their language (gettext). GNU m4's own diagnostics are never translated.
#pragma once

#include <initializer_list>
#include <string>

namespace sm::m4cf {

// Finds the catalogue: beside the program (a build tree) or where it was installed. A Korean environment is honoured
// even where the system has no such locale.
void choose_language();
// The English text in the chosen language, with %1, %2 … replaced by the parts.
std::string say(const char* english, std::initializer_list<std::string> parts = {});

}  // namespace sm::m4cf
