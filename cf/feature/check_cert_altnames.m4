dnl FEATURE(check_cert_altnames) - alternative names in certificates count for CN: conditions (class
dnl {cert_altnames}).
define(`_CERT_ALTNAMES_', `1')
_feature_option(`SetCertAltnames=true')
