// TestCertificate: a self-signed certificate and its key in a temporary folder, made for one test.
#pragma once

#include <string>

namespace sm::test {

class TestCertificate {
 public:
  explicit TestCertificate(const std::string& common_name);
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  std::string cert_file() const { return folder_ + "/cert.pem"; }
  std::string key_file() const { return folder_ + "/key.pem"; }
  // The SHA-256 of its public key, as in a TLSA record "3 1 1".
  std::string key_digest() const;
  // A folder of its own with a list of what the certificate's key has revoked, under the name that OpenSSL looks for.
  enum class Revoked { nothing, itself };
  std::string crl_folder(Revoked revoked) const;

 private:
  std::string folder_;
};

}  // namespace sm::test
