dnl uucp.m4 - MAILER(uucp): neighbours by uux.
dnl Offers: mailers uucp and uucp-old (one recipient per call), suucp and uucp-new (several), and, when
dnl MAILER(smtp) came before, uucp-dom and uucp-uudom (domain addresses instead of bang paths).
dnl Classes: U old neighbours, Y new ones, Z uucp-uudom, X uucp-dom; V, W and their macros by SITECONFIG.
dnl Uses: UUCP_MAILER_PATH _FLAGS _ARGS _MAX _CHARSET _QGRP, UUCP_MAX_SIZE (old name of _MAX).
_default(`UUCP_MAILER_PATH', `/usr/bin/uux')dnl
_default(`UUCP_MAILER_ARGS', `uux - -r -a$g -gC $h!rmail ($u)')dnl
_default(`UUCP_MAILER_FLAGS', `')dnl
_default(`UUCP_MAILER_MAX', `ifdef(`UUCP_MAX_SIZE', `UUCP_MAX_SIZE', `100000')')dnl
dnl _uucp_mailer(name, flags, sender rulesets, recipient rulesets)
define(`_uucp_mailer', `M$1,	P=UUCP_MAILER_PATH, F=_flags(`UUCP', CONCAT(`$2', UUCP_MAILER_FLAGS)), S=$3, R=$4, M=UUCP_MAILER_MAX,
ifdef(`UUCP_MAILER_CHARSET', `		C=UUCP_MAILER_CHARSET,
')		T=X-UUCP/X-UUCP/X-Unix,
ifdef(`UUCP_MAILER_QGRP', `		Q=UUCP_MAILER_QGRP,
')		A=UUCP_MAILER_ARGS
')dnl

###  UUCP mailers

_uucp_mailer(`uucp', `DFMhuUd', `FromU', `EnvToU/HdrToU')dnl
_uucp_mailer(`uucp-old', `DFMhuUd', `FromU', `EnvToU/HdrToU')dnl
_uucp_mailer(`suucp', `mDFMhuUd', `FromU', `EnvToU/HdrToU')dnl
_uucp_mailer(`uucp-new', `mDFMhuUd', `FromU', `EnvToU/HdrToU')dnl
ifdef(`_MAILER_smtp_', `_uucp_mailer(`uucp-dom', `mDFMhud', `EnvFromUD/HdrFromSMTP', ifdef(`_ALL_MASQUERADE_', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP'))dnl
_uucp_mailer(`uucp-uudom', `mDFMhud', `EnvFromUUD/HdrFromSMTP', ifdef(`_ALL_MASQUERADE_', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP'))dnl
include(_CF_DIR_`'m4/rules/uucp_domain.m4)',
`errprint(`*** MAILER(`smtp') must appear before MAILER(`uucp')
    if uucp-dom should be included.')')dnl
include(_CF_DIR_`'m4/rules/uucp.m4)dnl
PUSHDIVERT(4)dnl
include(_CF_DIR_`'m4/rules/uucp_parse.m4)dnl
POPDIVERT`'dnl

