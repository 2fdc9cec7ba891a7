dnl version.m4 - $n, the sender of error messages, and $Z, the version of this configuration in
dnl greetings and Received headers.
dnl Uses: confMAILER_NAME; confCF_VERSION, a word of the site that is appended.
# who sends error messages
Dn`'confMAILER_NAME
# configuration version number
DZ8.17.1.9`'ifdef(`confCF_VERSION', `/confCF_VERSION')
