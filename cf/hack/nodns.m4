dnl nodns.m4 - HACK(nodns): a host without a name server.
define(`confDONT_PROBE_INTERFACES', `True')
define(`confSERVICE_SWITCH_FILE', `MAIL_SETTINGS_DIR`'service.switch-nodns')
