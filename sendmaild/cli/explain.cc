// See the header.
#include "sendmaild/cli/explain.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "lib/base/atomic_file.h"
#include "lib/base/posix.h"
#include "sendmaild/cli/config_hooks.h"
#include "sendmaild/cli/explain_formats.h"
#include "sendmaild/cli/explain_verdict.h"
#include "sendmaild/config/parse_config.h"
#include "sendmaild/maps/map_set.h"

namespace sm::cli {
namespace {

struct Request {
  std::string config_file = "/etc/mail/sendmail.cf";
  std::string html_file;
  std::string address;
  bool json = false;
};

Explanation explain(const Request& request, std::shared_ptr<const config::Config> config) {
  std::vector<maps::MapSet::Complaint> complaints;
  std::shared_ptr<maps::MapSet> maps = maps::MapSet::create(config, complaints);
  auto engine = rules::RuleEngine::create(config, maps);
  CfRemarks remarks;
  if (Result<std::string> text = read_file(request.config_file)) remarks = CfRemarks(*text);
  ExplainTrace trace(remarks, *config, *maps);
  macros::MacroScope scope(config->macros);
  rules::RewriteContext context;
  context.macros = &scope;
  context.trace = &trace;
  rules::ResolvedAddress resolved =
      engine->resolve(request.address, rules::AddressRole::envelope_recipient, context);
  Explanation out = conclude(request.address, resolved, trace.take());
  if (resolved.mailer == nullptr || !resolved.mailer->flags.has('5')) return out;
  auto again = engine->resolve_local_again(resolved, context);
  add_second_thought(out, again ? &*again : nullptr, trace.take());
  return out;
}

Result<void> replace(const std::string& path, const std::string& text) {
  Result<AtomicFile> file = AtomicFile::create(path, 0644);
  if (!file) return std::move(file).error();
  if (Result<void> written = file->write(text); !written) return written;
  return file->commit();
}

int print(const std::string& text) {
  return write_all(STDOUT_FILENO, text) ? to_int(ExitStatus::ok) : to_int(ExitStatus::io_error);
}

}  // namespace

int run_explain(const std::vector<std::string>& argv) {
  Request request;
  CLI::App app("Shows how an address is decided", "sendmaild explain");
  app.add_option("-C,--config", request.config_file, "The configuration (default /etc/mail/sendmail.cf)");
  app.add_flag("--json", request.json, "Write JSON");
  app.add_option("--html", request.html_file, "Write a page to this file");
  app.add_option("address", request.address, "The address")->required();
  try {
    app.parse(std::vector<std::string>(argv.rbegin(), argv.rend()));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? to_int(ExitStatus::ok) : to_int(ExitStatus::usage);
  }
  config::CommandLineSettings settings;
  settings.privileged = ::getuid() == 0;
  settings.test_mode = true;
  settings.operation_mode = 't';
  auto sink = [](const config::Complaint& complaint) {
    // Nothing can be done about a standard error that does not take the line.
    (void)write_all(STDERR_FILENO, config::format_complaint(complaint, false));
  };
  config::ParseOutcome outcome =
      config::parse_config(request.config_file, settings, config::discover_host(), config_hooks(), sink);
  // As in address test mode, what could be read is used.
  if (outcome.fatal || !outcome.config) return to_int(outcome.status);
  Explanation explanation = explain(request, outcome.config);
  if (request.html_file.empty())
    return print(request.json ? explain_as_json(explanation) : explain_as_text(explanation));
  Result<void> written = replace(request.html_file, explain_as_html(explanation));
  if (written) return to_int(ExitStatus::ok);
  (void)write_all(STDERR_FILENO, written.error().text + "\n");
  return to_int(written.error().status);
}

}  // namespace sm::cli
