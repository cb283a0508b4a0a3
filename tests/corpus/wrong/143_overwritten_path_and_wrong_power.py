# expect: 11 overwritten-path
# expect: 12 wrong-power
x = 0.85
y = 1.55
a = x ** 3
b = x / y
f = a * b
da = b
db = a
dx = da * 3 * x ** 2
dx = db / y
dy = -db * x / y
