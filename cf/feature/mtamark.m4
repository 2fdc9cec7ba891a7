dnl FEATURE(mtamark, message, temporary message|t, prefix) - clients are refused whose reverse zone says that
dnl they are no mail servers (TXT record "0" at prefix.reverse name).
define(`_MTAMARK_', `1')
_default(`MTAMARK_TO', `5')
_map(`mtamark dns -R TXT -a. -T<TMP> -r'MTAMARK_TO)
divert(8)dnl
_own_rules(`include(_CF_DIR_`'m4/rules/mtamark.m4)')dnl
