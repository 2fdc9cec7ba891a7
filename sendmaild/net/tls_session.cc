// See the header.
#include "sendmaild/net/tls_session.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace sm::net {
namespace {

constexpr size_t kRecord = 16 * 1024;  // a TLS record's plain text at most

}  // namespace

void TlsSession::Deleter::operator()(ssl_st* ssl) const { SSL_free(ssl); }

std::unique_ptr<TlsSession> TlsSession::create(std::shared_ptr<const TlsContext> context, int descriptor,
                                               const std::string& server_name) {
  ssl_st* ssl = SSL_new(context->native());
  if (ssl == nullptr) return nullptr;
  std::unique_ptr<TlsSession> session(new TlsSession(std::move(context), ssl));
  if (SSL_set_fd(ssl, descriptor) != 1) return nullptr;
  if (session->context_->role() == TlsRole::server) {
    SSL_set_accept_state(ssl);
  } else {
    SSL_set_connect_state(ssl);
    if (!session->expect_dane()) return nullptr;
    if (!server_name.empty()) SSL_set_tlsext_host_name(ssl, server_name.c_str());
  }
  return session;
}

// Records that OpenSSL cannot use stand for no certificate, so that none matches.
bool TlsSession::expect_dane() {
  const std::vector<TlsaRecord>& records = context_->dane_records();
  if (records.empty()) return true;
  // Says the name to the server, too.
  if (SSL_dane_enable(ssl_.get(), context_->dane_name().c_str()) != 1) return false;
  for (const TlsaRecord& record : records) {
    SSL_dane_tlsa_add(ssl_.get(), record.usage, record.selector, record.matching,
                      reinterpret_cast<const unsigned char*>(record.data.data()), record.data.size());
  }
  ERR_clear_error();
  return true;
}

TlsSession::Step TlsSession::classify(int result) {
  error_number_ = errno;
  ssl_error_ = SSL_get_error(ssl_.get(), result);
  switch (ssl_error_) {
    case SSL_ERROR_WANT_READ: return Step::want_read;
    case SSL_ERROR_WANT_WRITE: return Step::want_write;
    case SSL_ERROR_ZERO_RETURN: return Step::end;
    default: break;
  }
  unsigned long code = ERR_peek_last_error();
  const char* text = code != 0 ? ERR_reason_error_string(code) : nullptr;
  if (text != nullptr) {
    reason_ = text;
  } else if (ssl_error_ == SSL_ERROR_SYSCALL && error_number_ != 0) {
    reason_ = std::strerror(error_number_);
  } else {
    reason_ = "unexpected end of stream";
  }
  // Peers that close without close_notify are common; what is cut off so is a command or a message without its final
  // dot, which the protocol notices by itself.
  bool plain_end = (ssl_error_ == SSL_ERROR_SYSCALL && error_number_ == 0) ||
                   (ssl_error_ == SSL_ERROR_SSL && ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING);
  ERR_clear_error();
  return plain_end && SSL_is_init_finished(ssl_.get()) ? Step::end : Step::failed;
}

TlsSession::Step TlsSession::handshake() {
  ERR_clear_error();
  errno = 0;
  int result = SSL_do_handshake(ssl_.get());
  return result == 1 ? Step::done : classify(result);
}

TlsSession::Step TlsSession::read(std::string& into) {
  static thread_local std::array<char, kRecord> scratch;
  ERR_clear_error();
  errno = 0;
  int result = SSL_read(ssl_.get(), scratch.data(), static_cast<int>(scratch.size()));
  if (result <= 0) return classify(result);
  into.assign(scratch.data(), static_cast<size_t>(result));
  return Step::done;
}

TlsSession::Step TlsSession::write(std::string_view bytes, size_t* written) {
  ERR_clear_error();
  errno = 0;
  int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), written);
  return result == 1 ? Step::done : classify(result);
}

TlsSession::Step TlsSession::peek() {
  char byte = 0;
  ERR_clear_error();
  errno = 0;
  int result = SSL_peek(ssl_.get(), &byte, 1);
  return result > 0 ? Step::done : classify(result);
}

void TlsSession::shutdown() {
  ERR_clear_error();
  if (SSL_is_init_finished(ssl_.get())) SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

}  // namespace sm::net
