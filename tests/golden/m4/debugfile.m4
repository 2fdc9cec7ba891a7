define(`f', `x')traceon(`f')f debugfile()f debugfile`'f debugfile(`/nonexistent/file')f
