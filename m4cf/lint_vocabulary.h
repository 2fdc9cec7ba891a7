// The names a sendmail.mc may use: conf* settings, FEATUREs, MAILERs and the macros themselves, and what a misspelt one
// was probably meant to be.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace sm::m4cf {

enum class NameKind { conf, feature, mailer, macro };

std::span<const std::string_view> names_of(NameKind kind);
bool is_known(NameKind kind, std::string_view name);
// The name of the list that is closest in spelling; empty when none is close.
std::string_view nearest_of(std::span<const std::string_view> names, std::string_view name);
// How many arguments a macro of the language takes at most; nothing for those that take any number.
std::optional<size_t> most_arguments(std::string_view macro);

}  // namespace sm::m4cf
