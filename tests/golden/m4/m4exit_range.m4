divert(1)kept back
m4exit(`256')
