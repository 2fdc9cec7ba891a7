define(`$odd name', `<$1|$#>')indir(`$odd name', 1, 2) indir(`nosuch', 1) indir(`len', abc) indir(defn(`len'))
indir(`define', `z', defn(`len'))z(abc) indir(`indir', `len', `ab') indir
