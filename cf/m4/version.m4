dnl version.m4 - $Z, the version of this configuration, in greetings and Received headers.
dnl Uses: confCF_VERSION, a word of the site that is appended.
# configuration version number
DZ8.18.1`'ifdef(`confCF_VERSION', `/confCF_VERSION')
