// See the header.
#include "sendmaild/auth/sasl_connection.h"

namespace sm::auth {
namespace {

constexpr unsigned kLayerBuffer = 8192;

class Layer final : public smtp::SaslLayer {
 public:
  explicit Layer(ConnectionHandle connection) : connection_(std::move(connection)) {
    const void* size = nullptr;
    if (sasl_getprop(connection_.get(), SASL_MAXOUTBUF, &size) == SASL_OK && size != nullptr)
      max_plain_ = *static_cast<const unsigned*>(size);
    if (max_plain_ == 0) max_plain_ = kLayerBuffer;
  }

  std::optional<std::string> encode(const std::string& plain) override {
    std::string wire;
    for (size_t at = 0; at < plain.size(); at += max_plain_) {
      size_t length = std::min<size_t>(max_plain_, plain.size() - at);
      const char* out = nullptr;
      unsigned out_length = 0;
      if (sasl_encode(connection_.get(), plain.data() + at, static_cast<unsigned>(length), &out, &out_length) != SASL_OK)
        return std::nullopt;
      wire.append(out, out_length);
    }
    return wire;
  }

  std::optional<std::string> decode(const std::string& wire) override {
    const char* out = nullptr;
    unsigned out_length = 0;
    if (sasl_decode(connection_.get(), wire.data(), static_cast<unsigned>(wire.size()), &out, &out_length) != SASL_OK)
      return std::nullopt;
    return std::string(out != nullptr ? out : "", out_length);
  }

 private:
  ConnectionHandle connection_;
  unsigned max_plain_ = 0;
};

}  // namespace

int apply_policy(sasl_conn_t* connection, const SaslPolicy& policy, bool plaintext_allowed) {
  sasl_security_properties_t properties{};
  properties.max_ssf = static_cast<sasl_ssf_t>(policy.max_bits);
  properties.maxbufsize = kLayerBuffer;
  auto add = [&properties](bool wanted, unsigned flag) {
    if (wanted) properties.security_flags |= flag;
  };
  add(!plaintext_allowed, SASL_SEC_NOPLAINTEXT);
  add(policy.no_active, SASL_SEC_NOACTIVE);
  add(policy.no_dictionary, SASL_SEC_NODICTIONARY);
  add(policy.no_anonymous, SASL_SEC_NOANONYMOUS);
  add(policy.forward_secrecy, SASL_SEC_FORWARD_SECRECY);
  add(policy.mutual, SASL_SEC_MUTUAL_AUTH);
  add(policy.pass_credentials, SASL_SEC_PASS_CREDENTIALS);
  return sasl_setprop(connection, SASL_SEC_PROPS, &properties);
}

int apply_external(sasl_conn_t* connection, int ssf, const std::string& identity) {
  sasl_ssf_t strength = static_cast<sasl_ssf_t>(ssf);
  int code = sasl_setprop(connection, SASL_SSF_EXTERNAL, &strength);
  if (code != SASL_OK || identity.empty()) return code;
  return sasl_setprop(connection, SASL_AUTH_EXTERNAL, identity.c_str());
}

std::string text_property(sasl_conn_t* connection, int property) {
  const void* value = nullptr;
  if (sasl_getprop(connection, property, &value) != SASL_OK || value == nullptr) return {};
  return static_cast<const char*>(value);
}

int negotiated_ssf(sasl_conn_t* connection) {
  const void* value = nullptr;
  if (sasl_getprop(connection, SASL_SSF, &value) != SASL_OK || value == nullptr) return 0;
  return static_cast<int>(*static_cast<const sasl_ssf_t*>(value));
}

std::shared_ptr<smtp::SaslLayer> make_layer(ConnectionHandle connection) {
  return std::make_shared<Layer>(std::move(connection));
}

}  // namespace sm::auth
