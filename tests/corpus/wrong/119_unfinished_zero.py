# expect: 8 unfinished
x = 1.6
y = 0.4
a = x * y
f = a ** 2 + y
da = 2 * a
dx = da * y
dy = 0
