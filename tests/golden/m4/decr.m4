decr(7) decr(0) decr(-2147483648) decr() decr(a) decr(1x) decr(` 3') decr(99999999999) decr(1, 2) decr decr(-0) decr(+5)
