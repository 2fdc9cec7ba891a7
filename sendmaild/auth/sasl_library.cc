// See the header.
#include "sendmaild/auth/sasl_library.h"

#include <sasl/sasl.h>

#include <array>
#include <mutex>

#include "sendmaild/auth/sasl_connection.h"

namespace sm::auth {
namespace {

// What the library's C callbacks know of us. Filled by start(), before any thread can call them; the tables live as long
// as the process because the library keeps pointers to them.
struct Globals {
  SaslLibrary::Options options;
  std::array<sasl_callback_t, 4> server;
  std::array<sasl_callback_t, 3> client;
  std::weak_ptr<SaslLibrary> running;
  std::mutex starting;
};

Globals& globals() {
  static Globals instance;
  return instance;
}

void* make_mutex() { return std::make_unique<std::mutex>().release(); }
int lock_mutex(void* mutex) {
  static_cast<std::mutex*>(mutex)->lock();
  return SASL_OK;
}
int unlock_mutex(void* mutex) {
  static_cast<std::mutex*>(mutex)->unlock();
  return SASL_OK;
}
void free_mutex(void* mutex) { std::unique_ptr<std::mutex> owned(static_cast<std::mutex*>(mutex)); }

int log_message(void*, int level, const char* message) {
  const SaslLibrary::Options& options = globals().options;
  if (options.log && message != nullptr) options.log(level, message);
  return SASL_OK;
}

int config_folders(void*, const char** path) {
  *path = globals().options.config_folders.c_str();
  return SASL_OK;
}

// Who authenticated acts as himself and as nobody else.
int only_as_self(sasl_conn_t* connection, void*, const char* requested, unsigned requested_length, const char* identity,
                 unsigned identity_length, const char*, unsigned, struct propctx*) {
  if (requested_length == 0) return SASL_OK;
  if (std::string(requested, requested_length) == std::string(identity, identity_length)) return SASL_OK;
  sasl_seterror(connection, SASL_NOLOG, "Requested identity not permitted");
  return SASL_NOAUTHZ;
}

Error failed(const char* what, int code) {
  return Error{std::string(what) + ": " + sasl_errstring(code, nullptr, nullptr), ExitStatus::unavailable};
}

}  // namespace

Result<std::shared_ptr<SaslLibrary>> SaslLibrary::start(Options options) {
  Globals& global = globals();
  std::lock_guard<std::mutex> lock(global.starting);
  if (auto running = global.running.lock()) return running;
  global.options = options;
  sasl_callback_t end = callback(SASL_CB_LIST_END, static_cast<int (*)()>(nullptr), nullptr);
  sasl_callback_t log = callback(SASL_CB_LOG, &log_message, nullptr);
  sasl_callback_t path = options.config_folders.empty() ? end : callback(SASL_CB_GETCONFPATH, &config_folders, nullptr);
  global.server = {log, callback(SASL_CB_PROXY_POLICY, &only_as_self, nullptr), path, end};
  global.client = {log, path, end};
  sasl_set_mutex(&make_mutex, &lock_mutex, &unlock_mutex, &free_mutex);
  if (int code = sasl_server_init(global.server.data(), "Sendmail"); code != SASL_OK) return failed("SASL server", code);
  if (int code = sasl_client_init(global.client.data()); code != SASL_OK) {
    sasl_server_done();
    return failed("SASL client", code);
  }
  std::shared_ptr<SaslLibrary> started(new SaslLibrary(std::move(options)));
  global.running = started;
  return started;
}

SaslLibrary::~SaslLibrary() {
  sasl_client_done();
  sasl_server_done();
}

SaslPolicy sasl_policy(const std::string& auth_options) {
  SaslPolicy policy;
  for (char letter : auth_options) {
    switch (letter) {
      case 'p': policy.no_plaintext_without_tls = true; break;
      case 'a': policy.no_active = true; break;
      case 'd': policy.no_dictionary = true; break;
      case 'y': policy.no_anonymous = true; break;
      case 'f': policy.forward_secrecy = true; break;
      case 'm': policy.mutual = true; break;
      case 'c': policy.pass_credentials = true; break;
      default: break;
    }
  }
  return policy;
}

}  // namespace sm::auth
