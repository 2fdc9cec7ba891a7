__program__ __program__() __program__(x) len(__program__) indir(`__program__') builtin(`__program__') defn(`__program__')
