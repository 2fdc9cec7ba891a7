dnl FEATURE(fips3) - OpenSSL 3 in FIPS mode: the environment names the configuration that loads the provider.
_default(`confOPENSSL_CNF', `MAIL_SETTINGS_DIR`'fips.ossl')
