dnl FEATURE(check_cert_altnames) - alternative names in certificates (class {cert_altnames}), also wildcards,
dnl count for CN: conditions.
define(`_CERT_ALTNAMES_', `1')
_feature_option(`SetCertAltnames=true')
