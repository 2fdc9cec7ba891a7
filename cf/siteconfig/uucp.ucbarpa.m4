dnl uucp.ucbarpa.m4 - SITECONFIG(uucp.ucbarpa, name, class): UUCP neighbours of a Berkeley machine of old.
