dnl FEATURE(ldap_routing, host map, address map, bounce|passthru|sendertoo, strip|preserve, nodomain,
dnl tempfail|queue) - a directory knows where users of LDAPROUTE_DOMAINs are: on another host, under
dnl another address, or not at all.
define(`_LDAP_ROUTING_', `1')
ifelse(eval(len(defn(`_ARG1_')) == 0 || len(defn(`_ARG2_')) == 0), `1', `ifdef(`confLDAP_DEFAULT_SPEC', `', `errprint(`
WARNING: Using default FEATURE(ldap_routing) map definition(s)
without setting confLDAP_DEFAULT_SPEC option.
')')')
_map(`ldapmh 'ifelse(len(defn(`_ARG1_')), `0',
``ldap -1 -T<TMPF> -v mailHost -k (&(objectClass=inetLocalMailRecipient)(mailLocalAddress=%0))'', `defn(`_ARG1_')'))
_map(`ldapmra 'ifelse(len(defn(`_ARG2_')), `0',
``ldap -1 -T<TMPF> -v mailRoutingAddress -k (&(objectClass=inetLocalMailRecipient)(mailLocalAddress=%0))'', `defn(`_ARG2_')'))
_class(`C{SMTPOpModes}s d D')
ifelse(_ARG3_, `', `', _ARG3_, `passthru', `', _ARG3_, `sendertoo', `define(`_LDAP_BOUNCE_', `1')define(`_LDAP_SENDER_', `1')',
_ARG3_, `bounce', `define(`_LDAP_BOUNCE_', `1')')
ifelse(_ARG4_, `strip', `define(`_LDAP_STRIP_', `1')', _ARG4_, `preserve', `define(`_LDAP_PRESERVE_', `1')')
ifelse(_ARG5_, `nodomain', `define(`_LDAP_NODOMAIN_', `1')')
ifelse(_ARG6_, `queue', `define(`_LDAP_QUEUE_', `1')')
