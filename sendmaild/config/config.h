// Config: one sendmail.cf, parsed into values. Built once, then only read, shared as shared_ptr<const Config>; a reload
// builds a new one and running sessions keep theirs.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/config/class_table.h"
#include "sendmaild/config/daemon_port.h"
#include "sendmaild/config/header_spec.h"
#include "sendmaild/config/mailer.h"
#include "sendmaild/config/map_spec.h"
#include "sendmaild/config/milter_spec.h"
#include "sendmaild/config/options.h"
#include "sendmaild/config/queue_group.h"
#include "sendmaild/config/rule_source.h"
#include "sendmaild/macros/macro_scope.h"

namespace sm::config {

struct Config {
  std::string file;         // the .cf it came from
  int version_level = 0;    // V line; 0 when there is none
  std::string vendor;       // "Berkeley", "Sun" …
  Options options;
  macros::MacroTable macros;  // D lines and what the program itself defines (j, w, m, k, v, _ …)
  ClassTable classes;
  std::vector<std::string> long_names;  // of macros and classes, in the order in which the lines mention them
  std::vector<Mailer> mailers;
  std::vector<HeaderSpec> headers;
  std::vector<MapSpec> maps;
  std::vector<RulesetSource> rulesets;
  std::vector<std::pair<std::string, int>> ruleset_aliases;  // further names of numbers that have one
  std::vector<std::pair<std::string, int>> precedences;   // P lines
  std::vector<QueueGroup> queue_groups;                    // [0] is the default group
  std::vector<MilterSpec> milters;
  std::vector<std::pair<std::string, std::string>> environment;  // E lines
  std::vector<DaemonPort> daemon_ports;                    // DaemonPortOptions, in order
  std::vector<DaemonPort> client_ports;

  // By name without case; null when there is none.
  const Mailer* find_mailer(std::string_view name) const;
  // By name or decimal number; null when there is none.
  const RulesetSource* find_ruleset(std::string_view name) const;
  const QueueGroup* find_queue_group(std::string_view name) const;
  // The Precedence: value of a P line, 0 when unknown.
  int precedence(std::string_view name) const;
};

}  // namespace sm::config
