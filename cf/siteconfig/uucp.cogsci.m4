dnl uucp.cogsci.m4 - SITECONFIG(uucp.cogsci, name, class): UUCP neighbours of a Berkeley machine of old.
SITE(`contessa')dnl
SITE(`emind')dnl
SITE(`hoptoad')dnl
SITE(`nkainc')dnl
SITE(`well')dnl
SITE(`ferdy')dnl
