// See the header. What a peer sends is shown when it is read, which can be later than it came.
#include "sendmaild/net/tapped_stream.h"

#include "sendmaild/net/auth_mask.h"

namespace sm::net {
namespace {

class TappedStream final : public Stream {
 public:
  TappedStream(std::unique_ptr<Stream> inner, const std::shared_ptr<const TrafficLog>& log)
      : inner_(std::move(inner)), in_(lines(log, TrafficLog::Direction::in)), out_(lines(log, TrafficLog::Direction::out)) {}

  Task<std::string> read_some() override {
    std::string bytes = co_await inner_->read_some();
    if (bytes.empty()) {
      in_.finish();
    } else {
      in_.feed(bytes);
    }
    co_return bytes;
  }
  Task<void> write(std::string bytes) override {
    out_.feed(bytes);
    co_await inner_->write(std::move(bytes));
  }
  Task<bool> wait_input(std::chrono::milliseconds patience) override { return inner_->wait_input(patience); }
  bool has_input() override { return inner_->has_input(); }
  void set_deadline(std::chrono::milliseconds from_now) override { inner_->set_deadline(from_now); }
  Task<TlsFacts> start_tls(std::shared_ptr<const TlsContext> context, std::string server_name) override {
    return inner_->start_tls(std::move(context), std::move(server_name));
  }
  void close() override { inner_->close(); }

 private:
  TrafficLines lines(const std::shared_ptr<const TrafficLog>& log, TrafficLog::Direction direction) {
    return {log, direction, [this, direction](std::string_view line) { return mask_.shown(direction, line); }};
  }

  std::unique_ptr<Stream> inner_;
  AuthMask mask_;
  TrafficLines in_, out_;
};

}  // namespace

std::unique_ptr<Stream> tapped(std::unique_ptr<Stream> stream, const std::shared_ptr<const TrafficLog>& log) {
  if (!log) return stream;
  return std::make_unique<TappedStream>(std::move(stream), log);
}

}  // namespace sm::net
