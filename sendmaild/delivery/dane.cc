// See the header.
#include "sendmaild/delivery/dane.h"

#include <fmt/format.h>

#include <optional>

#include "lib/base/ascii.h"

namespace sm::delivery {
namespace {

constexpr uint8_t kIssuer = 2, kCertificate = 3;   // usages; 0 and 1 need issuers that both sides trust
constexpr uint8_t kLastSelector = 1, kLastMatching = 2;
constexpr size_t kLeastDigits = 8;                 // three bytes, and one of data

std::optional<uint8_t> byte_at(const std::string& digits, size_t index) {
  auto value = [](char digit) { return ascii::is_digit(digit) ? digit - '0' : ascii::to_lower(digit) - 'a' + 10; };
  char high = digits[2 * index], low = digits[2 * index + 1];
  if (!ascii::is_hex(high) || !ascii::is_hex(low)) return std::nullopt;
  return static_cast<uint8_t>(value(high) * 16 + value(low));
}

std::optional<net::TlsaRecord> usable_record(const std::string& digits) {
  if (digits.size() < kLeastDigits || digits.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (size_t i = 0; i < digits.size() / 2; ++i) {
    std::optional<uint8_t> byte = byte_at(digits, i);
    if (!byte) return std::nullopt;
    bytes += static_cast<char>(*byte);
  }
  net::TlsaRecord record;
  record.usage = static_cast<uint8_t>(bytes[0]);
  record.selector = static_cast<uint8_t>(bytes[1]);
  record.matching = static_cast<uint8_t>(bytes[2]);
  record.data = bytes.substr(3);
  bool known = record.selector <= kLastSelector && record.matching <= kLastMatching;
  bool for_smtp = known && (record.usage == kIssuer || record.usage == kCertificate);
  return for_smtp ? std::optional<net::TlsaRecord>(std::move(record)) : std::nullopt;
}

}  // namespace

DaneRecords look_up_dane(const dns::Resolver& resolver, config::Dane option, const std::string& server, uint16_t port,
                         bool validated) {
  DaneRecords found;
  if (option == config::Dane::no || (option == config::Dane::yes && !validated)) return found;
  found.name = server.ends_with('.') ? server.substr(0, server.size() - 1) : server;
  auto answer = resolver.query(fmt::format("_{}._tcp.{}", port, found.name), dns::RecordType::tlsa);
  if (!answer) {
    found.state = DaneRecords::State::later;
    return found;
  }
  if (!answer->authenticated) return found;
  for (const dns::Record& record : answer->records) {
    if (record.type != dns::RecordType::tlsa) continue;
    if (auto usable = usable_record(record.value)) found.records.push_back(*std::move(usable));
  }
  if (!found.records.empty()) found.state = DaneRecords::State::must;
  return found;
}

}  // namespace sm::delivery
