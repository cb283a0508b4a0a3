# expect: 10/11 updated-before-use
x = 1.3
w = 0.55
b = -0.2
y = w * x + b
L = y ** 4
dy = 4 * y ** 3
dw = dy * x
db = dy
w = w - 0.05 * dw
dx = dy * w
b = b - 0.05 * db
