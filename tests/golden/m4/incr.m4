incr(4) decr(7) incr(-1) decr(0) incr() incr(a) incr(1a) incr(` 3') incr(2147483647) decr(-2147483648) incr(99999999999) incr(1,2) incr decr
