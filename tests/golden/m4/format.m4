format(`%d|%5d|%-5d|%05d|%+d|% d', 1, 2, 3, 4, 5, 6) format(`%s|%6s|%-6s|%.2s', abc, abc, abc, abc) format(`%c%c', 65, 66)
format(`%x %X %#x %o %#o %u', 255, 255, 255, 8, 8, 7) format(`%f %.2f %e %g %G %a', 1.5, 2.345, 3.5, 1e10, 1e-10, 1)
format(`%*d|%-*d|%.*f', 5, 1, 5, 2, 1, 3.14159) format(`%%') format(`%ld %hd %hhd %lf', 1, 2, 300, 4) format(`%d', abc) format(`%d', `') format(`%d')
format(`%y') format(`%') format(`%d', 99999999999) format(`%s %s', only) format(`plain', extra) format(`%lld', 1) format(`%n') format
format(`%5%') format(`%''d', 1) format(`%d', ``  7'')

format(`%#d|% u|%+x|%0s|%.1c|%lc|%hf|%e|%-#0x|% +.1f', 1) format(`<%3c><%-3c><%1c>', 0, 0, 0) format(`%l+d|%d', 7, 8) format(`%*q|%d', 7, 8)
changequote([, ])format([%'d|%'x|%'e|%'f], 1234567, 1, 1, 1)
format([%x], [9999999999x]) format([%d], [ 99999999999]) format([%d], [99999999999])
