x = 2.0
f = x ** 2
dx = 2 * x
