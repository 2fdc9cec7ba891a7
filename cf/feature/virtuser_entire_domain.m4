dnl FEATURE(virtuser_entire_domain) - the virtusertable counts for hosts in VIRTUSER_DOMAINs, too.
define(`_VIRT_ENTIRE_', `1')
