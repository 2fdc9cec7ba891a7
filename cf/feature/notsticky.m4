dnl FEATURE(notsticky) - what it asked for has long been the normal case; see FEATURE(stickyhost).
