// See the header. Names are facts of the language; they are sorted for reading only.
#include "m4cf/lint_vocabulary.h"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/base/ascii.h"

namespace sm::m4cf {
namespace {

constexpr std::array<std::string_view, 203> kConfNames{
    "confALIAS_WAIT", "confALLOW_BOGUS_HELO", "confAUTH_MAX_BITS", "confAUTH_MECHANISMS", "confAUTH_OPTIONS",
    "confAUTH_REALM", "confAUTO_REBUILD", "confBAD_RCPT_THROTTLE", "confBIND_OPTS", "confBLANK_SUB", "confCACERT",
    "confCACERT_PATH", "confCERT_FINGERPRINT_ALGORITHM", "confCF_VERSION", "confCHECKPOINT_INTERVAL",
    "confCHECK_ALIASES", "confCIPHER_LIST", "confCLIENT_CERT", "confCLIENT_KEY", "confCLIENT_OPTIONS",
    "confCLIENT_SSL_OPTIONS", "confCOLON_OK_IN_ADDR", "confCONNECTION_RATE_THROTTLE",
    "confCONNECTION_RATE_WINDOW_SIZE", "confCONNECT_ONLY_TO", "confCONTROL_SOCKET_NAME", "confCON_EXPENSIVE",
    "confCOPY_ERRORS_TO", "confCRL", "confCRL_PATH", "confCR_FILE", "confCT_FILE", "confCW_FILE",
    "confDAEMON_OPTIONS", "confDANE", "confDEAD_LETTER_DROP", "confDEF_AUTH_INFO", "confDEF_CHAR_SET",
    "confDEF_GROUP_ID", "confDEF_USER_ID", "confDELAY_LA", "confDELIVERY_MODE", "confDELIVER_BY_MIN",
    "confDEQUOTE_OPTS", "confDF_BUFFER_SIZE", "confDH_PARAMETERS", "confDIAL_DELAY",
    "confDIRECT_SUBMISSION_MODIFIERS", "confDOMAIN_NAME", "confDONT_BLAME_SENDMAIL", "confDONT_EXPAND_CNAMES",
    "confDONT_INIT_GROUPS", "confDONT_PROBE_INTERFACES", "confDONT_PRUNE_ROUTES", "confDOUBLE_BOUNCE_ADDRESS",
    "confEBINDIR", "confEIGHT_BIT_HANDLING", "confERROR_MESSAGE", "confERROR_MODE", "confFALLBACK_MX",
    "confFALLBACK_SMARTHOST", "confFAST_SPLIT", "confFORWARD_PATH", "confFROM_HEADER", "confFROM_LINE",
    "confHELO_NAME", "confHOSTS_FILE", "confHOST_STATUS_DIRECTORY", "confIGNORE_DOTS", "confINPUT_MAIL_FILTERS",
    "confLDAP_CLUSTER", "confLDAP_DEFAULT_SPEC", "confLOCAL_MAILER", "confLOG_LEVEL", "confMAILBOX_DATABASE",
    "confMAILER_NAME", "confMATCH_GECOS", "confMAX_ALIAS_RECURSION", "confMAX_DAEMON_CHILDREN",
    "confMAX_HEADERS_LENGTH", "confMAX_HOP", "confMAX_MESSAGE_SIZE", "confMAX_MIME_HEADER_LENGTH",
    "confMAX_NOOP_COMMANDS", "confMAX_QUEUE_AGE", "confMAX_QUEUE_CHILDREN", "confMAX_QUEUE_RUN_SIZE",
    "confMAX_RCPTS_PER_MESSAGE", "confMAX_RUNNERS_PER_QUEUE", "confMCI_CACHE_SIZE", "confMCI_CACHE_TIMEOUT",
    "confMESSAGEID_HEADER", "confMESSAGE_TIMEOUT", "confME_TOO", "confMILTER_LOG_LEVEL", "confMILTER_MACROS_CONNECT",
    "confMILTER_MACROS_DATA", "confMILTER_MACROS_ENVFROM", "confMILTER_MACROS_ENVRCPT", "confMILTER_MACROS_EOH",
    "confMILTER_MACROS_EOM", "confMILTER_MACROS_HELO", "confMIME_FORMAT_ERRORS", "confMIN_FREE_BLOCKS",
    "confMIN_QUEUE_AGE", "confMUST_QUOTE_CHARS", "confNICE_QUEUE_RUN", "confNO_RCPT_ACTION", "confOLD_STYLE_HEADERS",
    "confOPENSSL_CNF", "confOPERATORS", "confPID_FILE", "confPRIVACY_FLAGS", "confPROCESS_TITLE_PREFIX",
    "confQUEUE_FACTOR", "confQUEUE_FILE_MODE", "confQUEUE_LA", "confQUEUE_SORT_ORDER", "confRAND_FILE",
    "confRCPTREJ_MSG", "confREAD_TIMEOUT", "confRECEIVED_HEADER", "confREFUSE_LA", "confREJECT_LOG_INTERVAL",
    "confREJECT_MSG", "confREJECT_NUL", "confRELAY_MAILER", "confRELAY_MSG", "confREQUIRES_DIR_FSYNC",
    "confRRT_IMPLIES_DSN", "confRUN_AS_USER", "confSAFE_FILE_ENV", "confSAFE_QUEUE", "confSAVE_FROM_LINES",
    "confSEPARATE_PROC", "confSERVER_CERT", "confSERVER_KEY", "confSERVER_SSL_OPTIONS", "confSERVICE_SWITCH_FILE",
    "confSEVEN_BIT_INPUT", "confSHARED_MEMORY_KEY", "confSHARED_MEMORY_KEY_FILE", "confSINGLE_LINE_FROM_HEADER",
    "confSINGLE_THREAD_DELIVERY", "confSMTP_LOGIN_MSG", "confSMTP_MAILER", "confSOFT_BOUNCE", "confSSL_ENGINE",
    "confSSL_ENGINE_PATH", "confTEMP_FILE_MODE", "confTIME_ZONE", "confTLS_FALLBACK_TO_CLEAR", "confTLS_SRV_OPTIONS",
    "confTO_ACONNECT", "confTO_AUTH", "confTO_COMMAND", "confTO_CONNECT", "confTO_CONTROL", "confTO_DATABLOCK",
    "confTO_DATAFINAL", "confTO_DATAINIT", "confTO_FILEOPEN", "confTO_HELO", "confTO_HOSTSTATUS", "confTO_ICONNECT",
    "confTO_IDENT", "confTO_INITIAL", "confTO_LHLO", "confTO_MAIL", "confTO_MISC", "confTO_QUEUERETURN",
    "confTO_QUEUERETURN_DSN", "confTO_QUEUERETURN_NONURGENT", "confTO_QUEUERETURN_NORMAL",
    "confTO_QUEUERETURN_URGENT", "confTO_QUEUEWARN", "confTO_QUEUEWARN_DSN", "confTO_QUEUEWARN_NONURGENT",
    "confTO_QUEUEWARN_NORMAL", "confTO_QUEUEWARN_URGENT", "confTO_QUIT", "confTO_RCPT", "confTO_RESOLVER_RETRANS",
    "confTO_RESOLVER_RETRANS_FIRST", "confTO_RESOLVER_RETRANS_NORMAL", "confTO_RESOLVER_RETRY",
    "confTO_RESOLVER_RETRY_FIRST", "confTO_RESOLVER_RETRY_NORMAL", "confTO_RSET", "confTO_STARTTLS",
    "confTRUSTED_USER", "confTRUSTED_USERS", "confTRY_NULL_MX_LIST", "confUNSAFE_GROUP_WRITES", "confUSERDB_SPEC",
    "confUSE_COMPRESSED_IPV6_ADDRESSES", "confUSE_ERRORS_TO", "confUSE_MSP", "confUUCP_MAILER",
    "confWORK_CLASS_FACTOR", "confWORK_RECIPIENT_FACTOR", "confWORK_TIME_FACTOR", "confXF_BUFFER_SIZE",
};

constexpr std::array<std::string_view, 72> kFeatures{
    "accept_unqualified_senders", "accept_unresolvable_domains", "access_db", "allmasquerade", "always_add_domain",
    "authinfo", "badmx", "bcc", "bestmx_is_local", "bitdomain", "blacklist_recipients", "block_bad_helo",
    "blocklist_recipients", "check_cert_altnames", "check_other", "compat_check", "conncontrol", "delay_checks",
    "dnsbl", "domainmap", "domaintable", "drac", "enhdnsbl", "fips3", "generics_entire_domain", "genericstable",
    "greet_pause", "ldap_routing", "limited_masquerade", "local_lmtp", "local_no_masquerade", "local_procmail",
    "lookupdotdomain", "loose_relay_check", "mailertable", "masquerade_entire_domain", "masquerade_envelope", "msp",
    "mtamark", "no_default_msa", "nocanonify", "nopercenthack", "notsticky", "nouucp", "nullclient", "prefixmod",
    "preserve_local_plus_detail", "preserve_luser_host", "promiscuous_relay", "queuegroup", "ratecontrol", "redirect",
    "relay_based_on_MX", "relay_entire_domain", "relay_hosts_only", "relay_local_from", "relay_mail_from",
    "require_rdns", "rhsbl", "same_domain_only", "smrsh", "stickyhost", "sts", "tls_failures", "tls_session_features",
    "use_client_ptr", "use_ct_file", "use_cw_file", "uucpdomain", "virtuser_entire_domain", "virtusertable", "vnet",
};

constexpr std::array<std::string_view, 14> kMailers{
    "cyrus", "cyrusv2", "fax", "local", "mail11", "phquery", "pop", "procmail", "qpage", "smtp", "ssh", "usenet",
    "uucp", "xagent",
};

constexpr std::array<std::string_view, 53> kVocabulary{
    "CANONIFY_DOMAIN", "CANONIFY_DOMAIN_FILE", "CLIENT_OPTIONS", "DAEMON_OPTIONS", "DOMAIN", "EXPOSED_USER",
    "EXPOSED_USER_FILE", "FEATURE", "GENERICS_DOMAIN", "GENERICS_DOMAIN_FILE", "HACK", "INPUT_MAIL_FILTER",
    "LDAPROUTE_DOMAIN", "LDAPROUTE_DOMAIN_FILE", "LDAPROUTE_EQUIVALENT", "LDAPROUTE_EQUIVALENT_FILE",
    "LOCAL_CLT_FEATURES", "LOCAL_CONFIG", "LOCAL_DOMAIN", "LOCAL_NET_CONFIG", "LOCAL_RULESETS", "LOCAL_RULE_0",
    "LOCAL_RULE_1", "LOCAL_RULE_2", "LOCAL_RULE_3", "LOCAL_SRV_FEATURES", "LOCAL_TLS_CLIENT", "LOCAL_TLS_RCPT",
    "LOCAL_TLS_SERVER", "LOCAL_TRY_TLS", "LOCAL_USER", "LOCAL_USER_FILE", "LOCAL_UUCP", "MAILER",
    "MAILER_DEFINITIONS", "MAIL_FILTER", "MASQUERADE_AS", "MASQUERADE_DOMAIN", "MASQUERADE_DOMAIN_FILE",
    "MASQUERADE_EXCEPTION", "MASQUERADE_EXCEPTION_FILE", "MODIFY_MAILER_FLAGS", "OSTYPE", "QUEUE_GROUP",
    "RELAY_DOMAIN", "RELAY_DOMAIN_FILE", "SITE", "SITECONFIG", "TRUST_AUTH_MECH", "UUCPSMTP", "VERSIONID",
    "VIRTUSER_DOMAIN", "VIRTUSER_DOMAIN_FILE",
};

struct Arity {
  std::string_view name;
  size_t most;
};
constexpr std::array<Arity, 20> kArities{{
    {"define", 2}, {"CLIENT_OPTIONS", 1}, {"DAEMON_OPTIONS", 1}, {"DOMAIN", 1}, {"EXPOSED_USER", 1},
    {"GENERICS_DOMAIN", 1}, {"INPUT_MAIL_FILTER", 2}, {"LOCAL_DOMAIN", 1}, {"LOCAL_USER", 1}, {"MAIL_FILTER", 2},
    {"MASQUERADE_AS", 1}, {"MASQUERADE_DOMAIN", 1}, {"MASQUERADE_EXCEPTION", 1}, {"MODIFY_MAILER_FLAGS", 2},
    {"QUEUE_GROUP", 2}, {"RELAY_DOMAIN", 1}, {"TRUST_AUTH_MECH", 1}, {"VERSIONID", 1}, {"VIRTUSER_DOMAIN", 1},
    {"undefine", 1},
}};

// Insertions, deletions, replacements and swaps of neighbours that turn one name into the other.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); i++) {
    for (size_t j = 0; j <= b.size(); j++) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      bool same = a[i - 1] == b[j - 1];
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::span<const std::string_view> names_of(NameKind kind) {
  switch (kind) {
    case NameKind::conf: return kConfNames;
    case NameKind::feature: return kFeatures;
    case NameKind::mailer: return kMailers;
    case NameKind::macro: break;
  }
  return kVocabulary;
}

bool is_known(NameKind kind, std::string_view name) {
  return std::ranges::find(names_of(kind), name) != names_of(kind).end();
}

std::string_view nearest_of(std::span<const std::string_view> names, std::string_view name) {
  std::string_view best;
  size_t least = name.size() / 3 + 1;
  if (name.size() > 64) return best;
  for (std::string_view known : names) {
    if (ascii::equal_ignoring_case(known, name)) return known;
    size_t apart = distance(known, name);
    if (apart < least || (apart == least && best.empty() && apart <= 2)) {
      least = apart;
      best = known;
    }
  }
  return best;
}

std::optional<size_t> most_arguments(std::string_view macro) {
  for (const Arity& arity : kArities) {
    if (arity.name == macro) return arity.most;
  }
  return std::nullopt;
}

}  // namespace sm::m4cf
