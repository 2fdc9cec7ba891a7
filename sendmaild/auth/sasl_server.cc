// See the header.
#include "sendmaild/auth/sasl_server.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/auth/sasl_connection.h"

namespace sm::auth {
namespace {

using State = smtp::SaslStep::State;

constexpr size_t kUserShown = 64;

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

class CyrusServer final : public smtp::SaslServer {
 public:
  CyrusServer(std::shared_ptr<SaslLibrary> library, SaslServerOptions options)
      : library_(std::move(library)), options_(std::move(options)) {}

  // A fresh connection: at the start, and for every attempt after a failed one.
  bool reset() {
    sasl_conn_t* raw = nullptr;
    int code = sasl_server_new("smtp", or_null(options_.hostname), or_null(options_.realm),
                               or_null(options_.local_address), or_null(options_.peer_address), nullptr, 0, &raw);
    if (code != SASL_OK) return false;
    connection_ = own(raw);
    used_ = false;
    bool plaintext = tls_ssf_ > 0 || !options_.policy.no_plaintext_without_tls;
    if (apply_policy(raw, options_.policy, plaintext) != SASL_OK) return false;
    return tls_ssf_ == 0 || apply_external(raw, tls_ssf_, identity_) == SASL_OK;
  }

  std::string library_mechanisms() {
    const char* list = nullptr;
    unsigned length = 0;
    int count = 0;
    if (sasl_listmech(connection_.get(), nullptr, "", " ", "", &list, &length, &count) != SASL_OK) return {};
    return std::string(list, length);
  }

  std::vector<std::string> mechanisms() override {
    std::string available = ascii::upper(library_mechanisms());
    std::vector<std::string_view> known = words(available);
    std::vector<std::string> offered;
    for (const std::string& allowed : options_.mechanisms) {
      std::string name = ascii::upper(allowed);
      if (std::find(known.begin(), known.end(), name) != known.end()) offered.push_back(name);
    }
    return offered;
  }

  size_t known_mechanisms() override { return words(library_mechanisms()).size(); }

  void tls_started(int tls_ssf, std::string external_identity) override {
    tls_ssf_ = tls_ssf;
    identity_ = std::move(external_identity);
    usable_ = reset();
  }

  smtp::SaslStep start(std::string mechanism, std::optional<std::string> initial) override {
    if (used_) usable_ = reset();
    if (!usable_) return refused(SASL_FAIL);
    used_ = true;
    mechanism_ = mechanism;
    const char* out = nullptr;
    unsigned length = 0;
    const char* in = initial ? initial->c_str() : nullptr;
    int code = sasl_server_start(connection_.get(), mechanism.c_str(), in,
                                 initial ? static_cast<unsigned>(initial->size()) : 0, &out, &length);
    return judge(code, out, length);
  }

  smtp::SaslStep step(std::string response) override {
    const char* out = nullptr;
    unsigned length = 0;
    int code = sasl_server_step(connection_.get(), response.c_str(), static_cast<unsigned>(response.size()), &out, &length);
    return judge(code, out, length);
  }

  smtp::SaslFacts facts() override {
    smtp::SaslFacts facts;
    facts.mechanism = mechanism_;
    facts.identity = text_property(connection_.get(), SASL_USERNAME);
    facts.authorization = facts.identity;
    facts.ssf = negotiated_ssf(connection_.get());
    return facts;
  }

  std::shared_ptr<smtp::SaslLayer> layer() override { return make_layer(connection_); }

 private:
  smtp::SaslStep judge(int code, const char* out, unsigned length) {
    if (code != SASL_OK && code != SASL_CONTINUE) return refused(code);
    smtp::SaslStep step;
    step.state = code == SASL_OK ? State::success : State::challenge;
    if (out != nullptr) step.data.assign(out, length);
    return step;
  }

  smtp::SaslStep refused(int code) {
    smtp::SaslStep step;
    step.state = State::failure;
    std::string user = text_property(connection_.get(), SASL_AUTHUSER);
    if (user.empty()) user = text_property(connection_.get(), SASL_USERNAME);
    const char* detail = sasl_errdetail(connection_.get());
    step.detail = fmt::format("{} ({}) {}{}{}", sasl_errstring(code, nullptr, nullptr), code,
                              detail != nullptr ? detail : "", user.empty() ? "" : ", user=", user.substr(0, kUserShown));
    return step;
  }

  std::shared_ptr<SaslLibrary> library_;
  SaslServerOptions options_;
  ConnectionHandle connection_;
  std::string mechanism_;
  std::string identity_;
  int tls_ssf_ = 0;
  bool used_ = false;
  bool usable_ = true;
};

}  // namespace

std::unique_ptr<smtp::SaslServer> make_sasl_server(std::shared_ptr<SaslLibrary> library, SaslServerOptions options) {
  auto server = std::make_unique<CyrusServer>(std::move(library), std::move(options));
  if (!server->reset()) return nullptr;
  return server;
}

std::string available_mechanisms(const std::shared_ptr<SaslLibrary>& library, const SaslServerOptions& options) {
  CyrusServer server(library, options);
  return server.reset() ? server.library_mechanisms() : std::string();
}

}  // namespace sm::auth
