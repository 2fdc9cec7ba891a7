// See the header. libldap is used here and, for its constants, in ldap_flags.cc.
#include "sendmaild/maps/ldap_connection.h"

#include <lber.h>
#include <ldap.h>

#include <cerrno>
#include <cstring>

namespace sm::maps {

namespace {

struct MessageCloser {
  void operator()(LDAPMessage* message) const { ::ldap_msgfree(message); }
};
struct ValuesCloser {
  void operator()(berval** values) const { ::ldap_value_free_len(values); }
};
struct ElementCloser {
  void operator()(BerElement* element) const { ::ber_free(element, 0); }
};
struct MemoryCloser {
  void operator()(char* memory) const { ::ldap_memfree(memory); }
};

int library_scope(LdapScope scope) {
  switch (scope) {
    case LdapScope::base: return LDAP_SCOPE_BASE;
    case LdapScope::one: return LDAP_SCOPE_ONELEVEL;
    case LdapScope::sub: return LDAP_SCOPE_SUBTREE;
  }
  return LDAP_SCOPE_SUBTREE;
}

LdapEntry read_entry(LDAP* handle, LDAPMessage* message) {
  LdapEntry entry;
  if (std::unique_ptr<char, MemoryCloser> dn(::ldap_get_dn(handle, message)); dn != nullptr) entry.dn = dn.get();
  BerElement* raw = nullptr;
  char* name = ::ldap_first_attribute(handle, message, &raw);
  std::unique_ptr<BerElement, ElementCloser> element(raw);
  for (; name != nullptr; name = ::ldap_next_attribute(handle, message, raw)) {
    std::unique_ptr<char, MemoryCloser> owned(name);
    std::vector<std::string>& texts = entry.attributes.emplace_back(LdapEntry::Attribute{name, {}}).values;
    std::unique_ptr<berval*, ValuesCloser> values(::ldap_get_values_len(handle, message, name));
    for (berval** value = values.get(); value != nullptr && *value != nullptr; value++) {
      texts.emplace_back((*value)->bv_val, (*value)->bv_len);
    }
  }
  return entry;
}

}  // namespace

void LdapConnection::Closer::operator()(ldap* handle) const { ::ldap_unbind_ext_s(handle, nullptr, nullptr); }

LdapConnection::LdapConnection(LdapServer server) : server_(std::move(server)) {}

LdapConnection::~LdapConnection() = default;

Result<void> LdapConnection::open() {
  if (handle_ != nullptr) return {};
  LDAP* raw = nullptr;
  int code = ::ldap_initialize(&raw, server_.uri.empty() ? "ldap://localhost" : server_.uri.c_str());
  if (code != LDAP_SUCCESS) return Error{::ldap_err2string(code), ExitStatus::temp_fail};
  std::unique_ptr<ldap, Closer> handle(raw);
  ::ldap_set_option(raw, LDAP_OPT_PROTOCOL_VERSION, &server_.version);
  ::ldap_set_option(raw, LDAP_OPT_REFERRALS, server_.follow_referrals ? LDAP_OPT_ON : LDAP_OPT_OFF);
  ::ldap_set_option(raw, LDAP_OPT_DEREF, &server_.dereference);
  if (server_.connect_timeout > 0) {
    timeval limit{server_.connect_timeout, 0};
    ::ldap_set_option(raw, LDAP_OPT_NETWORK_TIMEOUT, &limit);
  }
  if (!server_.no_bind) {
    berval credentials{server_.password.size(), server_.password.data()};
    errno = 0;
    code = ::ldap_sasl_bind_s(raw, server_.bind_dn.empty() ? nullptr : server_.bind_dn.c_str(), LDAP_SASL_SIMPLE,
                              &credentials, nullptr, nullptr, nullptr);
    if (code != LDAP_SUCCESS) return Error{errno == 0 ? "" : std::strerror(errno), ExitStatus::temp_fail};
  }
  handle_ = std::move(handle);
  return {};
}

int LdapConnection::search_once(const std::string& base, LdapScope scope, const std::string& filter,
                                const std::vector<std::string>& attributes, bool names_only,
                                std::vector<LdapEntry>& entries) {
  std::vector<char*> names;
  for (const std::string& name : attributes) names.push_back(const_cast<char*>(name.c_str()));
  names.push_back(nullptr);
  timeval limit{server_.time_limit, 0};
  LDAPMessage* raw = nullptr;
  int code = ::ldap_search_ext_s(handle_.get(), base.empty() ? nullptr : base.c_str(), library_scope(scope),
                                 filter.c_str(), attributes.empty() ? nullptr : names.data(), names_only ? 1 : 0, nullptr,
                                 nullptr, server_.time_limit > 0 ? &limit : nullptr, server_.size_limit, &raw);
  std::unique_ptr<LDAPMessage, MessageCloser> message(raw);
  if (code == LDAP_SUCCESS || code == LDAP_SIZELIMIT_EXCEEDED) {
    for (LDAPMessage* each = ::ldap_first_entry(handle_.get(), raw); each != nullptr;
         each = ::ldap_next_entry(handle_.get(), each)) {
      entries.push_back(read_entry(handle_.get(), each));
    }
  }
  return code;
}

LdapResult LdapConnection::search(const std::string& base, LdapScope scope, const std::string& filter,
                                  const std::vector<std::string>& attributes, bool names_only) {
  LdapResult result;
  // The second round is for a server that closed the connection while nobody asked.
  for (int attempt = 0; attempt < 2; attempt++) {
    bool fresh = handle_ == nullptr;
    int code = LDAP_SERVER_DOWN;
    result = {};
    if (open()) code = search_once(base, scope, filter, attributes, names_only, result.entries);
    if (code == LDAP_SUCCESS) return result;
    if (code == LDAP_SIZELIMIT_EXCEEDED) {
      result.status = LdapResult::Status::too_many;
      result.reason = ::ldap_err2string(code);
      return result;
    }
    bool lost = code == LDAP_SERVER_DOWN || code == LDAP_TIMEOUT || code == LDAP_UNAVAILABLE || code == LDAP_BUSY;
    if (lost) handle_.reset();
    result.status = code == LDAP_FILTER_ERROR ? LdapResult::Status::not_asked : LdapResult::Status::failed;
    result.reason = ::ldap_err2string(code);
    if (!lost || fresh) break;
  }
  return result;
}

std::optional<LdapUrl> parse_ldap_url(const std::string& url) {
  LDAPURLDesc* raw = nullptr;
  if (::ldap_url_parse(url.c_str(), &raw) != LDAP_URL_SUCCESS) return std::nullopt;
  struct UrlCloser {
    void operator()(LDAPURLDesc* description) const { ::ldap_free_urldesc(description); }
  };
  std::unique_ptr<LDAPURLDesc, UrlCloser> description(raw);
  LdapUrl parts;
  if (raw->lud_dn != nullptr) parts.base = raw->lud_dn;
  if (raw->lud_filter != nullptr) parts.filter = raw->lud_filter;
  if (raw->lud_scope == LDAP_SCOPE_ONELEVEL) parts.scope = LdapScope::one;
  if (raw->lud_scope == LDAP_SCOPE_SUBTREE) parts.scope = LdapScope::sub;
  for (char** name = raw->lud_attrs; name != nullptr && *name != nullptr; name++) parts.attributes.emplace_back(*name);
  return parts;
}

}  // namespace sm::maps
