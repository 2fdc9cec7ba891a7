// See the header. An input packet may come in pieces: the layer keeps them and decodes to nothing until it is whole.
#include "sendmaild/smtp/sasl_stream.h"

#include <cerrno>

namespace sm::smtp {

net::Task<std::string> SaslStream::read_some() {
  while (true) {
    std::string wire = co_await inner_->read_some();
    if (wire.empty()) co_return wire;
    auto plain = layer_->decode(wire);
    if (!plain) throw net::StreamError("bad packet of the security layer", EPROTO);
    if (!plain->empty()) co_return *std::move(plain);
  }
}

net::Task<void> SaslStream::write(std::string bytes) {
  auto wire = layer_->encode(bytes);
  if (!wire) throw net::StreamError("the security layer cannot encode", EPROTO);
  co_await inner_->write(*std::move(wire));
}

net::Task<bool> SaslStream::wait_input(std::chrono::milliseconds patience) { return inner_->wait_input(patience); }

bool SaslStream::has_input() { return inner_->has_input(); }

void SaslStream::set_deadline(std::chrono::milliseconds from_now) { inner_->set_deadline(from_now); }

net::Task<net::TlsFacts> SaslStream::start_tls(std::shared_ptr<const net::TlsContext> context,
                                               std::string server_name) {
  return inner_->start_tls(std::move(context), std::move(server_name));
}

void SaslStream::close() { inner_->close(); }

}  // namespace sm::smtp
