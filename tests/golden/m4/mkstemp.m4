define(`f', mkstemp(`/tmp/m4goldenXXXXXX'))len(defn(`f')) syscmd(`rm -f 'f)mkstemp(`/nonexistent/x') maketemp(`/nonexistent/xXXXXXX')
