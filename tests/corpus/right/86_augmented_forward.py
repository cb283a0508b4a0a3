# forward pass that reuses a name
x = 1.6
t = x
t *= 3
t += x ** 2
t /= 2
y = t
dy = 1.0
dx = dy * (3 + 2 * x) / 2
