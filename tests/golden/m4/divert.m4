divert(2)two
divert(1)one
divert(-1)never
divert(0)zero divnum
divert(1)one again divnum
divert(1000000)far divnum
divert()default divert(x)divert(1, 2)lost?
divert`'undivert(2)divnum
