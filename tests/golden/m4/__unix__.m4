[__unix__] ifdef(`__unix__', yes, no) ifdef(`unix', yes, no) dumpdef(`__unix__') builtin(`__unix__') define(`__unix__', `x')__unix__
