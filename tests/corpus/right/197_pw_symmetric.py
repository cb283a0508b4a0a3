x = 2.0
y = 2.0
f = x * y
dx = y
dy = x
