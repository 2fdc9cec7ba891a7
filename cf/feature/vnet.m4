dnl FEATURE(vnet) - host.vnet, and its other names (class A), of the RSCS network go to the relay that macro A
dnl names: LOCAL_CONFIG with a line "DArelay.example.com".
define(`_VNET_', `1')
_class(`CAvnet.ibm.com vnet rscs ipnet')
