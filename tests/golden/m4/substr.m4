substr(`gnus, gnats', `6') substr(`gnus', 1, 2) [substr(`gnus', 4)] [substr(`gnus', -1)] [substr(`gnus', 1, -1)] substr(`abc')
[substr(`abc', x)] [substr(`abc', 1, x)] substr(`abc', `') substr(`abc', 0, 99999) substr(abc, 1, 1, 1) [substr(`abc', 1, `')]
