x = 7.3
y = 2.2
k = x // y
r = x % y
f = r * y
dr = y
dx = dr * 1
dy = r + dr * (-k)
