// TLS on the descriptor, both roles, over a socket pair; and the facts that become ${verify}, ${cipher} …
#include <doctest/doctest.h>
#include <openssl/ssl.h>
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

TlsSettings server_settings(const sm::test::TestCertificate& certificate) {
  TlsSettings settings;
  settings.cert_file = certificate.cert_file();
  settings.key_file = certificate.key_file();
  return settings;
}

// Both sides shake hands over a socket pair and exchange a word.
ClientView talk(std::shared_ptr<const TlsContext> server_context, std::shared_ptr<const TlsContext> client_context,
                TlsFacts& server_facts) {
  EventLoop loop;
  auto pair = sm::local_socket_pair();
  REQUIRE(pair);
  auto server = socket_stream(loop, std::move(pair->first));
  auto client = socket_stream(loop, std::move(pair->second));
  loop.spawn(serve(*server, std::move(server_context), server_facts));
  ClientView view = loop.run_until_done(ask(*client, std::move(client_context)));
  CHECK(!server->has_input());
  return view;
}

}  // namespace

TEST_CASE("net/tls: an existing connection is upgraded in place and both sides know the facts") {
  sm::test::TestCertificate certificate("mail.example");
  auto server_context = TlsContext::create(server_settings(certificate));
  REQUIRE(server_context);
  TlsSettings client_settings;
  client_settings.role = TlsRole::client;
  SUBCASE("unknown issuer") {}
  SUBCASE("trusted issuer") { client_settings.ca_file = certificate.cert_file(); }
  auto client_context = TlsContext::create(client_settings);
  REQUIRE(client_context);

  TlsFacts server_facts;
  ClientView view = talk(*server_context, *client_context, server_facts);
  CHECK(view.answer == "<ping>");
  CHECK(view.facts.version == "TLSv1.3");
  CHECK(view.facts.cipher_bits >= 128);
  CHECK(view.facts.cn_subject == "mail.example");
  CHECK(view.facts.verify == (client_settings.ca_file.empty() ? "FAIL" : "OK"));
  CHECK(server_facts.verify == "NOT");
}

TEST_CASE("net/tls: a revoked certificate fails, one whose list is missing passes") {
  using Revoked = sm::test::TestCertificate::Revoked;
  sm::test::TestCertificate certificate("mail.example");
  auto server_context = TlsContext::create(server_settings(certificate));
  REQUIRE(server_context);
  const struct {
    const char* what;
    std::string crl_path;
    const char* verify;
    const char* message;
  } cases[] = {
      {"no lists asked for", "", "OK", "ok"},
      {"a folder that does not exist", "/nonexistent", "OK", "ok"},
      {"nothing revoked", certificate.crl_folder(Revoked::nothing), "OK", "ok"},
      {"revoked", certificate.crl_folder(Revoked::itself), "FAIL", "certificate revoked"},
  };
  for (const auto& test : cases) {
    CAPTURE(test.what);
    TlsSettings settings;
    settings.role = TlsRole::client;
    settings.ca_file = certificate.cert_file();
    settings.crl_path = test.crl_path;
    auto client_context = TlsContext::create(settings);
    REQUIRE(client_context);
    TlsFacts server_facts;
    ClientView view = talk(*server_context, *client_context, server_facts);
    CHECK(view.facts.verify == test.verify);
    CHECK(view.facts.verify_message == test.message);
  }
}

TEST_CASE("net/tls: with TLSA records a certificate is trusted for them alone") {
  sm::test::TestCertificate certificate("mail.example");
  auto server_context = TlsContext::create(server_settings(certificate));
  REQUIRE(server_context);
  std::string key = certificate.key_digest(), other(32, 'x');
  const struct {
    const char* what;
    const char* name;
    std::vector<TlsaRecord> records;
    const char* verify;
  } cases[] = {
      {"no records", "mail.example", {}, "OK"},
      {"the key", "mail.example", {{3, 1, 1, key}}, "TRUSTED"},
      {"one of two keys", "mail.example", {{3, 1, 1, other}, {3, 1, 1, key}}, "TRUSTED"},
      {"another key", "mail.example", {{3, 1, 1, other}}, "DANE_FAIL"},
      {"the key, whatever the certificate's name", "mx.example", {{3, 1, 1, key}}, "TRUSTED"},
      {"nothing that is known", "mail.example", {{3, 1, 9, key}}, "DANE_FAIL"},
  };
  TlsSettings settings;
  settings.role = TlsRole::client;
  settings.ca_file = certificate.cert_file();
  auto client_context = TlsContext::create(settings);
  REQUIRE(client_context);
  for (const auto& test : cases) {
    CAPTURE(test.what);
    TlsFacts server_facts;
    ClientView view = talk(*server_context, (*client_context)->for_server(test.name, test.records), server_facts);
    CHECK(view.facts.verify == test.verify);
  }
}

TEST_CASE("net/tls: fingerprints are made with the algorithm asked for, MD5 without") {
  sm::test::TestCertificate certificate("mail.example");
  auto server_context = TlsContext::create(server_settings(certificate));
  REQUIRE(server_context);
  for (const auto& [algorithm, length] : {std::pair<const char*, size_t>{"", 47}, {"sha1", 59}, {"SHA256", 95}}) {
    CAPTURE(algorithm);
    TlsSettings settings;
    settings.role = TlsRole::client;
    settings.fingerprint_algorithm = algorithm;
    auto client_context = TlsContext::create(settings);
    REQUIRE(client_context);
    TlsFacts server_facts;
    ClientView view = talk(*server_context, *client_context, server_facts);
    CHECK(view.facts.cert_fingerprint.size() == length);
    CHECK(view.facts.cert_fingerprint.find_first_not_of("0123456789ABCDEF:") == std::string::npos);
  }
  TlsSettings settings;
  settings.role = TlsRole::client;
  settings.fingerprint_algorithm = "nonsense";
  CHECK(!TlsContext::knows_digest("nonsense"));
  CHECK(!TlsContext::create(settings));
}

TEST_CASE("net/tls: SSL options are added to the role's default and taken from it") {
  TlsSettings settings;
  settings.role = TlsRole::client;
  auto options = [&settings] {
    auto context = TlsContext::create(settings);
    REQUIRE(context);
    return SSL_CTX_get_options((*context)->native());
  };
  uint64_t usual = options();
  CHECK((usual & SSL_OP_NO_TICKET) != 0);
  CHECK((usual & SSL_OP_TLSEXT_PADDING) == 0);
  settings.set_options = SSL_OP_NO_TLSv1_3;
  settings.clear_options = SSL_OP_NO_TICKET;
  CHECK(options() == ((usual | SSL_OP_NO_TLSv1_3) & ~SSL_OP_NO_TICKET));
  sm::test::TestCertificate certificate("mail.example");
  settings = server_settings(certificate);
  CHECK((options() & SSL_OP_NO_TICKET) == 0);
}

TEST_CASE("net/tls: a peer that does not speak TLS fails the handshake") {
  sm::test::TestCertificate certificate("mail.example");
  auto context = TlsContext::create(server_settings(certificate));
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
