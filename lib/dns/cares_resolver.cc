// The resolver over c-ares. A channel serves one question at a time; channels are kept for the next question, so that
// resolv.conf is not read and sockets are not made for each.
#include <ares.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "lib/base/guarded.h"
#include "lib/base/posix.h"
#include "lib/base/random.h"
#include "lib/base/text.h"
#include "lib/dns/answer_parser.h"
#include "lib/dns/resolver.h"

namespace sm::dns {

namespace {

constexpr int kDatagram = 1232;  // bytes of an answer that fit any path

struct ChannelCloser {
  void operator()(ares_channeldata* channel) const { ::ares_destroy(channel); }
};
using Channel = std::unique_ptr<ares_channeldata, ChannelCloser>;

// The library's process-wide state; set up once, before the first channel.
bool library_ready() {
  static const bool ready = ::ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
  return ready;
}

struct Reply {
  bool done = false;
  int status = ARES_ETIMEOUT;
  std::string message;
};

void on_reply(void* argument, int status, int, unsigned char* message, int length) {
  auto* reply = static_cast<Reply*>(argument);
  reply->done = true;
  reply->status = status;
  if (message != nullptr && length > 0) {
    reply->message.assign(reinterpret_cast<const char*>(message), static_cast<size_t>(length));
  }
}

// Runs the channel until the reply is there; the library's own timers end it.
void wait_for(ares_channeldata* channel, const Reply& reply) {
  while (!reply.done) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    int bits = ::ares_getsock(channel, sockets.data(), static_cast<int>(sockets.size()));
    std::array<pollfd, ARES_GETSOCK_MAXNUM> polled{};
    nfds_t count = 0;
    for (unsigned i = 0; i < sockets.size(); i++) {
      auto readable = static_cast<unsigned>(bits) >> i & 1U;
      auto writable = static_cast<unsigned>(bits) >> (i + ARES_GETSOCK_MAXNUM) & 1U;
      if (readable == 0 && writable == 0) continue;
      polled[count].fd = sockets[i];
      polled[count].events = static_cast<short>((readable != 0 ? POLLIN : 0) | (writable != 0 ? POLLOUT : 0));
      count++;
    }
    timeval longest{1, 0};
    timeval space{};
    timeval* next = ::ares_timeout(channel, &longest, &space);
    int ready = ::poll(polled.data(), count, static_cast<int>(next->tv_sec * 1000 + next->tv_usec / 1000 + 1));
    if (ready <= 0) {
      ::ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
      continue;
    }
    for (nfds_t i = 0; i < count; i++) {
      bool can_read = (polled[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
      bool can_write = (polled[i].revents & POLLOUT) != 0;
      if (!can_read && !can_write) continue;
      ::ares_process_fd(channel, can_read ? polled[i].fd : ARES_SOCKET_BAD, can_write ? polled[i].fd : ARES_SOCKET_BAD);
    }
  }
}

class CaresResolver final : public Resolver {
 public:
  explicit CaresResolver(ResolverSettings settings) : settings_(std::move(settings)) {}

  Result<Answer> query(const std::string& name, RecordType type) const override;
  SearchRules search_rules() const override;

 private:
  struct Pool {
    timespec config_time{};
    std::vector<Channel> idle;
    SearchRules rules;
    bool rules_known = false;
  };

  void ask(ares_channeldata* channel, const std::string& name, RecordType type, Reply& reply) const;
  Result<Channel> open_channel() const;
  Result<Channel> take_channel() const;
  void give_back(Channel channel) const;

  ResolverSettings settings_;
  mutable Guarded<Pool> pool_;
};

// "options timeout:n attempts:n" of resolv.conf, which the library does not read.
struct Patience {
  std::chrono::milliseconds retransmit{5000};
  int attempts = 2;
};

Patience patience_of_system() {
  Patience patience;
  Result<std::string> text = read_file("/etc/resolv.conf", 1U << 20);
  if (!text) return patience;
  for (std::string_view line : split(*text, '\n')) {
    std::vector<std::string_view> parts = words(line);
    if (parts.empty() || parts[0] != "options") continue;
    for (std::string_view part : parts) {
      int64_t number = parse_leading_int(part.substr(part.find(':') + 1));
      if (part.starts_with("timeout:")) patience.retransmit = std::chrono::seconds(std::clamp<int64_t>(number, 1, 30));
      if (part.starts_with("attempts:")) patience.attempts = static_cast<int>(std::clamp<int64_t>(number, 1, 5));
    }
  }
  return patience;
}

timespec config_time() {
  struct stat status {};
  if (::stat("/etc/resolv.conf", &status) != 0) return {};
  return status.st_mtim;
}

Result<Channel> CaresResolver::open_channel() const {
  if (!library_ready()) return Error{"cannot start the resolver library", ExitStatus::temp_fail};
  ares_options options{};
  Patience patience = patience_of_system();
  options.timeout = static_cast<int>(settings_.retransmit.value_or(patience.retransmit).count());
  options.tries = settings_.attempts.value_or(patience.attempts);
  options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_STAYOPEN | ARES_FLAG_EDNS;
  options.ednspsz = kDatagram;
  if (settings_.use_tcp) options.flags |= ARES_FLAG_USEVC;
  if (!settings_.recurse) options.flags |= ARES_FLAG_NORECURSE;
  if (settings_.primary_only) options.flags |= ARES_FLAG_PRIMARY;
  if (settings_.ignore_truncation) options.flags |= ARES_FLAG_IGNTC;
  int mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_FLAGS | ARES_OPT_EDNSPSZ;
  ares_channeldata* raw = nullptr;
  if (int code = ::ares_init_options(&raw, &options, mask); code != ARES_SUCCESS) {
    return Error{::ares_strerror(code), ExitStatus::temp_fail};
  }
  Channel channel(raw);
  if (!settings_.servers.empty()) {
    std::string list;
    for (const std::string& server : settings_.servers) list += (list.empty() ? "" : ",") + server;
    if (int code = ::ares_set_servers_ports_csv(raw, list.c_str()); code != ARES_SUCCESS) {
      return Error{::ares_strerror(code), ExitStatus::temp_fail};
    }
  }
  return channel;
}

Result<Channel> CaresResolver::take_channel() const {
  timespec now = config_time();
  Channel kept = pool_.with([&](Pool& pool) -> Channel {
    if (now.tv_sec != pool.config_time.tv_sec || now.tv_nsec != pool.config_time.tv_nsec) {
      pool.idle.clear();
      pool.rules_known = false;
      pool.config_time = now;
    }
    if (pool.idle.empty()) return nullptr;
    Channel channel = std::move(pool.idle.back());
    pool.idle.pop_back();
    return channel;
  });
  if (kept != nullptr) return kept;
  return open_channel();
}

void CaresResolver::give_back(Channel channel) const {
  constexpr size_t kMostIdle = 16;
  pool_.with([&](Pool& pool) {
    if (pool.idle.size() < kMostIdle) pool.idle.push_back(std::move(channel));
  });
}

// A validating server says in the AD bit of its answer that it has validated it, when the question has that bit.
void CaresResolver::ask(ares_channeldata* channel, const std::string& name, RecordType type, Reply& reply) const {
  constexpr int kInternet = 1;
  constexpr unsigned char kAuthenticData = 0x20;
  if (!settings_.wants_authentication) {
    ::ares_query(channel, name.c_str(), kInternet, static_cast<int>(type), on_reply, &reply);
    return;
  }
  unsigned char* question = nullptr;
  int length = 0;
  int code = ::ares_create_query(name.c_str(), kInternet, static_cast<int>(type), static_cast<uint16_t>(random_bits()),
                                 settings_.recurse ? 1 : 0, &question, &length, kDatagram);
  if (code != ARES_SUCCESS) {
    on_reply(&reply, code, 0, nullptr, 0);
    return;
  }
  question[3] |= kAuthenticData;
  ::ares_send(channel, question, length, on_reply, &reply);
  ::ares_free_string(question);
}

Result<Answer> CaresResolver::query(const std::string& name, RecordType type) const {
  Result<Channel> channel = take_channel();
  if (!channel) return std::move(channel).error();
  Reply reply;
  ask(channel->get(), name, type, reply);
  wait_for(channel->get(), reply);
  give_back(*std::move(channel));
  switch (reply.status) {
    case ARES_SUCCESS:
    case ARES_ENODATA:
    case ARES_ENOTFOUND:
      break;
    case ARES_EBADNAME:
    case ARES_EBADQUERY:
    case ARES_EFORMERR:
      return Answer{};  // a text that is no domain name is nobody's
    case ARES_ESERVFAIL:
      return Error{name + ": server failure", ExitStatus::temp_fail};
    default:
      return Error{name + ": Name server timeout", ExitStatus::temp_fail};
  }
  if (reply.message.empty()) {
    Answer answer;
    answer.kind = reply.status == ARES_ENODATA ? Answer::Kind::no_data : Answer::Kind::no_domain;
    return answer;
  }
  std::optional<Answer> answer = parse_answer(reply.message);
  if (!answer) return Error{name + ": malformed answer of the name server", ExitStatus::temp_fail};
  return *std::move(answer);
}

SearchRules CaresResolver::search_rules() const {
  if (!settings_.use_search_list) return {};
  if (!settings_.servers.empty()) return SearchRules{settings_.search_domains, 1};
  Result<Channel> channel = take_channel();
  if (!channel) return {};
  std::optional<SearchRules> known = pool_.with([](Pool& pool) {
    return pool.rules_known ? std::optional(pool.rules) : std::nullopt;
  });
  if (!known) {
    ares_options options{};
    int mask = 0;
    known.emplace();
    if (::ares_save_options(channel->get(), &options, &mask) == ARES_SUCCESS) {
      for (int i = 0; i < options.ndomains; i++) known->domains.emplace_back(options.domains[i]);
      known->dots = static_cast<unsigned>(std::max(0, options.ndots));
      ::ares_destroy_options(&options);
    }
    pool_.with([&](Pool& pool) {
      pool.rules = *known;
      pool.rules_known = true;
    });
  }
  give_back(*std::move(channel));
  return *known;
}

}  // namespace

std::unique_ptr<Resolver> make_resolver(const ResolverSettings& settings) {
  return std::make_unique<CaresResolver>(settings);
}

}  // namespace sm::dns
