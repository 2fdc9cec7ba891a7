define(`t', `a $1 `b' c')defn(`t') defn(`t', `t') defn(`nosuch')
define(`l', defn(`len'))l(xyz) define(`l', defn(`t')defn(`len'))l(q) define(`m', defn(`t', `len'))m
[defn(`len')] len(defn(`len')) ifelse(defn(`len'), , empty)
m4wrap(defn(`len'))
