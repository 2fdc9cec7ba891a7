dnl qpage.m4 - MAILER(qpage): pagers by QuickPage.
dnl Uses: QPAGE_MAILER_PATH _FLAGS _ARGS _MAX _QGRP.
_default(`QPAGE_MAILER_PATH', `/usr/local/bin/qpage')dnl
_default(`QPAGE_MAILER_FLAGS', `mDFMs')dnl
_default(`QPAGE_MAILER_ARGS', `qpage -l0 -m -P$u')dnl
_default(`QPAGE_MAILER_MAX', `4096')dnl

###  Mailer qpage

Mqpage,		P=QPAGE_MAILER_PATH, F=_flags(`QPAGE', QPAGE_MAILER_FLAGS), M=QPAGE_MAILER_MAX, T=DNS/RFC822/X-Unix,
ifdef(`QPAGE_MAILER_QGRP', `		Q=QPAGE_MAILER_QGRP,
')		A=QPAGE_MAILER_ARGS
