dnl FEATURE(always_add_domain, domain) - the local mailer, too, completes names: with the domain, or the
dnl name of this host (masqueraded if so asked).
define(`_ADD_DOMAIN_', ifelse(len(defn(`_ARG1_')), `0', ``*LOCAL*'', `defn(`_ARG1_')'))
