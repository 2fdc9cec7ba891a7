// TlsSession: OpenSSL on a non-blocking descriptor, as steps that never wait: each tells what the descriptor must become
// before the step can go on. SocketStream does the waiting.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "sendmaild/net/tls_context.h"
#include "sendmaild/net/tls_facts.h"

struct ssl_st;

namespace sm::net {

class TlsSession {
 public:
  enum class Step { done, want_read, want_write, end, failed };

  // `descriptor` stays the caller's. `server_name` for SNI, clients only. Null when OpenSSL has no memory.
  static std::unique_ptr<TlsSession> create(std::shared_ptr<const TlsContext> context, int descriptor,
                                            const std::string& server_name);

  Step handshake();
  // done: `into` has at least one byte.
  Step read(std::string& into);
  // done: `*written` bytes are gone, at least one.
  Step write(std::string_view bytes, size_t* written);
  // done: plain data can be read without waiting.
  Step peek();
  // close_notify, as far as it goes at once.
  void shutdown();

  // Of the last step that was `failed`.
  int ssl_error() const { return ssl_error_; }
  int error_number() const { return error_number_; }
  const std::string& reason() const { return reason_; }

  // After the handshake.
  TlsFacts facts() const;

 private:
  struct Deleter {
    void operator()(ssl_st* ssl) const;
  };
  TlsSession(std::shared_ptr<const TlsContext> context, ssl_st* ssl) : context_(std::move(context)), ssl_(ssl) {}
  bool expect_dane();
  Step classify(int result);

  std::shared_ptr<const TlsContext> context_;
  std::unique_ptr<ssl_st, Deleter> ssl_;
  int ssl_error_ = 0;
  int error_number_ = 0;
  std::string reason_;
};

}  // namespace sm::net
