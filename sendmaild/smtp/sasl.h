// The SASL conversations that server and client lead (RFC 4422, 4954), as they ask for them; auth/ implements them with
// Cyrus SASL. All calls may block (saslauthd, sasldb) and run on the lookup pool, one at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sm::smtp {

struct SaslStep {
  enum class State { challenge, success, failure, unavailable };
  State state = State::failure;  // unavailable, of a client: no mechanism can be tried for now
  std::string data;      // challenge (server) or response (client), not base64
  bool has_data = false; // client's first step: an initial response exists (it may be empty)
  std::string detail;    // for the log: the library's reason, code and user
};

// A security layer that a mechanism negotiated (DIGEST-MD5 auth-int …).
class SaslLayer {
 public:
  virtual ~SaslLayer() = default;
  virtual std::optional<std::string> encode(const std::string& plain) = 0;
  virtual std::optional<std::string> decode(const std::string& wire) = 0;
};

struct SaslFacts {
  std::string mechanism;     // ${auth_type}
  std::string identity;      // ${auth_authen}: who authenticated
  std::string authorization; // who it may act as
  int ssf = 0;               // ${auth_ssf}; above 0 a layer is to be installed
};

class SaslServer {
 public:
  virtual ~SaslServer() = default;
  // What to offer now, in order; changes when `tls_ssf` does. `external_identity` is the verified certificate's subject.
  virtual std::vector<std::string> mechanisms() = 0;
  // How many mechanisms the library could offer, allowed or not: the number of AUTH attempts that cost nothing.
  virtual size_t known_mechanisms() = 0;
  virtual void tls_started(int tls_ssf, std::string external_identity) = 0;
  // `initial` is the decoded initial response, if one was sent.
  virtual SaslStep start(std::string mechanism, std::optional<std::string> initial) = 0;
  virtual SaslStep step(std::string response) = 0;
  // After success.
  virtual SaslFacts facts() = 0;
  virtual std::shared_ptr<SaslLayer> layer() = 0;
};

class SaslClient {
 public:
  virtual ~SaslClient() = default;
  // Chooses from what the server offers; `facts().mechanism` tells which. State failure: none fits.
  virtual SaslStep start(std::vector<std::string> offered) = 0;
  virtual SaslStep step(std::string challenge) = 0;
  virtual SaslFacts facts() = 0;
  virtual std::shared_ptr<SaslLayer> layer() = 0;
};

}  // namespace sm::smtp
