dnl options: -d+a -da-e -N3 -d9
text
