dnl options: -E
one eval(`1+') two
