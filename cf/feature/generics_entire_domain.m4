dnl FEATURE(generics_entire_domain) - the genericstable counts for hosts in its domains, too.
define(`_GENERICS_ENTIRE_', `1')
