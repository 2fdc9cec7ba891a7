dnl uucp.old.arpa.m4 - SITECONFIG(uucp.old.arpa, name, class): UUCP neighbours of a Berkeley machine of old.
SITE(`endotsew')dnl
SITE(`fateman')dnl
SITE(`interlan')dnl
SITE(`metron')dnl
