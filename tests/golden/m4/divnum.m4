divnum divert(3)divnum divert(-1)divnum
divert`'divnum(1)
