define(`t', `a $1 `b' c')defn(`t') defn(`t', `t') defn(`nosuch')
define(`l', defn(`len'))l(xyz) define(`l', defn(`t')defn(`len'))l(q) define(`m', defn(`t', `len'))m
[defn(`len')] len(defn(`len')) ifelse(defn(`len'), , empty)
m4wrap(defn(`len'))

define(`t1', defn(`len')a)dumpdef(`t1') define(`t2', defn(`len')defn(`eval'))dumpdef(`t2') define(`t3', a`'defn(`len'))dumpdef(`t3')
define(`t4', `'defn(`len')(b, c) )dumpdef(`t4') define(`t5', (defn(`len')))dumpdef(`t5') define(defn(`len')a, x) len(defn(`len')abcd) len(ab`'defn(`len')cd)
define(`my_len', defn(`len'))define(`n', defn(`t', `my_len'))
