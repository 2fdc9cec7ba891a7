dnl nodns.m4 - HACK(nodns): a host without a name server: names are not completed and interfaces not asked for.
undefine(`confBIND_OPTS')
define(`confDONT_PROBE_INTERFACES', `True')
define(`confSERVICE_SWITCH_FILE', `MAIL_SETTINGS_DIR`'service.switch-nodns')
FEATURE(`nocanonify')
