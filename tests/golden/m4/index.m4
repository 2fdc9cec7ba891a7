index(`gnus, gnats', `nat') index(`abc', `z') index(`abc', `') index(`', `') index(`', `a') index(`abc') index(a,b,c) index(`aab', `ab')
