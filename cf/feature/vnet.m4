dnl FEATURE(vnet) - names of the RSCS network (class A) are answered as BITNET is.
define(`_VNET_', `1')
_class(`CAvnet.ibm.com vnet rscs ipnet')
