dnl options: -dq
define(`b', `$1 `x'')pushdef(`b', `top')define(`a', defn(`len'))dumpdef(`b', `a', `nosuch')debugmode()dumpdef(`b')
changequote([, ])dumpdef([b])
