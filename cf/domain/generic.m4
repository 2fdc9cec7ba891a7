dnl generic.m4 - DOMAIN(generic): a start for a site: redirected addresses, names of this host from a file,
dnl root never masqueraded, .forward files also under a spool directory.
define(`confFORWARD_PATH', `$z/.forward.$w+$h:$z/.forward+$h:$z/.forward.$w:$z/.forward')
define(`confMAX_HEADERS_LENGTH', `32768')
FEATURE(`redirect')
FEATURE(`use_cw_file')
EXPOSED_USER(`root')
