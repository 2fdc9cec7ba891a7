[__gnu__] [__gnu__()] [__gnu__(x)] ifdef(`__gnu__', yes, no) dumpdef(`__gnu__') undefine(`__gnu__')__gnu__ builtin(`__gnu__')
