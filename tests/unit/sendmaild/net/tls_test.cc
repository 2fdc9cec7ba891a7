// TLS on the descriptor, both roles, over a socket pair; and the facts that become ${verify}, ${cipher} …
#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/posix.h"
#include "sendmaild/net/connect.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/stream.h"
#include "sendmaild/net/tls_context.h"
#include "tests/support/test_certificate.h"

using namespace sm::net;
using namespace std::chrono_literals;

namespace {

Task<void> serve(Stream& stream, std::shared_ptr<const TlsContext> context, TlsFacts& facts) {
  facts = co_await stream.start_tls(std::move(context), std::string());
  std::string bytes = co_await stream.read_some();
  co_await stream.write("<" + bytes + ">");
}

struct ClientView {
  TlsFacts facts;
  std::string answer;
};

Task<ClientView> ask(Stream& stream, std::shared_ptr<const TlsContext> context) {
  ClientView view;
  stream.set_deadline(10s);
  view.facts = co_await stream.start_tls(std::move(context), "mail.example");
  co_await stream.write("ping");
  view.answer = co_await stream.read_some();
  co_return view;
}

Task<void> write_plain(Stream& stream) { co_await stream.write("QUIT\r\nQUIT\r\n"); }

Task<TlsFacts> handshake(Stream& stream, std::shared_ptr<const TlsContext> context) {
  TlsFacts facts = co_await stream.start_tls(std::move(context), std::string());
  co_return facts;
}

}  // namespace

TEST_CASE("net/tls: an existing connection is upgraded in place and both sides know the facts") {
  sm::test::TestCertificate certificate("mail.example");
  TlsSettings server_settings;
  server_settings.cert_file = certificate.cert_file();
  server_settings.key_file = certificate.key_file();
  auto server_context = TlsContext::create(server_settings);
  REQUIRE(server_context);
  TlsSettings client_settings;
  client_settings.role = TlsRole::client;
  SUBCASE("unknown issuer") {}
  SUBCASE("trusted issuer") { client_settings.ca_file = certificate.cert_file(); }
  auto client_context = TlsContext::create(client_settings);
  REQUIRE(client_context);

  EventLoop loop;
  auto pair = sm::local_socket_pair();
  REQUIRE(pair);
  auto server = socket_stream(loop, std::move(pair->first));
  auto client = socket_stream(loop, std::move(pair->second));
  TlsFacts server_facts;
  loop.spawn(serve(*server, *server_context, server_facts));
  ClientView view = loop.run_until_done(ask(*client, *client_context));
  CHECK(view.answer == "<ping>");
  CHECK(view.facts.version == "TLSv1.3");
  CHECK(view.facts.cipher_bits >= 128);
  CHECK(view.facts.cn_subject == "mail.example");
  CHECK(view.facts.verify == (client_settings.ca_file.empty() ? "FAIL" : "OK"));
  CHECK(server_facts.verify == "NOT");
  CHECK(!server->has_input());
}

TEST_CASE("net/tls: a peer that does not speak TLS fails the handshake") {
  sm::test::TestCertificate certificate("mail.example");
  TlsSettings settings;
  settings.cert_file = certificate.cert_file();
  settings.key_file = certificate.key_file();
  auto context = TlsContext::create(settings);
  REQUIRE(context);
  EventLoop loop;
  auto pair = sm::local_socket_pair();
  REQUIRE(pair);
  auto server = socket_stream(loop, std::move(pair->first));
  auto client = socket_stream(loop, std::move(pair->second));
  loop.run_until_done(write_plain(*client));
  CHECK_THROWS_AS(loop.run_until_done(handshake(*server, *context)), TlsFailed);
}

TEST_CASE("net/tls: a missing certificate is an error with the file's name") {
  TlsSettings settings;
  settings.cert_file = "/nonexistent/cert.pem";
  auto context = TlsContext::create(settings);
  REQUIRE(!context);
  CHECK(context.error().text.find("/nonexistent/cert.pem") != std::string::npos);
}
