// Parts of a Config as text, in the words of address test mode (`=M`, `=S`), and of -d0. Pure
// formatting: what has to be asked of the system is in the arguments.
#pragma once

#include <string>
#include <string_view>

#include "sendmaild/config/config.h"
#include "sendmaild/config/host_facts.h"

namespace sm::config {

// "mailer 0 (prog): P=/bin/sh S=0/0 …", without a newline.
std::string describe_mailer(const Config& config, const Mailer& mailer);
// One line for each mailer.
std::string describe_mailers(const Config& config);

// "R$* \t\t$: $1 ": one rule as `=S` lists it, without a newline.
std::string describe_rule(const RuleSource& rule);

// "Canonical name: …" and the other names, which -d0.4 shows before the file is read.
std::string describe_host_names(const HostFacts& host);
// The "SYSTEM IDENTITY (after readcf)" block of -d0.1.
std::string describe_identity(const Config& config);

}  // namespace sm::config
