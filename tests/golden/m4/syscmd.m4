before
syscmd(`echo output')sysval
syscmd(`exit 7')sysval [esyscmd(`printf "define(\`x\', ran)"; exit 2')] x sysval
syscmd`'esyscmd sysval syscmd(`')sysval esyscmd(`')[esyscmd(`printf "a\nb\n"')]
syscmd(`exit 127')sysval syscmd(`exit 126')sysval esyscmd(`exit 127')sysval
