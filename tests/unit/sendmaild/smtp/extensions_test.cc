// EHLO's keywords: the order is sendmail's, and what we write we can read.
#include "sendmaild/smtp/extensions.h"

#include <doctest/doctest.h>

using namespace sm::smtp;

TEST_CASE("smtp/extensions: the list of a stock server") {
  Extensions e;
  e.enhanced_status_codes = e.pipelining = e.eight_bit_mime = e.dsn = e.etrn = e.starttls = e.help = true;
  e.size = 0;
  e.deliver_by = 0;
  e.auth_mechanisms = {"DIGEST-MD5", "CRAM-MD5"};
  std::vector<std::string> lines = {"ENHANCEDSTATUSCODES", "PIPELINING", "8BITMIME", "SIZE", "DSN", "ETRN",
                                    "AUTH DIGEST-MD5 CRAM-MD5", "STARTTLS", "DELIVERBY", "HELP"};
  CHECK(extension_lines(e) == lines);
  Extensions read;
  for (const std::string& line : lines) add_extension(line, read);
  CHECK(extension_lines(read) == lines);
}

TEST_CASE("smtp/extensions: values, unknown keywords and the old AUTH form") {
  Extensions e;
  for (const char* line : {"size 1000", "AUTH=LOGIN", "AUTH login PLAIN", "XFOO bar", "DELIVERBY 60", ""})
    add_extension(line, e);
  CHECK(e.size == 1000);
  CHECK(e.deliver_by == 60);
  CHECK(e.auth_mechanisms == std::vector<std::string>{"LOGIN", "PLAIN"});
  CHECK(!e.pipelining);
}
