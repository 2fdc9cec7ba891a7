dnl FEATURE(fips3) - OpenSSL 3 in FIPS mode: the environment names the OpenSSL configuration that loads the
dnl provider. Uses: confOPENSSL_CNF, default fips.ossl in MAIL_SETTINGS_DIR.
_default(`confOPENSSL_CNF', `MAIL_SETTINGS_DIR`'fips.ossl')
_macro(`EOPENSSL_CONF=confOPENSSL_CNF')
