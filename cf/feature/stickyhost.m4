dnl FEATURE(stickyhost) - user@this.host differs from user: it goes to MAIL_HUB, or stays here, while names
dnl without a host go to LOCAL_RELAY.
define(`_STICKY_HOST_', `1')
