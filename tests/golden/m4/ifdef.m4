ifdef(`define', yes, no) ifdef(`nosuch', yes, no) ifdef(`nosuch', yes) ifdef(`define', yes) ifdef ifdef(`a') ifdef(`a', b, c, d)
