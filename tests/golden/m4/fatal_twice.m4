dnl options: -E -E
one eval(`1+') two
