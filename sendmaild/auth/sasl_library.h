// SaslLibrary: Cyrus SASL, started once per process for both roles. Its configuration is Sendmail.conf (pwcheck_method,
// mech_list …) in the library's folders, as postmasters have it.
// Threads: the library gets our mutexes before anything else, so that connections on several pool threads are safe; one
// connection is used by one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "lib/base/result.h"

namespace sm::auth {

class SaslLibrary {
 public:
  struct Options {
    std::string config_folders;  // colon-separated; empty: the library's own (/etc/sasl2 …)
    // The library's messages, with its priority (1 error … 7); may be called from any thread.
    std::function<void(int level, const std::string& text)> log;
  };
  // While one lives, it is what a second call gets, whatever options that has.
  static Result<std::shared_ptr<SaslLibrary>> start(Options options);
  ~SaslLibrary();
  SaslLibrary(const SaslLibrary&) = delete;
  SaslLibrary& operator=(const SaslLibrary&) = delete;

  const Options& options() const { return options_; }

 private:
  explicit SaslLibrary(Options options) : options_(std::move(options)) {}
  Options options_;
};

// AuthOptions letters.
struct SaslPolicy {
  bool no_plaintext_without_tls = false;  // p
  bool no_active = false;                 // a
  bool no_dictionary = false;             // d
  bool no_anonymous = false;              // y
  bool forward_secrecy = false;           // f
  bool mutual = false;                    // m
  bool pass_credentials = false;          // c
  int max_bits = 0x7fffffff;              // AuthMaxBits
};
// From the option's value ("A p y"); letters that say nothing to SASL (A, T …) are ignored.
SaslPolicy sasl_policy(const std::string& auth_options);

}  // namespace sm::auth
