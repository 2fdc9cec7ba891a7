dnl options: -EE data/missing.m4
text goes on, then include(`data/missing.m4') ends it
