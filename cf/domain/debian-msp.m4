dnl debian-msp.m4 - DOMAIN(debian-msp): what Debian sets for mail submission.
define(`confPID_FILE', `/var/run/sendmail/msp/sendmail.pid')
define(`confPROCESS_TITLE_PREFIX', `MSP')
define(`confRUN_AS_USER', `smmsp:smmsp')
define(`confTRUSTED_USER', `smmsp')
define(`confQUEUE_FILE_MODE', `0660')
define(`STATUS_FILE', `/var/lib/sendmail/sm-client.st')
