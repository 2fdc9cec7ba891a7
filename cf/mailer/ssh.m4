dnl ssh.m4 - MAILER(ssh): other hosts by SMTP through ssh. Needs MAILER(smtp) for its rulesets.
dnl Uses: SSH_PATH, SSH_MAILER_PATH _FLAGS _ARGS _HOST _USER _DIR _MAX _MAXMSGS _MAXRCPTS _CHARSET _QGRP.
ifdef(`SSH_MAILER_USER', `', `_complain(`*** SSH_MAILER_USER must be defined before MAILER(`ssh').')')dnl
ifdef(`SSH_MAILER_DIR', `', `_complain(`*** SSH_MAILER_DIR must be defined before MAILER(`ssh').')')dnl
_default(`SSH_PATH', `/usr/bin/ssh')dnl
_default(`SSH_MAILER_PATH', `SSH_PATH')dnl
_default(`SSH_MAILER_FLAGS', `mDFMuX')dnl
_default(`SSH_MAILER_HOST', `$h')dnl
_default(`SSH_MAILER_ARGS', `ssh -o BatchMode=yes -o EscapeChar=none -- SSH_MAILER_HOST /usr/sbin/sendmail -bs')dnl

###  Mailer ssh

Mssh,		P=SSH_MAILER_PATH, F=_flags(`SSH', SSH_MAILER_FLAGS), S=EnvFromSMTP/HdrFromSMTP, R=ifdef(`_ALL_MASQUERADE_', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP'), E=\r\n, L=990,
ifdef(`SSH_MAILER_MAX', `		M=SSH_MAILER_MAX,
')ifdef(`SSH_MAILER_MAXMSGS', `		m=SSH_MAILER_MAXMSGS,
')ifdef(`SSH_MAILER_MAXRCPTS', `		r=SSH_MAILER_MAXRCPTS,
')ifdef(`SSH_MAILER_CHARSET', `		C=SSH_MAILER_CHARSET,
')		T=DNS/RFC822/SMTP, U=SSH_MAILER_USER, D=SSH_MAILER_DIR,
ifdef(`SSH_MAILER_QGRP', `		Q=SSH_MAILER_QGRP,
')		A=SSH_MAILER_ARGS
