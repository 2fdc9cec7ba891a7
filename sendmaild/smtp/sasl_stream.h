// SaslStream: a Stream under a security layer that an AUTH exchange negotiated (RFC 4422 §3.7).
#pragma once

#include <memory>
#include <string>

#include "sendmaild/net/stream.h"
#include "sendmaild/smtp/sasl.h"

namespace sm::smtp {

class SaslStream final : public net::Stream {
 public:
  SaslStream(std::unique_ptr<net::Stream> inner, std::shared_ptr<SaslLayer> layer)
      : inner_(std::move(inner)), layer_(std::move(layer)) {}

  net::Task<std::string> read_some() override;
  net::Task<void> write(std::string bytes) override;
  net::Task<bool> wait_input(std::chrono::milliseconds patience) override;
  bool has_input() override;
  void set_deadline(std::chrono::milliseconds from_now) override;
  net::Task<net::TlsFacts> start_tls(std::shared_ptr<const net::TlsContext> context, std::string server_name) override;
  void close() override;

 private:
  std::unique_ptr<net::Stream> inner_;
  std::shared_ptr<SaslLayer> layer_;
};

}  // namespace sm::smtp
