// Options that are sets: PrivacyOptions, DontBlameSendmail, AuthOptions, TLSSrvOptions, SSL options, ResolverOptions.
#include "sendmaild/config/option_flags.h"

#include <fmt/format.h>

#include <array>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/option_table.h"

namespace sm::config {
namespace {

template <typename Flag>
struct NamedFlag {
  std::string_view name;
  Flag flag;
};

constexpr std::array<NamedFlag<Privacy>, 14> kPrivacy{{{"needmailhelo", Privacy::needmailhelo},
                                                      {"needexpnhelo", Privacy::needexpnhelo},
                                                      {"needvrfyhelo", Privacy::needvrfyhelo},
                                                      {"noexpn", Privacy::noexpn},
                                                      {"novrfy", Privacy::novrfy},
                                                      {"noverb", Privacy::noverb},
                                                      {"authwarnings", Privacy::authwarnings},
                                                      {"noetrn", Privacy::noetrn},
                                                      {"noreceipts", Privacy::noreceipts},
                                                      {"nobodyreturn", Privacy::nobodyreturn},
                                                      {"noactualrecipient", Privacy::noactualrecipient},
                                                      {"restrictmailq", Privacy::restrictmailq},
                                                      {"restrictqrun", Privacy::restrictqrun},
                                                      {"restrictexpand", Privacy::restrictexpand}}};

constexpr std::array<Privacy, 7> kGoAway{Privacy::needmailhelo, Privacy::needexpnhelo, Privacy::needvrfyhelo,
                                         Privacy::noexpn,       Privacy::novrfy,       Privacy::noverb,
                                         Privacy::authwarnings};

// In the order of enum Blame.
constexpr std::array<std::string_view, static_cast<size_t>(Blame::count)> kBlame{
    "assumesafechown", "certowner", "classfileinunsafedirpath", "dontwarnforwardfileinunsafedirpath",
    "errorheaderinunsafedirpath", "filedeliverytohardlink", "filedeliverytosymlink",
    "forwardfileingroupwritabledirpath", "forwardfileinunsafedirpath", "forwardfileinunsafedirpathsafe",
    "groupreadabledefaultauthinfofile", "groupreadablekeyfile", "groupreadablesasldbfile", "groupwritablealiasfile",
    "groupwritabledirpathsafe", "groupwritableforwardfile", "groupwritableforwardfilesafe",
    "groupwritableincludefile", "groupwritableincludefilesafe", "groupwritablesasldbfile", "helpfileinunsafedirpath",
    "includefileingroupwritabledirpath", "includefileinunsafedirpath", "includefileinunsafedirpathsafe",
    "insufficiententropy", "linkedaliasfileinwritabledir", "linkedclassfileinwritabledir",
    "linkedforwardfileinwritabledir", "linkedincludefileinwritabledir", "linkedmapinwritabledir",
    "linkedserviceswitchfileinwritabledir", "mapinunsafedirpath", "nonrootsafeaddr", "runprograminunsafedirpath",
    "runwritableprogram", "truststickybit", "worldwritablealiasfile", "worldwritableforwardfile",
    "worldwritableincludefile", "writemaptohardlink", "writemaptosymlink", "writestatstohardlink",
    "writestatstosymlink"};

// Words of letters and digits; everything else separates.
std::vector<std::string> names(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (char c : text) {
    if (ascii::is_alnum(c)) {
      word += c;
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

// Words separated by blanks and commas.
std::vector<std::string> listed(std::string_view text) {
  std::string blanks(text);
  for (char& c : blanks)
    if (c == ',') c = ' ';
  std::vector<std::string> out;
  for (std::string_view word : words(blanks)) out.emplace_back(word);
  return out;
}

bool set_privacy_word(PrivacyFlags& flags, std::string_view word) {
  if (word == "public") return true;
  if (word == "goaway") {
    for (Privacy flag : kGoAway) flags.set(flag);
    return true;
  }
  for (const auto& known : kPrivacy) {
    if (known.name != word) continue;
    flags.set(known.flag);
    return true;
  }
  return false;
}

struct SslOption {
  std::string_view name;  // without SSL_OP_
  uint64_t bits;
};

constexpr uint64_t bit(int n) { return uint64_t{1} << n; }

// Values of OpenSSL 3; names that it knows but gives no meaning any more are zero.
constexpr std::array<SslOption, 42> kSslOptions{{{"ALL", bit(4) | bit(6) | bit(11) | bit(31)},
                                                {"LEGACY_SERVER_CONNECT", bit(2)},
                                                {"TLSEXT_PADDING", bit(4)},
                                                {"NETSCAPE_DEMO_CIPHER_CHANGE_BUG", 0},
                                                {"DONT_INSERT_EMPTY_FRAGMENTS", bit(11)},
                                                {"ALLOW_NO_DHE_KEX", bit(10)},
                                                {"NO_QUERY_MTU", bit(12)},
                                                {"COOKIE_EXCHANGE", bit(13)},
                                                {"NO_TICKET", bit(14)},
                                                {"CISCO_ANYCONNECT", bit(15)},
                                                {"NO_SESSION_RESUMPTION_ON_RENEGOTIATION", bit(16)},
                                                {"NO_COMPRESSION", bit(17)},
                                                {"ALLOW_UNSAFE_LEGACY_RENEGOTIATION", bit(18)},
                                                {"NO_ENCRYPT_THEN_MAC", bit(19)},
                                                {"ENABLE_MIDDLEBOX_COMPAT", bit(20)},
                                                {"PRIORITIZE_CHACHA", bit(21)},
                                                {"CIPHER_SERVER_PREFERENCE", bit(22)},
                                                {"TLS_ROLLBACK_BUG", bit(23)},
                                                {"NO_ANTI_REPLAY", bit(24)},
                                                {"NO_SSLV3", bit(25)},
                                                {"NO_TLSV1", bit(26)},
                                                {"NO_TLSV1_2", bit(27)},
                                                {"NO_TLSV1_1", bit(28)},
                                                {"NO_TLSV1_3", bit(29)},
                                                {"NO_RENEGOTIATION", bit(30)},
                                                {"CRYPTOPRO_TLSEXT_BUG", bit(31)},
                                                {"NO_SSLV2", 0},
                                                {"MICROSOFT_SESS_ID_BUG", 0},
                                                {"NETSCAPE_CHALLENGE_BUG", 0},
                                                {"NETSCAPE_REUSE_CIPHER_CHANGE_BUG", 0},
                                                {"SSLREF2_REUSE_CERT_TYPE_BUG", 0},
                                                {"MICROSOFT_BIG_SSLV3_BUFFER", 0},
                                                {"MSIE_SSLV2_RSA_PADDING", 0},
                                                {"SSLEAY_080_CLIENT_DH_BUG", 0},
                                                {"TLS_D5_BUG", 0},
                                                {"TLS_BLOCK_PADDING_BUG", 0},
                                                {"SINGLE_ECDH_USE", 0},
                                                {"SINGLE_DH_USE", 0},
                                                {"EPHEMERAL_RSA", 0},
                                                {"PKCS1_CHECK_1", 0},
                                                {"PKCS1_CHECK_2", 0},
                                                {"NETSCAPE_CA_DN_BUG", 0}}};

std::optional<uint64_t> ssl_bits(std::string_view word) {
  if (!word.empty() && ascii::is_digit(word[0])) return std::strtoull(std::string(word).c_str(), nullptr, 0);
  std::string upper = ascii::upper(word);
  if (!upper.starts_with("SSL_OP_")) return std::nullopt;
  for (const SslOption& known : kSslOptions)
    if (known.name == std::string_view(upper).substr(7)) return known.bits;
  return std::nullopt;
}

void set_ssl_options(Reading& reading, const OptionLine& line, SslOptionChange& target) {
  for (const std::string& listed_word : listed(line.text)) {
    std::string_view word = listed_word;
    bool clear = word.starts_with('-');
    if (clear || word.starts_with('+')) word.remove_prefix(1);
    std::optional<uint64_t> bits = ssl_bits(word);
    if (!bits) {
      reading.error(fmt::format("readcf: {} option value {} unrecognized", line.name, word));
      continue;
    }
    (clear ? target.clear : target.set) |= *bits;
    (clear ? target.set : target.clear) &= ~*bits;
  }
}

constexpr std::array<std::string_view, 14> kResolverWords{"debug",    "aaonly",    "usevc",     "primary",    "igntc",
                                                         "recurse",  "defnames",  "stayopen",  "dnsrch",     "use_inet6",
                                                         "use_edns0", "use_dnssec", "trustad", "rotate"};

bool set_resolver_word(ResolverFlags& flags, std::string_view word, bool clear) {
  if (word == "haswildcardmx") {
    flags.has_wildcard_mx = !clear;
    return true;
  }
  if (word == "workaroundbrokenaaaa") {
    flags.work_around_broken_aaaa = !clear;
    return true;
  }
  for (std::string_view known : kResolverWords) {
    if (known != word) continue;
    (clear ? flags.clear : flags.set).emplace_back(word);
    return true;
  }
  return word == "true";
}

}  // namespace

void set_privacy(Reading& reading, const OptionLine& line) {
  for (const std::string& word : names(line.text))
    if (!set_privacy_word(reading.config.options.privacy_options, ascii::lower(word)))
      reading.error(fmt::format("readcf: Op line: {} unrecognized", word));
}

void set_blame(Reading& reading, const OptionLine& line) {
  BlameFlags& flags = reading.config.options.dont_blame_sendmail;
  for (const std::string& word : names(line.text)) {
    std::string lower = ascii::lower(word);
    bool known = lower == "safe";
    if (known) flags.clear();
    for (size_t i = 0; i < kBlame.size(); ++i) {
      if (kBlame[i] != lower) continue;
      flags.set(static_cast<Blame>(i));
      known = true;
    }
    if (!known) reading.error(fmt::format("readcf: DontBlameSendmail option: {} unrecognized", word));
  }
}

void set_unsafe_group_writes(Reading& reading, const OptionLine& line) {
  Options& options = reading.config.options;
  options.unsafe_group_writes = boolean(line.text);
  if (options.unsafe_group_writes) return;
  options.dont_blame_sendmail.set(Blame::group_writable_forward_file_safe);
  options.dont_blame_sendmail.set(Blame::group_writable_include_file_safe);
}

void set_auth_options(Reading& reading, const OptionLine& line) {
  constexpr std::string_view kLetters = "Aacdfmpy";  // in the order of enum AuthFlag
  for (const std::string& word : listed(line.text)) {
    size_t at = kLetters.find(word[0]);
    if (at != std::string_view::npos)
      reading.config.options.auth_options.set(static_cast<AuthFlag>(at));
    else
      reading.notice(fmt::format("Warning: Option: AuthOptions unknown parameter '{}'", word[0]));
  }
}

void set_tls_server_options(Reading& reading, const OptionLine& line) {
  constexpr std::string_view kLetters = "VC";  // in the order of enum TlsServerFlag
  for (const std::string& word : listed(line.text)) {
    size_t at = kLetters.find(ascii::to_upper(word[0]));
    if (at != std::string_view::npos)
      reading.config.options.tls_srv_options.set(static_cast<TlsServerFlag>(at));
    else
      reading.notice(fmt::format("Warning: Option: TLSSrvOptions unknown parameter '{}'", word[0]));
  }
}

void set_server_ssl_options(Reading& reading, const OptionLine& line) {
  set_ssl_options(reading, line, reading.config.options.server_ssl_options);
}

void set_client_ssl_options(Reading& reading, const OptionLine& line) {
  set_ssl_options(reading, line, reading.config.options.client_ssl_options);
}

void set_resolver_options(Reading& reading, const OptionLine& line) {
  for (std::string_view word : words(line.text)) {
    bool clear = word.starts_with('-');
    if (clear || word.starts_with('+')) word.remove_prefix(1);
    if (!set_resolver_word(reading.config.options.resolver_options, ascii::lower(word), clear))
      reading.error(fmt::format("readcf: I option value {} unrecognized", word));
  }
}

}  // namespace sm::config
