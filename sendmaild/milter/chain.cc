// See the header.
#include "sendmaild/milter/chain.h"

namespace sm::milter {
namespace {

std::string peer_data(const Peer& peer) {
  std::string data = strings({peer.name});
  const net::SocketAddress& address = peer.address;
  if (!address.is_set()) return data + 'U';
  data += address.is_local() ? 'L' : address.is_ipv4() ? '4' : '6';
  data += static_cast<char>(address.port() >> 8);
  data += static_cast<char>(address.port() & 0xff);
  append_string(data, peer.shown);
  return data;
}

std::string argument_data(const std::vector<std::string>& arguments) {
  std::string data;
  for (const std::string& argument : arguments) append_string(data, argument);
  return data;
}

}  // namespace

FilterChain::FilterChain(std::vector<FilterSpec> specs, MacroLists macros, Host& host, net::EventLoop& loop)
    : macros_(std::move(macros)) {
  for (FilterSpec& spec : specs) filters_.push_back(std::make_unique<Filter>(std::move(spec), macros_, host, loop));
}

// The filter's word, or what stands for it when it has failed.
Verdict FilterChain::after(const Filter& filter, Verdict verdict) {
  if (!filter.has_failed() || verdict.stops()) return verdict;
  switch (filter.spec().on_failure) {
    case FilterSpec::OnFailure::go_on: break;
    case FilterSpec::OnFailure::reject: verdict.kind = Verdict::Kind::reject; break;
    case FilterSpec::OnFailure::tempfail: verdict.kind = Verdict::Kind::tempfail; break;
    case FilterSpec::OnFailure::close: verdict.kind = Verdict::Kind::close; break;
  }
  return verdict;
}

net::Task<Verdict> FilterChain::open() {
  Verdict verdict;
  for (auto& filter : filters_) {
    co_await filter->open();
    verdict = after(*filter, std::move(verdict));
    if (verdict.stops()) break;
  }
  co_return verdict;
}

net::Task<Verdict> FilterChain::ask(Stage stage, std::string data) {
  Verdict verdict;
  for (auto& filter : filters_) {
    if (filter->conversation().takes(stage)) verdict = co_await filter->ask(stage, data);
    verdict = after(*filter, std::move(verdict));
    if (verdict.stops()) break;
  }
  co_return verdict;
}

net::Task<Verdict> FilterChain::connect(Peer peer) { return ask(Stage::connect, peer_data(peer)); }

net::Task<Verdict> FilterChain::hello(std::string name) { return ask(Stage::helo, strings({name})); }

net::Task<Verdict> FilterChain::sender(std::vector<std::string> arguments) {
  Verdict verdict = co_await ask(Stage::mail, argument_data(arguments));
  // Those before the filter that refuses have let the sender pass.
  bool is_refused = verdict.stops() && verdict.kind != Verdict::Kind::discard && verdict.kind != Verdict::Kind::close;
  if (is_refused) co_await abort();
  co_return verdict;
}

net::Task<Verdict> FilterChain::data() { return ask(Stage::data, std::string()); }

net::Task<Verdict> FilterChain::unknown_command(std::string line) { return ask(Stage::unknown, strings({line})); }

net::Task<Verdict> FilterChain::recipient(std::vector<std::string> arguments, bool refused_already) {
  std::string data = argument_data(arguments);
  Verdict verdict;
  for (auto& filter : filters_) {
    Conversation& conversation = filter->conversation();
    if (conversation.takes(Stage::rcpt)) {
      bool judges = !refused_already || conversation.has(step::kRejectedRecipients);
      if (judges) verdict = co_await filter->ask(Stage::rcpt, data);
      if (!judges) co_await filter->send_macros(Stage::rcpt);
    }
    verdict = after(*filter, std::move(verdict));
    if (verdict.stops()) break;
  }
  co_return verdict;
}

net::Task<Verdict> FilterChain::message(Message& message) {
  Verdict verdict;
  for (auto& filter : filters_) {
    if (filter->conversation().takes(Stage::end_of_message)) verdict = co_await filter->judge(message);
    verdict = after(*filter, std::move(verdict));
    if (verdict.stops()) break;
  }
  co_await abort();
  co_return verdict;
}

net::Task<void> FilterChain::abort() {
  for (auto& filter : filters_) co_await filter->abort();
}

net::Task<void> FilterChain::quit() {
  for (auto& filter : filters_) co_await filter->quit();
}

void FilterChain::close() {
  for (auto& filter : filters_) filter->close();
}

}  // namespace sm::milter
