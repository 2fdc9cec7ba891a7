// A configuration in values, as a .cf with the usual header lines gives it, for tests that need no .cf reader.
#pragma once

#include <string>

#include "lib/address/dollar_encoding.h"
#include "sendmaild/config/config.h"

namespace sm::test {

inline config::HeaderSpec header_spec(const char* flags, const char* name, const char* value) {
  config::HeaderSpec spec;
  spec.mailer_flags = flags;
  spec.name = name;
  spec.value = address::encode_dollars(value).text;
  return spec;
}

inline config::Mailer mailer(const char* name, const char* flags) {
  config::Mailer out;
  out.name = name;
  for (const char* flag = flags; *flag != '\0'; ++flag) out.flags.set(*flag);
  out.eol = "\n";
  out.mta_type = "DNS";
  out.address_type = "RFC822";
  return out;
}

// Host mail.test.example; mailers [0] local and [1] esmtp.
inline config::Config mail_config() {
  config::Config config;
  config.macros["j"] = "mail.test.example";
  config.macros["v"] = "8.17.1.9";
  config.macros["Z"] = "8.17.1.9";
  config.macros["n"] = "MAILER-DAEMON";
  config.headers = {
      header_spec("P", "Return-Path", "<$g>"),
      header_spec("", "Received",
                  "$?sfrom $s $.$?_($?s$|from $.$_)\n\t$.$?{auth_type}(authenticated$?{auth_ssf} bits=${auth_ssf}$.)\n\t"
                  "$.by $j ($v/$Z)$?r with $r$. id $i$?{tls_version}\n\t(version=${tls_version} cipher=${cipher} "
                  "bits=${cipher_bits} verify=${verify})$.$?u\n\tfor $u; $|;\n\t$.$b"),
      header_spec("D", "Resent-Date", "$a"),
      header_spec("D", "Date", "$a"),
      header_spec("F", "Resent-From", "$?x$x <$g>$|$g$."),
      header_spec("F", "From", "$?x$x <$g>$|$g$."),
      header_spec("x", "Full-Name", "$x"),
      header_spec("M", "Resent-Message-Id", "<$t.$i@$j>"),
      header_spec("M", "Message-Id", "<$t.$i@$j>"),
  };
  config.precedences = {{"first-class", 0}, {"special-delivery", 100}, {"list", -30}, {"bulk", -60}, {"junk", -100}};
  config.options.unix_from_line = address::encode_dollars("From $g $d").text;
  config.mailers.push_back(mailer("local", "lsDFMAw5:/|@qSPfhn9"));
  config.mailers.back().diagnostic_type = "X-Unix";
  config.mailers.push_back(mailer("esmtp", "mDFMuXa"));
  config.mailers.back().diagnostic_type = "SMTP";
  config.mailers.back().line_limit = 990;
  return config;
}

}  // namespace sm::test
