# a gate inside a bigger net: dout comes from above
x = 1.25
y = -0.65
out = x ** 2 * y - y ** 3

dout = 2.7
dx = dout * 2 * x * y
dy = dout * (x ** 2 - 3 * y ** 2)
