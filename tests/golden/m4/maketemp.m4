define(`name', maketemp(`/tmp/m4goldenXXXXXX'))len(defn(`name')) ifelse(defn(`name'), `/tmp/m4goldenXXXXXX', `left', `filled in')
syscmd(`test -f 'defn(`name')` && rm 'defn(`name'))sysval
maketemp(`/nonexistent/x') maketemp(`/nonexistent/xXXXXXX') maketemp(`/nonexistent/a', b) maketemp
