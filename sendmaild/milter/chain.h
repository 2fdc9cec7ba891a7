// FilterChain: the filters of one SMTP session in their order. Each event goes to one after another until one of them stops
// it; at the end of a message each sees the changes of those before.
// A filter that failed is replaced by its F= flag, now and at every later stage.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sendmaild/milter/filter.h"

namespace sm::milter {

// The client, for filters: RFC 5321 literals and reverse names have no place here.
struct Peer {
  std::string name;             // "host.name", "[192.0.2.1]", "localhost" for standard input
  net::SocketAddress address;   // unset: unknown
  std::string shown;            // the address as text: "192.0.2.1", "IPv6:…", a path
};

class FilterChain {
 public:
  // `host` and `loop` outlive the chain.
  FilterChain(std::vector<FilterSpec> specs, MacroLists macros, Host& host, net::EventLoop& loop);
  FilterChain(const FilterChain&) = delete;
  FilterChain& operator=(const FilterChain&) = delete;

  // Connects to all.
  net::Task<Verdict> open();
  net::Task<Verdict> connect(Peer peer);
  net::Task<Verdict> hello(std::string name);
  // The address with brackets, then the ESMTP parameters.
  net::Task<Verdict> sender(std::vector<std::string> arguments);
  net::Task<Verdict> recipient(std::vector<std::string> arguments, bool refused_already);
  net::Task<Verdict> data();
  net::Task<Verdict> unknown_command(std::string line);
  net::Task<Verdict> message(Message& message);
  // The transaction is gone.
  net::Task<void> abort();
  // The session is over, or goes on without filters.
  net::Task<void> quit();
  void close();

 private:
  net::Task<Verdict> ask(Stage stage, std::string data);
  static Verdict after(const Filter& filter, Verdict verdict);

  MacroLists macros_;
  std::vector<std::unique_ptr<Filter>> filters_;
};

}  // namespace sm::milter
