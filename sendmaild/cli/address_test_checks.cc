// /header and /sender of address test mode.
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <vector>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/cli/address_test.h"
#include "sendmaild/rules/compile.h"
#include "sendmaild/rules/rewrite.h"

namespace sm::cli {
namespace {

struct HeaderBits {
  std::string_view name;
  unsigned bits;
};

// What /header prints for a header of this name: the numbers are part of the format.
constexpr unsigned kEveryHeader = 0x00040000;
constexpr unsigned kStripsComments = 0x00010000;
constexpr std::array<HeaderBits, 30> kHeaderBits{{{"from", 0x100},
                                                  {"to", 0x2},
                                                  {"cc", 0x2},
                                                  {"bcc", 0x4002},
                                                  {"sender", 0x100},
                                                  {"reply-to", 0x100},
                                                  {"resent-from", 0x108},
                                                  {"resent-to", 0xa},
                                                  {"resent-cc", 0xa},
                                                  {"resent-bcc", 0x400a},
                                                  {"resent-sender", 0x108},
                                                  {"resent-reply-to", 0x108},
                                                  {"resent-date", 0x8},
                                                  {"resent-message-id", 0x8},
                                                  {"return-path", 0x20060},
                                                  {"return-receipt-to", 0x400},
                                                  {"errors-to", 0x900},
                                                  {"apparently-to", 0x2},
                                                  {"full-name", 0x20},
                                                  {"received", 0xc0},
                                                  {"via", 0xc0},
                                                  {"mail-from", 0xc0},
                                                  {"subject", 0x8000},
                                                  {"comments", 0x8040},
                                                  {"content-type", 0x2000},
                                                  {"content-transfer-encoding", 0x1000},
                                                  {"content-length", 0x20},
                                                  {"disposition-notification-to", 0x100},
                                                  {"x400-received", 0xc0},
                                                  {"text", 0x40001}}};

unsigned bits_of(std::string_view name) {
  for (const HeaderBits& entry : kHeaderBits)
    if (ascii::equal_ignoring_case(entry.name, name)) return kEveryHeader ^ entry.bits;
  return kEveryHeader;
}

// As ${currHeader} holds a value: one quoted string.
std::string quoted(std::string_view value) {
  std::string out = "\"";
  for (char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

std::string own_name() {
  const passwd* entry = ::getpwuid(::getuid());
  return entry == nullptr ? std::string("root") : std::string(entry->pw_name);
}

}  // namespace

void AddressTest::header(std::string_view text) {
  size_t colon = text.find(':');
  std::string_view name = colon == std::string_view::npos ? std::string_view() : trim_right(text.substr(0, colon));
  bool valid = !name.empty() && std::none_of(name.begin(), name.end(), [](char c) { return !ascii::is_print(c) || c == ' '; });
  if (!valid) {
    line(fmt::format("header syntax error, line \"{}\"", text));
    line("ul = 00000000");
    return;
  }
  std::string_view value = text.substr(colon + 1);
  const config::HeaderSpec* check = nullptr;
  const config::HeaderSpec* every = nullptr;
  for (const config::HeaderSpec& spec : config_->headers) {
    if (spec.check_ruleset.empty()) continue;
    if (ascii::equal_ignoring_case(spec.name, name)) check = &spec;
    if (spec.name == "*") every = &spec;
  }
  unsigned bits = bits_of(name);
  if (check != nullptr && !check->keep_comments) bits |= kStripsComments;
  if (check == nullptr) check = every;
  if (check != nullptr) {
    macros_.set("addr_type", "h");
    macros_.set("hdr_name", std::string(name));
    macros_.set("hdrlen", std::to_string(value.size()));
    macros_.set("currHeader", quoted(value));
    auto rewrite_context = context();
    rules::CheckVerdict verdict =
        engine_->check(check->check_ruleset, trim(value), std::nullopt, rewrite_context,
                       check->keep_comments ? rules::Comments::keep : rules::Comments::strip);
    if (verdict.kind == rules::CheckVerdict::Kind::reject) line(verdict.text);
  }
  line(fmt::format("ul = 0x{:08x}", bits));
}

void AddressTest::sender(std::string_view address) {
  std::string login = own_name();
  std::string from = address.empty() ? login : std::string(address);
  define("x", "");
  auto rewrite_context = context();
  auto found = engine_->resolve(from, rules::AddressRole::envelope_sender, rewrite_context);
  if (found.kind != rules::ResolvedAddress::Kind::mailer && from != login) {
    from = login;
    found = engine_->resolve(from, rules::AddressRole::envelope_sender, rewrite_context);
  }
  rules::Rewriter rewriter(engine_->compiled(), *config_, *maps_, rewrite_context);
  rules::Workspace workspace;
  if (rewriter.scan(from, address::TokenTable::external, workspace))
    for (std::string_view ruleset : {"3", "1", "4"}) rewriter.run(ruleset, workspace);
  if (found.host.empty()) macros_.unset("h");
  trace_.macro_named("{addr_type}");
  forget("addr_type");
  define("f", rewriter.join(workspace));
  line(fmt::format("addr={}", found.kind == rules::ResolvedAddress::Kind::mailer ? found.user : std::string()));
}

}  // namespace sm::cli
