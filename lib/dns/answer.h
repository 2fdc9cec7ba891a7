// What the name service says: records of RFC 1035 and its successors, taken apart.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sm::dns {

enum class RecordType : uint16_t {
  a = 1, ns = 2, cname = 5, ptr = 12, mx = 15, txt = 16, afsdb = 18, aaaa = 28, srv = 33, ds = 43, rrsig = 46,
  nsec = 47, dnskey = 48, tlsa = 52,
};

struct Record {
  std::string owner;        // without the trailing dot
  RecordType type = RecordType::a;
  uint32_t ttl = 0;
  // A and AAAA: the address in text; NS CNAME PTR MX AFSDB SRV: the name, without the trailing dot (empty: the root);
  // TXT: all strings joined; TLSA: hexadecimal digits of usage, selector, matching type and data; others: empty.
  std::string value;
  std::string first_text;   // TXT: the first string alone
  uint16_t preference = 0;  // MX, AFSDB (subtype), SRV (priority)
  uint16_t weight = 0;      // SRV
  uint16_t port = 0;        // SRV
};

struct Answer {
  enum class Kind {
    found,      // the answer has records, perhaps only the CNAMEs on the way
    no_data,    // the name exists, this type does not
    no_domain,  // no such name
  };
  Kind kind = Kind::no_domain;
  std::vector<Record> records;  // as they came, CNAMEs of the chain included
  bool authenticated = false;   // the server's AD bit
};

}  // namespace sm::dns
