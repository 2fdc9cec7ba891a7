dnl FEATURE(drac, map) - clients that read mail a short while ago may relay. Default map: hash /etc/mail/drac,
dnl which the POP or IMAP server keeps.
define(`_DRAC_', `1')
_feature_map(`drac', `drac')
