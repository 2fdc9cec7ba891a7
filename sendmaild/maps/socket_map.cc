// socket: asks a server over a stream socket with netstrings, "<map name> <key>", answered "<STATUS> <text>". One question
// at a time; the connection is kept and made again when it breaks.
// Security: the reply's length is bounded before anything is read.
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "lib/base/ascii.h"
#include "lib/base/interval.h"
#include "lib/base/text.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

constexpr size_t kMaxKey = 256;
constexpr size_t kMaxReply = 1000000;

struct AddressListCloser {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using AddressList = std::unique_ptr<addrinfo, AddressListCloser>;

struct Endpoint {
  bool local = false;
  int family = AF_INET;
  std::string path;  // local
  std::string host;
  std::string port;
};

// The error is what follows `socket map "name": `.
Result<Endpoint> parse_endpoint(const std::string& spec) {
  Endpoint endpoint;
  size_t colon = spec.find(':');
  std::string type = colon == std::string::npos ? "local" : ascii::lower(spec.substr(0, colon));
  std::string rest = colon == std::string::npos ? spec : spec.substr(colon + 1);
  if (type == "local" || type == "unix" || type.empty()) {
    endpoint.local = true;
    endpoint.path = rest;
    return endpoint;
  }
  if (type != "inet" && type != "inet6") {
    return Error{fmt::format("unknown socket type {}: Protocol not supported", type), ExitStatus::config};
  }
  endpoint.family = type == "inet6" ? AF_INET6 : AF_INET;
  size_t at = rest.find('@');
  if (at == std::string::npos) {
    return Error{fmt::format("bad address {} (expected port@host)", rest), ExitStatus::config};
  }
  endpoint.port = rest.substr(0, at);
  endpoint.host = rest.substr(at + 1);
  if (endpoint.host.size() > 2 && endpoint.host.front() == '[' && endpoint.host.back() == ']') {
    endpoint.host = endpoint.host.substr(1, endpoint.host.size() - 2);
  }
  return endpoint;
}

Result<UniqueFd> connect_local(const Endpoint& endpoint) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (endpoint.path.size() >= sizeof(address.sun_path)) {
    return Error{fmt::format("local socket name {} too long", endpoint.path), ExitStatus::config};
  }
  endpoint.path.copy(address.sun_path, endpoint.path.size());
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (fd.valid() && ::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return fd;
  if (errno == ENOENT) {
    return Error{fmt::format("local socket name {} unsafe: {}", endpoint.path, std::strerror(errno)), ExitStatus::temp_fail};
  }
  return Error{fmt::format("error connecting to socket map: {}", std::strerror(errno)), ExitStatus::temp_fail};
}

Result<UniqueFd> connect_inet(const Endpoint& endpoint) {
  addrinfo hints{};
  hints.ai_family = endpoint.family;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* raw = nullptr;
  int code = ::getaddrinfo(endpoint.host.c_str(), endpoint.port.c_str(), &hints, &raw);
  if (code == EAI_SERVICE) return Error{fmt::format("unknown port name {}", endpoint.port), ExitStatus::config};
  if (code != 0) return Error{fmt::format("Unknown host name {}", endpoint.host), ExitStatus::temp_fail};
  AddressList list(raw);
  for (const addrinfo* each = list.get(); each != nullptr; each = each->ai_next) {
    UniqueFd fd(::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (fd.valid() && ::connect(fd.get(), each->ai_addr, each->ai_addrlen) == 0) return fd;
  }
  // Said nowhere but in the log: the question itself fails.
  return Error{{}, ExitStatus::temp_fail};
}

class SocketMap final : public OpenedMap {
 public:
  SocketMap(MapFlags flags, const config::MapSpec& spec, std::string address)
      : OpenedMap(std::move(flags)), name_(spec.name), address_(std::move(address)) {
    if (!flags_.timeout.empty()) timeout_ = parse_interval(flags_.timeout, 's').value;
  }

  Opening open(const MapContext& context) override {
    std::lock_guard<std::mutex> lock(mutex_);
    context.note(2, "socket_map_open({}, {}, 0)", name_, address_);
    Result<void> connected = connect(context);
    if (connected) return {};
    const Error& error = connected.error();
    std::string message = error.text.empty() ? "" : fmt::format("socket map \"{}\": {}", name_, error.text);
    if (!flags_.optional) return {Opening::Result::broken, std::move(message)};
    // An optional server may be away; an address that is none is told in any case.
    return {Opening::Result::not_there, error.status == ExitStatus::config ? std::move(message) : std::string()};
  }

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "socket_map_lookup({}, {})", name_, question.key);
    // Only a key that is folded is cut.
    std::string key = flags_.fold_key ? ascii::lower(question.key.substr(0, kMaxKey)) : std::string(question.key);
    std::string request = name_ + " " + key;
    std::string packet = fmt::format("{}:{},", request.size(), request);
    std::lock_guard<std::mutex> lock(mutex_);
    // A connection that was kept may have been closed meanwhile: once more with a new one.
    for (int attempt = 0; attempt < 2; attempt++) {
      bool fresh = !fd_.valid();
      if (fresh && !connect(context)) return not_now();
      Result<std::string> reply = exchange(packet);
      if (reply) return interpret(*reply, {key, question.arguments, question.from_rule});
      fd_.reset();
      bool protocol_broke = !reply.error().text.empty();
      if (protocol_broke) return not_now(fmt::format("socket_map_lookup({}): {}", name_, reply.error().text));
      if (fresh) break;
    }
    return not_now();
  }
  bool may_block() const override { return true; }

 private:
  Result<void> connect(const MapContext& context) const {
    context.note(2, "opening new connection");
    Result<Endpoint> endpoint = parse_endpoint(address_);
    if (!endpoint) return endpoint.error();
    Result<UniqueFd> fd = endpoint->local ? connect_local(*endpoint) : connect_inet(*endpoint);
    if (!fd) return fd.error();
    fd_ = *std::move(fd);
    timeval limit{timeout_.count(), 0};
    if (timeout_.count() > 0) {
      ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
      ::setsockopt(fd_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    }
    return {};
  }

  bool send_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      ssize_t sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  // How much came before the end of the connection.
  size_t receive(char* data, size_t size) const {
    size_t total = 0;
    while (total < size) {
      ssize_t got = ::recv(fd_.get(), data + total, size - total, 0);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      total += static_cast<size_t>(got);
    }
    return total;
  }

  // What anything but a netstring is called; nothing is said when the connection was closed before an answer began.
  static Error broken(std::string what) { return Error{std::move(what), ExitStatus::temp_fail}; }

  Result<size_t> receive_length() const {
    constexpr int kMostDigits = 9;
    size_t length = 0;
    for (int digits = 0;; digits++) {
      char c = 0;
      if (receive(&c, 1) != 1) return broken({});
      if (c == ':' && digits > 0) return length;
      if (digits == kMostDigits || (digits > 0 && !ascii::is_digit(c))) return broken("missing ':' in reply");
      if (!ascii::is_digit(c)) return broken("failed to read length parameter of reply 0");
      length = length * 10 + static_cast<size_t>(c - '0');
    }
  }

  Result<std::string> exchange(std::string_view packet) const {
    if (!send_all(packet)) return broken({});
    Result<size_t> length = receive_length();
    if (!length) return length.error();
    if (*length > kMaxReply) return broken(fmt::format("reply too long: {}", *length));
    std::string reply(*length, '\0');
    size_t got = receive(reply.data(), reply.size());
    if (got != *length) return broken(fmt::format("received only {} of {} reply characters", got, *length));
    char end = 0;
    if (receive(&end, 1) != 1 || end != ',') return broken("missing ',' in reply");
    return reply;
  }

  MapAnswer interpret(const std::string& reply, const MapQuestion& question) const {
    size_t blank = reply.find(' ');
    std::string status = reply.substr(0, blank);
    std::string text = blank == std::string::npos ? "" : reply.substr(blank + 1);
    if (status == "OK") return found(text, question, flags_);
    if (status == "NOTFOUND") return absent(ExitStatus::no_host);
    if (status == "TEMP" || status == "TIMEOUT") return not_now();
    if (status == "PERM") return absent(ExitStatus::unavailable);
    return absent(ExitStatus::protocol);
  }

  std::string name_;
  std::string address_;
  std::chrono::seconds timeout_{0};
  mutable std::mutex mutex_;
  mutable UniqueFd fd_;  // guarded by mutex_
};

}  // namespace

std::unique_ptr<OpenedMap> make_socket_map(MapMaker& maker) {
  MapFlags flags;
  std::string address = take_file(maker, parse_common_flags(maker, flags));
  if (address.empty()) return nullptr;
  return std::make_unique<SocketMap>(std::move(flags), maker.spec, std::move(address));
}

}  // namespace sm::maps
