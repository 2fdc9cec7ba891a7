// SaslConnection: an owned sasl_conn_t and what server and client do alike with it. Internal to auth/; the only header
// that shows the library's types.
#pragma once

#include <sasl/sasl.h>

#include <memory>
#include <optional>
#include <string>

#include "sendmaild/auth/sasl_library.h"
#include "sendmaild/smtp/sasl.h"

namespace sm::auth {

struct DisposeConnection {
  void operator()(sasl_conn_t* connection) const { sasl_dispose(&connection); }
};
using ConnectionHandle = std::shared_ptr<sasl_conn_t>;

inline ConnectionHandle own(sasl_conn_t* raw) { return ConnectionHandle(raw, DisposeConnection()); }

// Security properties of the policy; `plaintext_allowed` is known by who knows about TLS.
int apply_policy(sasl_conn_t* connection, const SaslPolicy& policy, bool plaintext_allowed);
// Encryption outside of SASL.
int apply_external(sasl_conn_t* connection, int ssf, const std::string& identity);
// A property that is a string; empty when it is not known.
std::string text_property(sasl_conn_t* connection, int property);
int negotiated_ssf(sasl_conn_t* connection);
// The negotiated security layer.
std::shared_ptr<smtp::SaslLayer> make_layer(ConnectionHandle connection);

// A callback table entry: the library wants one function type for all.
template <typename Function>
sasl_callback_t callback(unsigned long id, Function function, void* context) {
  sasl_callback_t entry;
  entry.id = id;
  entry.proc = reinterpret_cast<int (*)(void)>(reinterpret_cast<void*>(function));
  entry.context = context;
  return entry;
}

}  // namespace sm::auth
