dnl FEATURE(delay_checks, friend|hater, n) - check_relay and check_mail wait for the first recipient.
dnl friend: recipients with Spam:... FRIEND in the access map get mail unchecked; hater: only those with
dnl HATER are protected. Their values SPAMFRIEND and SPAMHATER block no recipient, unless the second
dnl argument is n.
define(`_DELAY_CHECKS_', `1')
define(`_DELAY_NAME_', `')
ifelse(_ARG2_, `n', `', `define(`_SPAM_WORDS_', `1')')
define(`_first_', lower(substr(_ARG1_, 0, 1)))
ifelse(_first_, `f', `define(`_SPAM_TAG_', `SPAMFRIEND')', _first_, `h', `define(`_SPAM_TAG_', `SPAMHATER')',
_first_, `', `', `_complain(`*** ERROR: illegal argument _ARG_ for FEATURE(delay_checks)')')
