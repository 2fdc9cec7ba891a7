undefine(`len')builtin(`len', abc) builtin(`nosuch') builtin(`builtin', `incr', 3) builtin(defn(`incr'), 1)
builtin(`define', `q', defn(`incr'))q(4) builtin builtin(`len') builtin(`builtin')
