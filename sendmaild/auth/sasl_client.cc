// See the header.
#include "sendmaild/auth/sasl_client.h"

#include <array>
#include <cstring>
#include <vector>

#include "sendmaild/auth/sasl_connection.h"

namespace sm::auth {
namespace {

using State = smtp::SaslStep::State;

class CyrusClient final : public smtp::SaslClient {
 public:
  CyrusClient(std::shared_ptr<SaslLibrary> library, SaslClientOptions options)
      : library_(std::move(library)), options_(std::move(options)) {
    const std::string& password = options_.credentials.password;
    // A C struct with its bytes behind it.
    secret_.resize(sizeof(sasl_secret_t) + password.size() + 1);
    auto* secret = reinterpret_cast<sasl_secret_t*>(secret_.data());
    secret->len = password.size();
    std::memcpy(secret->data, password.c_str(), password.size() + 1);
    callbacks_ = {callback(SASL_CB_USER, &CyrusClient::give_name, this),
                  callback(SASL_CB_AUTHNAME, &CyrusClient::give_name, this),
                  callback(SASL_CB_PASS, &CyrusClient::give_secret, this),
                  callback(SASL_CB_GETREALM, &CyrusClient::give_realm, this),
                  callback(SASL_CB_LIST_END, static_cast<int (*)()>(nullptr), nullptr)};
  }

  smtp::SaslStep start(std::vector<std::string> offered) override {
    std::string usable;
    for (const std::string& mechanism : offered) usable += (usable.empty() ? "" : " ") + mechanism;
    if (usable.empty() || !reset()) return refused(SASL_NOMECH);
    const char* out = nullptr;
    const char* chosen = nullptr;
    unsigned length = 0;
    int code = sasl_client_start(connection_.get(), usable.c_str(), nullptr, &out, &length, &chosen);
    if (code == SASL_UNAVAIL || code == SASL_TRYAGAIN) return temporary();
    if (code != SASL_OK && code != SASL_CONTINUE) return refused(code);
    mechanism_ = chosen;
    smtp::SaslStep step;
    step.state = State::challenge;
    step.has_data = out != nullptr;
    if (out != nullptr) step.data.assign(out, length);
    return step;
  }

  smtp::SaslStep step(std::string challenge) override {
    const char* out = nullptr;
    unsigned length = 0;
    int code = sasl_client_step(connection_.get(), challenge.c_str(), static_cast<unsigned>(challenge.size()), nullptr, &out,
                                &length);
    if (code != SASL_OK && code != SASL_CONTINUE) return refused(code);
    smtp::SaslStep step;
    step.state = State::challenge;
    step.has_data = true;
    if (out != nullptr) step.data.assign(out, length);
    return step;
  }

  smtp::SaslFacts facts() override {
    smtp::SaslFacts facts;
    facts.mechanism = mechanism_;
    facts.identity = options_.credentials.authentication_id;
    facts.authorization = options_.credentials.user;
    facts.ssf = connection_ ? negotiated_ssf(connection_.get()) : 0;
    return facts;
  }

  std::shared_ptr<smtp::SaslLayer> layer() override { return make_layer(connection_); }

 private:
  bool reset() {
    sasl_conn_t* raw = nullptr;
    const char* local = options_.local_address.empty() ? nullptr : options_.local_address.c_str();
    const char* peer = options_.peer_address.empty() ? nullptr : options_.peer_address.c_str();
    if (sasl_client_new("smtp", options_.server_name.c_str(), local, peer, callbacks_.data(), 0, &raw) != SASL_OK)
      return false;
    connection_ = own(raw);
    bool plaintext = options_.tls_ssf > 0 || !options_.policy.no_plaintext_without_tls;
    if (apply_policy(raw, options_.policy, plaintext) != SASL_OK) return false;
    return options_.tls_ssf == 0 || apply_external(raw, options_.tls_ssf, std::string()) == SASL_OK;
  }

  smtp::SaslStep refused(int code) {
    smtp::SaslStep step;
    step.state = State::failure;
    step.detail = sasl_errstring(code, nullptr, nullptr);
    return step;
  }

  static smtp::SaslStep temporary() {
    smtp::SaslStep step;
    step.state = State::unavailable;
    step.detail = "temporarily unavailable";
    return step;
  }

  static int give_name(void* context, int id, const char** result, unsigned* length) {
    const AuthInfo& info = static_cast<CyrusClient*>(context)->options_.credentials;
    const std::string& name = id == SASL_CB_USER ? info.user : info.authentication_id;
    *result = name.c_str();
    if (length != nullptr) *length = static_cast<unsigned>(name.size());
    return SASL_OK;
  }

  static int give_secret(sasl_conn_t*, void* context, int, sasl_secret_t** result) {
    *result = reinterpret_cast<sasl_secret_t*>(static_cast<CyrusClient*>(context)->secret_.data());
    return SASL_OK;
  }

  // Ours if the server offers it, else the server's first.
  static int give_realm(void* context, int, const char** offered, const char** result) {
    const std::string& wanted = static_cast<CyrusClient*>(context)->options_.credentials.realm;
    *result = wanted.c_str();
    for (size_t i = 0; offered != nullptr && offered[i] != nullptr; ++i) {
      if (i == 0) *result = offered[i];
      if (wanted == offered[i]) {
        *result = offered[i];
        break;
      }
    }
    return SASL_OK;
  }

  std::shared_ptr<SaslLibrary> library_;
  SaslClientOptions options_;
  std::vector<char> secret_;
  std::array<sasl_callback_t, 5> callbacks_;
  ConnectionHandle connection_;
  std::string mechanism_;
};

}  // namespace

std::unique_ptr<smtp::SaslClient> make_sasl_client(std::shared_ptr<SaslLibrary> library, SaslClientOptions options) {
  return std::make_unique<CyrusClient>(std::move(library), std::move(options));
}

}  // namespace sm::auth
